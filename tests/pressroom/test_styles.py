"""The site's style sheets: each for itself while somebody works on them, one file in production."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from pressroom.styles import PRINT_SHEETS, SITE_SHEETS, slim, slim_script

ROOT = Path(__file__).resolve().parent.parent.parent
LINKS = Template("{% load styles %}{% site_styles %}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The static files as production has them, and the links of a page there."""
    folder = tmp_path_factory.mktemp("production")
    show = (
        "from django.template import Context, Template;"
        "print(Template('{% load styles %}{% site_styles %}').render(Context()))"
    )
    answers = [
        subprocess.run(
            [sys.executable, "-W", "error", "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, "DATA_DIR": str(folder), "SECRET_KEY": "static" * 10, "DEBUG": "0"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for command in (["collectstatic", "--noinput", "--verbosity", "0"], ["shell", "--no-imports", "-c", show])
    ]
    return folder / "static", answers[1].split()


def test_each_sheet_is_served_for_itself_while_somebody_works_on_it() -> None:
    linked = re.findall(r'href="/static/([^"]+)" media="(\w+)"', LINKS.render(Context()))
    assert linked == [(name, "all") for name in SITE_SHEETS] + [(name, "print") for name in PRINT_SHEETS]
    assert all(finders.find(name) for name, _ in linked)


def test_a_reader_gets_one_file_that_may_be_kept_for_good(built: tuple[Path, list[str]]) -> None:
    folder, link = built
    (name,) = re.findall(r"/static/(css/site\.[0-9a-f]{12}\.css)", " ".join(link))
    assert " ".join(link).count("<link") == 1
    for compressed in ("", ".br", ".gz"):
        assert (folder / f"{name}{compressed}").stat().st_size > 1000
    assert not (folder / "css/site.css").exists()


def test_the_one_file_has_every_rule_in_its_order_and_paper_last(built: tuple[Path, list[str]]) -> None:
    folder, _ = built
    (site,) = folder.glob("css/site.*.css")
    whole = site.read_text(encoding="utf-8")
    place = 0
    for name in (*SITE_SHEETS, *PRINT_SHEETS):
        source = (Path(settings.BASE_DIR) / "static" / name).read_text(encoding="utf-8")
        # Only addresses are other ones: they have the hash of what they lead to.
        expected = re.split(r'url\("[^"]*"\)', slim(source))
        for piece in expected:
            place = whole.index(piece, place) + len(piece)
    assert whole.index("@media print {\n@page") > 0
    assert "/*" not in whole


def test_addresses_in_the_one_file_lead_to_hashed_files(built: tuple[Path, list[str]]) -> None:
    folder, _ = built
    (site,) = folder.glob("css/site.*.css")
    addresses = re.findall(r'url\("([^"]+)"\)', site.read_text(encoding="utf-8"))
    assert any(address.endswith(".woff2") for address in addresses)
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address
        assert (folder / "css" / address).resolve().is_file(), address


@pytest.mark.parametrize(
    ("css", "slimmer"),
    [
        ("/* why */\na {\n  color: red; /* so */\n}\n\n", "a {\ncolor: red;\n}"),
        ('a::after { content: "/* not a comment */"; }', 'a::after { content: "/* not a comment */"; }'),
        ("a::after { content: '\\'/*'; }", "a::after { content: '\\'/*'; }"),
        ("a { background: url(a/*b*/c.png) }", "a { background: url(a/*b*/c.png) }"),
        ("a/* apart */b { }", "a/**/b { }"),
        ("/* one *//* two */ a { }", "a { }"),
        ("a { /* over\n   two lines */\n  top: 0;\n}", "a {\ntop: 0;\n}"),
    ],
)
def test_a_slim_sheet_says_the_same(css: str, slimmer: str) -> None:
    assert slim(css) == slimmer


def test_readers_get_scripts_without_the_lines_that_developers_read(built: tuple[Path, list[str]]) -> None:
    folder, _ = built
    for source in (Path(settings.BASE_DIR) / "static" / "js").glob("*.js"):
        (served,) = folder.glob(f"js/{source.stem}.*.js")
        text = served.read_text(encoding="utf-8")
        assert not re.search(r"^\s*//", text, re.MULTILINE)
        assert text == slim_script(source.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("script", "slimmer"),
    [
        ("// why\nlet a = 1;\n  // so\nlet b = 2; // too\n", "let a = 1;\nlet b = 2; // too\n"),
        ('fetch("https://example.org");\n', 'fetch("https://example.org");\n'),
        ("let a = `one\n// not a comment`;\n", "let a = `one\n// not a comment`;\n"),
        ("/*\n// neither\n*/\n", "/*\n// neither\n*/\n"),
    ],
)
def test_a_slim_script_does_the_same(script: str, slimmer: str) -> None:
    assert slim_script(script) == slimmer
