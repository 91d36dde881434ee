"""ODF (ISO/IEC 26300): text, spreadsheet, presentation, drawing.

Refused: passwords; macros (``Basic/``, ``Scripts/``, ``Dialogs/``), events bound to scripts, also built-in ones
(CVE-2019-9848); pictures, objects, sections and frames loaded from elsewhere. Not looked at: formulas, form controls, what
links in the text point to beyond their scheme.
"""

import re
from functools import partial

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.containers import Container
from releases.media.filetypes.kinds import CONTENT_TYPES, Found
from releases.media.filetypes.office import LookInto, check_part, fetches, has_macros, read_part
from releases.media.filetypes.refusals import damaged, not_taken
from releases.media.filetypes.unpacking import STORED
from releases.media.filetypes.xml_parts import SEPARATOR
from releases.media.filetypes.zip_directory import Placed

MIMETYPE = "mimetype"
_MANIFEST = "META-INF/manifest.xml"
_EXTENSIONS = {CONTENT_TYPES[extension].encode(): extension for extension in ("odt", "ods", "odp", "odg")}
_READ = re.compile(r"(?:.*/)?(?:content|styles)\.xml")
_MACROS = re.compile(r"(?:.*/)?(?:Basic|Scripts|Dialogs)/[^/].*", re.IGNORECASE)

_HREF = f"http://www.w3.org/1999/xlink{SEPARATOR}href"
_SPACE = "urn:oasis:names:tc:opendocument:xmlns:"
_SCRIPTED = frozenset(f"{_SPACE}script:1.0{SEPARATOR}{local}" for local in ("event-listener", "script"))
_FETCHING = frozenset(
    {
        f"{_SPACE}office:1.0{SEPARATOR}dde-source",
        f"{_SPACE}drawing:1.0{SEPARATOR}applet",
        f"{_SPACE}drawing:1.0{SEPARATOR}plugin",
    }
)
_LINKS = frozenset({f"{_SPACE}text:1.0{SEPARATOR}a", f"{_SPACE}drawing:1.0{SEPARATOR}a"})
_RUNNING = re.compile(
    r"\s*(?:vnd\.sun\.star\.|macro:|javascript:|vbscript:|data:|service:|slot:|\.uno:)", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\|/)", re.IGNORECASE)


def examine(container: Container, look_into: LookInto) -> Found:
    """Which of the four it is."""
    parts = {each.member.name: each for each in container.placed}
    extension = _declared(container, parts[MIMETYPE])
    if _MANIFEST not in parts or "content.xml" not in parts:
        raise damaged(extension)
    if any(_MACROS.fullmatch(name) for name in parts):
        raise has_macros()
    read_part(container, parts[_MANIFEST], partial(_on_entry, extension))
    for name, placed in parts.items():
        if _READ.fullmatch(name):
            read_part(container, placed, _on_element)
        elif name != _MANIFEST:
            check_part(container, placed, look_into)
    return Found(extension)


def _declared(container: Container, placed: Placed) -> str:
    """The kind in the first member, which is stored as it is so that it can be seen at byte 38 (ODF 1.3, part 2, 3.3)."""
    extension = _EXTENSIONS.get(container.opening(placed))
    if extension is None or placed.member.method != STORED:
        raise not_taken()
    return extension


def _on_entry(extension: str, name: str, attributes: dict[str, str]) -> None:
    """An element of the manifest: it says what is encrypted, and has to name the same kind for the whole."""
    local = name.rpartition(SEPARATOR)[2]
    if local == "encryption-data":
        raise InvalidUpload(_("The document has a password. Save it without one and try again."))
    about = {key.rpartition(SEPARATOR)[2]: value for key, value in attributes.items()}
    if local == "file-entry" and about.get("full-path") == "/" and about.get("media-type") != CONTENT_TYPES[extension]:
        raise damaged(extension)


def _on_element(name: str, attributes: dict[str, str]) -> None:
    """An element of the text or its styles. There may be a million."""
    if name in _SCRIPTED:
        raise has_macros()
    if name in _FETCHING:
        raise fetches()
    target = attributes.get(_HREF)
    if target is None:
        return
    if _RUNNING.match(target):
        raise has_macros()
    if name not in _LINKS and _ELSEWHERE.match(target):
        raise fetches()
