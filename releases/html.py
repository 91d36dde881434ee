"""The only border HTML crosses.

Whoever brings HTML (the editor, a paste, an import, the demo), ``clean`` decides what of it stays. It reads what the
markup means, writes that down afresh in one canonical way, and passes the result through the allow-list as the last
step: nothing is transformed after it is sanitised. ``clean(clean(x)) == clean(x)``.
"""

import re
from html import unescape
from typing import Any

import nh3
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import EXTENSION_MAPPING, allowlist_from_extensions

from releases.errors import Refused
from releases.prose.links import SCHEMES, normal_address
from releases.prose.model import Block
from releases.prose.reader import ATTRIBUTES, STRUCTURE, read
from releases.prose.runs import drop_refused, fold_spaces
from releases.prose.writer import write

#: A long budget speech has about 60,000 characters.
MAX_LENGTH = 500_000

#: Parsing n tags that are never closed takes time in n²: 100,000 took 58 s, 20,000 take 2 s. A table of 2,000 cells
#: has 4,000.
MAX_TAGS = 20_000

#: What writers can do in the editor, and with it what a body may hold: the toolbar and the allow-list both come from
#: here.
EXTENSIONS: dict[str, Any] = {
    "Heading": {"levels": [2, 3, 4]},
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False, "autolink": False},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "SpecialCharacters": True,
    "NoSpellCheck": False,
    # Buttons only: the package's drop-down opens with the mouse alone.
    "Menu": {
        "groups": [
            {"group": "blockType -lists"},
            {"group": "lists"},
            {"group": "nodes -blockType -lists"},
            {"group": "marks"},
            {"group": "link"},
            {"group": "table"},
            {"group": "history"},
        ]
    },
    # Ours, in static/js/admin/: they add no element.
    "OfficePaste": True,
    "EditorAccess": True,
}


class TooLong(Refused):
    """The text is longer, or holds more tags, than any release needs."""


def _allow_list() -> tuple[set[str], dict[str, set[str]]]:
    """The elements that the editor's extensions can make, and the attributes that the writer of blocks gives them."""
    stock = {name: config for name, config in EXTENSIONS.items() if name in EXTENSION_MAPPING}
    tags: set[str] = allowlist_from_extensions(stock)["tags"]
    cell = {"colspan", "rowspan"}
    return tags, {"a": {"href"}, "ol": {"start"}, "td": cell, "th": cell}


ALLOWED_TAGS, ALLOWED_ATTRIBUTES = _allow_list()

#: Attributes that may hold only these values.
ALLOWED_VALUES = {"th": {"scope": {"col", "row"}}, "ol": {"type": {"a", "A", "i", "I"}}}

# Elements whose content is not text for a reader. Their content goes with them.
_UNREADABLE_TAGS = """
    audio button canvas datalist head iframe math noembed noframes noscript object script select style svg template
    textarea title video xml xmp
"""
_UNREADABLE = frozenset(_UNREADABLE_TAGS.split())

# First a parser that reads as browsers do makes the markup well formed, keeping what the reader understands; then, at
# the border itself, only the allow-list passes.
_parser = nh3.Cleaner(
    tags=set(STRUCTURE),
    attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
    clean_content_tags=set(_UNREADABLE),
    url_schemes=set(SCHEMES),
    link_rel=None,
)
_border = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes=ALLOWED_ATTRIBUTES,
    tag_attribute_values=ALLOWED_VALUES,
    clean_content_tags=set(_UNREADABLE),
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer",
)
_marked_border = nh3.Cleaner(
    tags={*ALLOWED_TAGS, "ins", "del", "span"},
    attributes=ALLOWED_ATTRIBUTES,
    tag_attribute_values={**ALLOWED_VALUES, "span": {"class": {"visually-hidden"}}},
    clean_content_tags=set(_UNREADABLE),
    url_schemes=set(SCHEMES),
    url_relative="deny",
    link_rel="noopener noreferrer",
)


def clean(html: str) -> str:
    """The allowed part of this HTML in its canonical form; an empty string when nothing in it can be read.

    Raises TooLong.
    """
    return _border.clean(write(blocks_of(html)))


def blocks_of(html: str) -> list[Block]:
    """What this HTML means, before it is written down again. Raises TooLong."""
    if len(html) > MAX_LENGTH or html.count("<") > MAX_TAGS:
        raise TooLong(_("This text is too long or too complicated. Divide it, or paste it as plain text."))
    return read(_parser.clean(drop_refused(html)))


def clean_marked(html: str) -> str:
    """The last step of a comparison: what a body may hold, with ``<ins>`` and ``<del>`` and the hidden words in them."""
    return _marked_border.clean(html)


_HREF = re.compile(r'<a href="([^"]*)"')


def unusable_links(html: str) -> list[str]:
    """The addresses for which ``clean`` will turn a link into plain text, so that the writer can be told first."""
    anchors = nh3.clean(html, tags={"a"}, attributes={"a": {"href"}}, url_schemes=set(SCHEMES), link_rel=None)
    addresses = [unescape(address) for address in _HREF.findall(anchors)]
    return [address for address in dict.fromkeys(addresses) if not normal_address(address)]


_BETWEEN_BLOCKS = re.compile(
    r"<(?:/?(?:p|h[1-6]|li|ul|ol|blockquote|table|thead|tbody|tr|td|th)|br)\b[^>]*>", re.IGNORECASE
)
_TAG = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of a body, for excerpts, search and mail: no markup, blocks separated, white space folded to spaces."""
    # In cleaned HTML every "<" opens a tag and no attribute holds a ">": two expressions take the tags out.
    text = _TAG.sub("", _BETWEEN_BLOCKS.sub(" ", clean(html)))
    return fold_spaces(unescape(text).replace("\u00a0", " ")).strip()


def excerpt(text: str, length: int = 240) -> str:
    """The beginning of a plain text, at most ``length`` characters, cut between words and ended with "…" when cut."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-") + "…"
