"""A reply's plain text as HTML: escaped once, linked once, and checked by an allow-list as the last step."""

import re

import nh3
from django.utils.html import Urlizer, linebreaks
from django.utils.safestring import SafeString, mark_safe

# What a reader's link is worth: nothing to search engines, and the page it opens learns nothing of this one.
LINK_REL = "nofollow ugc noopener noreferrer"

# HTML has no place for these (WHATWG, "control-character-in-input-stream"); and the two overrides of direction make "gnp.exe"
# of what reads as "exe.png", which no language needs (Unicode TR36, 3.1). What the reader sent is still stored.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202d\u202e\ufdd0-\ufdef\ufffe\uffff]")


class _Linker(Urlizer):
    """Links to pages only: a link to an email address would offer it to every harvester."""

    @staticmethod
    def is_email_simple(value: str) -> bool:
        return False


_link = _Linker()


def as_html(text: str) -> SafeString:
    """Paragraphs, line breaks and links. The text's length was bounded when it was taken in (``comments.limits``)."""
    linked = _link(CONTROLS.sub("\ufffd", text), autoescape=True)
    return mark_safe(  # noqa: S308 (nh3 has the last word)
        nh3.clean(
            linebreaks(linked, autoescape=False),
            tags={"p", "br", "a"},
            attributes={"a": {"href"}},
            url_schemes={"http", "https"},
            url_relative="deny",
            link_rel=LINK_REL,
        )
    )
