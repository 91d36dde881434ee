"""The house stands as drawn: imports point down, there are no circles, and nothing hides inside functions."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# pressroom -> comments -> releases -> releases.media: a layer may import itself and those after it.
LAYERS = ["pressroom", "comments", "releases", "releases.media"]
EXPECTED_AT_THE_TOP = {
    "manage.py", "pyproject.toml", "pressroom", "releases", "comments", "templates", "static", "tests",
    "README.md", "Makefile", "CHANGELOG.md", "LICENSE", "requirements", "docs", "bench", "deploy", ".ci", ".gitignore",
}  # fmt: skip


def sources() -> list[Path]:
    """Every Python file of the product, migrations and commands included."""
    return sorted(path for top in ("pressroom", "comments", "releases") for path in (ROOT / top).rglob("*.py"))


def module_of(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def layer_of(module: str) -> str | None:
    """The layer that a module belongs to, the innermost one; None for what is not ours."""
    found = [layer for layer in LAYERS if module == layer or module.startswith(f"{layer}.")]
    return max(found, key=len) if found else None


def imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Every import statement of a file, with the module it names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node, "." * node.level + (node.module or "")


def imported_modules(path: Path, known: set[str]) -> set[str]:
    """Our own modules that a file imports; ``from package import name`` counts as the submodule where that is one."""
    found = set()
    for node, name in imports(path):
        names = [name]
        if isinstance(node, ast.ImportFrom):
            names = [f"{name}.{alias.name}" if f"{name}.{alias.name}" in known else name for alias in node.names]
        found.update(each for each in names if each in known)
    return found - {module_of(path)}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_and_stand_at_the_top(path: Path) -> None:
    here = layer_of(module_of(path))
    top = {node.lineno for node in ast.parse(path.read_text(encoding="utf-8")).body}
    for node, name in imports(path):
        assert not name.startswith("."), f"line {node.lineno}: a relative import"
        there = layer_of(name)
        if there is not None:
            assert LAYERS.index(there) >= LAYERS.index(here), f"line {node.lineno}: {here} imports {name}, upwards"
        assert node.lineno in top, f"line {node.lineno}: an import inside a function or a condition"


def test_no_module_is_part_of_a_circle() -> None:
    paths = {module_of(path): path for path in sources()}
    graph = {module: imported_modules(path, set(paths)) for module, path in paths.items()}
    done: set[str] = set()

    def walk(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, " -> ".join([*trail[trail.index(module) :], module])
        if module not in done:
            for other in sorted(graph[module]):
                walk(other, (*trail, module))
            done.add(module)

    for module in sorted(graph):
        walk(module, ())


def test_the_core_announces_nothing_of_its_own() -> None:
    assert (ROOT / "releases" / "__init__.py").read_text() == ""


def test_nobody_listens_to_signals() -> None:
    for path in sources():
        assert all("signals" not in name for _node, name in imports(path)), path


def test_the_top_level_holds_only_what_a_newcomer_expects() -> None:
    ignored = {line.strip("/ \n") for line in (ROOT / ".gitignore").read_text().splitlines() if line.startswith("/")}
    caches = {".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".hypothesis", "__pycache__"}
    assert {path.name for path in ROOT.iterdir()} - ignored - caches <= EXPECTED_AT_THE_TOP
