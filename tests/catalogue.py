"""Messages to translate, as the sources hold them and as a catalogue does. Pure Python: gettext's tools need not be here."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

APPS = ("releases", "comments", "pressroom")
# Where the plural and the context stand among the arguments of each function that marks a message.
_PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL = {"ngettext", "ngettext_lazy"}
_CONTEXT = {"pgettext", "pgettext_lazy"}
_PLURAL_IN_CONTEXT = {"npgettext", "npgettext_lazy"}
_TEMPLATE_CALL = re.compile(r"(?<![\w.])(?:_|n?p?gettext)\((?=\s*[ub]?['\"])")
_SCRIPT_CALL = re.compile(r"""\bgettext\("((?:[^"\\]|\\.)*)"\)""")


@dataclass(frozen=True)
class Key:
    """What tells one message of a catalogue from another."""

    singular: str
    plural: str = ""
    context: str = ""


@dataclass
class Entry:
    """One entry of a catalogue's source."""

    flags: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return Key(self.texts["msgid"], self.texts.get("msgid_plural", ""), self.texts.get("msgctxt", ""))

    @property
    def translations(self) -> list[str]:
        return [text for name, text in self.texts.items() if name.startswith("msgstr")]


def read(path: Path) -> list[Entry]:
    """The entries of a .po file; the first is its header. Obsolete ones, which gettext keeps as comments, are an error."""
    entries = []
    for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip()):
        entry, name = Entry(), ""
        for line in block.splitlines():
            assert not line.startswith("#~"), f"{path.name}: obsolete: {line}"
            if line.startswith("#,"):
                entry.flags |= {flag.strip() for flag in line[2:].split(",")}
            elif line.startswith("#"):
                continue
            else:
                named, quoted = re.fullmatch(r"(?:(msg[\w\[\]]+) )?(\".*\")", line).groups()
                name = named or name
                entry.texts[name] = entry.texts.get(name, "") + ast.literal_eval(quoted)
        entries.append(entry)
    return entries


def in_sources() -> dict[Key, str]:
    """Every message that our Python and our templates mark, with a file that has it."""
    found: dict[Key, str] = {}
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            found |= dict.fromkeys(_in_python(path.read_text(encoding="utf-8")), str(path))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        found |= dict.fromkeys(_in_template(path.read_text(encoding="utf-8")), str(path))
    return found


def in_scripts() -> dict[Key, str]:
    """Every message that our scripts mark."""
    found: dict[Key, str] = {}
    for path in sorted((settings.BASE_DIR / "static" / "js").rglob("*.js")):
        texts = _SCRIPT_CALL.findall(path.read_text(encoding="utf-8"))
        found |= dict.fromkeys((Key(ast.literal_eval(f'"{text}"')) for text in texts), str(path))
    return found


def _in_python(source: str) -> Iterator[Key]:
    for node in ast.walk(ast.parse(source)):
        key = (
            _marked(node.func.id, node.args) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else None
        )
        if key:
            yield key


def _in_template(source: str) -> Iterator[Key]:
    """Django turns a template into something like Python, with a call for each message, for xgettext to read."""
    code = templatize(source)
    for call in _TEMPLATE_CALL.finditer(code):
        yield from _in_python(code[call.start() : _end_of_call(code, call.end())])


def _end_of_call(code: str, inside: int) -> int:
    """Where the call ends whose parenthesis opened before `inside`: the first place at which it is Python."""
    for close in re.finditer(r"\)", code[inside:]):
        end = inside + close.end()
        try:
            ast.parse(code[inside - 1 : end].strip())
        except SyntaxError:
            continue
        return end
    raise AssertionError(f"no end to {code[inside - 20 : inside + 60]!r}")


def _marked(function: str, arguments: list[ast.expr]) -> Key | None:
    texts = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    if function in _PLAIN and texts:
        return Key(texts[0])
    if function in _PLURAL:
        return Key(texts[0], texts[1])
    if function in _CONTEXT:
        return Key(texts[1], context=texts[0])
    if function in _PLURAL_IN_CONTEXT:
        return Key(texts[1], texts[2], context=texts[0])
    return None
