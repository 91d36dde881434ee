"""Office Open XML (ECMA-376): Word, Excel and PowerPoint without macros.

Refused: every content type and part of macros, controls and embedded OLE objects; relations that make the program load
something from elsewhere (remote templates, linked pictures, objects and workbooks); links that run something. An embedded
office document, as charts have it, is checked in turn. Not looked at: fields in the text (DDE), formulas, custom XML.
"""

import re
from typing import Final

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.containers import Container
from releases.media.filetypes.kinds import CONTENT_TYPES, Found
from releases.media.filetypes.office import LookInto, check_part, fetches, has_macros, read_part
from releases.media.filetypes.refusals import damaged, not_taken

TYPES: Final = "[Content_Types].xml"
_MAIN = {f"{CONTENT_TYPES[extension]}.main+xml": extension for extension in ("docx", "xlsx")} | {
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx"
}
_FOLDERS = {"docx": "word", "xlsx": "xl", "pptx": "ppt"}
_MACROS = re.compile(r"macroenabled|vbaproject|vbadata|activex|macrosheet|dialogsheet", re.IGNORECASE)
# OLE objects, and the pages, mails and RTF that Word takes in as "alternative format".
_OBJECTS = re.compile(r"oleobject|text/html|message/rfc822|application/rtf|xhtml", re.IGNORECASE)
_RUNNING = re.compile(r"\s*(?:javascript|vbscript|data|ms-[a-z-]+|search-ms|file):", re.IGNORECASE)
# A document that was made from a template says where that was; on another machine there is nothing, unless it is a share.
_LOCAL = re.compile(r"(?:file:///)?[a-z]:[\\/](?![\\/]).*|(?:file:///)(?:Users|home|Applications|Library)/.*|[^\\/:]+",
                    re.IGNORECASE | re.DOTALL)  # fmt: skip


def examine(container: Container, look_into: LookInto) -> Found:
    """Which of the three it is."""
    parts = {each.member.name: each for each in container.placed}
    types: list[str] = []
    read_part(container, parts[TYPES], lambda _name, attributes: types.append(attributes.get("ContentType", "")))
    extension = _declared(types)
    if "_rels/.rels" not in parts or not any(name.startswith(f"{_FOLDERS[extension]}/") for name in parts):
        raise damaged(extension)
    for name, placed in parts.items():
        if name.casefold().endswith(".rels"):
            read_part(container, placed, _on_relation)
        elif name != TYPES:
            check_part(container, placed, look_into)
    return Found(extension)


def _declared(types: list[str]) -> str:
    if any(_MACROS.search(each) for each in types):
        raise has_macros()
    if any(_OBJECTS.search(each) for each in types):
        raise InvalidUpload(
            _("The document has objects of other programs embedded. Paste them as text or as pictures and try again.")
        )
    main = {_MAIN[each] for each in types if each in _MAIN}
    if len(main) != 1:
        raise not_taken()
    return main.pop()


def _on_relation(_name: str, attributes: dict[str, str]) -> None:
    """A relation between a part and another, or something outside."""
    kind = attributes.get("Type", "").rpartition("/")[2].casefold()
    target = attributes.get("Target", "")
    if kind in {"vbaproject", "control", "activexcontrolbinary", "xlmacrosheet", "wordvbadata"}:
        raise has_macros()
    if attributes.get("TargetMode", "").casefold() != "external":
        # Without the mode it is a part of this file; programs have been lenient with whole addresses here.
        if "://" in target or target.startswith(("//", "\\\\")):
            raise fetches()
        return
    if kind == "hyperlink":
        if _RUNNING.match(target):
            raise InvalidUpload(
                _("A link in the document starts a program or opens a file of your own. Remove it and try again.")
            )
    elif kind != "attachedtemplate" or not _LOCAL.fullmatch(target):
        raise fetches()
