"""The only border HTML crosses.

Whoever brings HTML (the editor, a paste, an import, the demo), ``clean`` decides what of it stays. It reads what the
markup means, writes that down afresh in one canonical way, and passes the result through the allow-list as the last
step: nothing is transformed after it is sanitised. ``clean(clean(x)) == clean(x)``.

A picture in a body is the key of one in the library and the words around it; it has no address here. Readers' pages get
theirs from ``readers_html``.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import nh3
from django.utils.translation import gettext_lazy as _
from django_prose_editor.config import EXTENSION_MAPPING, allowlist_from_extensions

from releases.errors import Refused
from releases.prose.links import SCHEMES, normal_address
from releases.prose.model import Block, Figure, Paragraph
from releases.prose.outline import paragraphs_of
from releases.prose.reader import read
from releases.prose.runs import drop_refused, fold_spaces
from releases.prose.tags import ATTRIBUTES, STRUCTURE
from releases.prose.writer import write, write_caption

#: A long budget speech has about 60,000 characters.
MAX_LENGTH = 500_000

#: Parsing n tags that are never closed takes time in n²: 100,000 took 58 s, 20,000 take 2 s. A table of 2,000 cells
#: has 4,000.
MAX_TAGS = 20_000

#: Screen readers cut a longer alternative text, or their listeners lose patience with it.
MAX_ALT = 125
MAX_CREDIT = 200

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
    # Ours, in static/js/admin/.
    "Picture": True,
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
    tags |= {"figure", "img", "figcaption", "cite"}
    return tags, {"a": {"href"}, "ol": {"start"}, "td": cell, "th": cell, "img": {"data-file", "alt"}}


ALLOWED_TAGS, ALLOWED_ATTRIBUTES = _allow_list()

#: Attributes that may hold only these values.
ALLOWED_VALUES = {
    "th": {"scope": {"col", "row"}},
    "ol": {"type": {"a", "A", "i", "I"}},
    "img": {"data-decorative": {""}},
}

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
    """The allowed part of this HTML in its canonical form; an empty string when there is nothing in it to read or see.

    Raises TooLong.
    """
    blocks = blocks_of(html)
    for block in blocks:
        if isinstance(block, Figure):
            _require_short(block)
    return _border.clean(write(blocks))


def _require_short(figure: Figure) -> None:
    """No text is cut without its writer's knowledge."""
    if len(figure.alt) > MAX_ALT:
        raise TooLong(
            _("The alternative text “%(start)s” is longer than %(most)s characters. Say the rest in the text.")
            % {"start": excerpt(figure.alt, 60), "most": MAX_ALT}
        )
    if len(figure.credit) > MAX_CREDIT:
        raise TooLong(
            _("The credit “%(start)s” is longer than %(most)s characters.")
            % {"start": excerpt(figure.credit, 60), "most": MAX_CREDIT}
        )


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


def figures_of(html: str) -> list[Figure]:
    """The pictures that this body shows, in order of appearance."""
    # Most bodies have none, and need not be read to know it.
    return [block for block in blocks_of(html) if isinstance(block, Figure)] if "data-file" in html else []


def readers_html(html: str, draw: Callable[[Figure], str]) -> str:
    """The body as readers get it, with the markup of each picture from ``draw``, which answers for it.

    Nothing is transformed after it was sanitised: each block is written from what was read, and passes the border by
    itself. A block is one whole element, so the border sees no less than it would see of all of them together. Only what
    ``draw`` returns stands beside that, and it is made from values, by a template that escapes them. Without markup a
    picture is left out, and its caption stays as a paragraph.
    """
    return "".join(_for_readers(block, draw) for block in blocks_of(html))


def _for_readers(block: Block, draw: Callable[[Figure], str]) -> str:
    if not isinstance(block, Figure):
        return _border.clean(write([block]))
    if picture := draw(block):
        return f"<figure>{picture}{_border.clean(write_caption(block))}</figure>"
    return _border.clean(write([Paragraph(block.runs)])) if block.runs else ""


def plain_text(html: str) -> str:
    """The text of a body, for excerpts, search and mail: no markup, blocks separated, white space folded to spaces.

    Captions belong to it: readers read them. Alternative texts and credits do not.
    """
    text = " ".join(line for block in blocks_of(html) for line in paragraphs_of(block))
    return fold_spaces(text.replace("\u00a0", " ")).strip()


def excerpt(text: str, length: int = 240) -> str:
    """The beginning of a plain text, at most ``length`` characters, cut between words and ended with "…" when cut."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not text[length - 1].isspace() and " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-") + "…"
