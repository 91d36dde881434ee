"""From marked blocks to HTML: the words that only a screen reader speaks, then the border."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from releases.difference.blocks import one_side
from releases.difference.model import Words
from releases.difference.words import ADDED, REMOVED
from releases.html import clean_marked
from releases.prose.model import Block, Paragraph, Run
from releases.prose.writer import write


def words_of_blocks(blocks: Sequence[Block]) -> Words:
    """Blocks with marked runs, in the three ways."""
    return Words(_html(blocks), _html(one_side(blocks, ADDED)), _html(one_side(blocks, REMOVED)))


def words_of_runs(runs: Sequence[Run]) -> Words:
    """A plain text with marked runs, in the three ways: without a paragraph around it."""
    sides = [runs, *([run for run in runs if mark not in run.marks] for mark in (ADDED, REMOVED))]
    inline, before, after = (_html([Paragraph(list(side))] if side else [], bare=True) for side in sides)
    return Words(inline, before, after)


def _html(blocks: Sequence[Block], *, bare: bool = False) -> SafeString:
    html = write(blocks)
    if bare:
        html = html.removeprefix("<p>").removesuffix("</p>")
    # In what the writer wrote every "<" opens a tag, and these tags have no attributes.
    html = _spoken(_spoken(html, REMOVED, _("removed")), ADDED, _("added"))
    return mark_safe(clean_marked(html))  # noqa: S308  (that was the border)


def _spoken(html: str, tag: str, word: str) -> str:
    """Neither colour nor line is heard, and few screen readers say that something is inserted or deleted."""
    begin = f'<span class="visually-hidden">[{escape(word)}: </span>'
    return html.replace(f"<{tag}>", f"<{tag}>{begin}").replace(
        f"</{tag}>", f'<span class="visually-hidden">] </span></{tag}>'
    )
