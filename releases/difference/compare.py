"""Compare two snapshots: what a person would say has changed, field by field."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from releases.difference import labels
from releases.difference.align import Budget
from releases.difference.attached import attached, in_words
from releases.difference.blocks import Change, Comparison
from releases.difference.markup import words_of_blocks, words_of_runs
from releases.difference.model import Difference, Field, Line, Pictures, Row, Status
from releases.difference.moves import find_moves
from releases.difference.rows import compare_names, compare_parts, plain
from releases.difference.words import text_runs
from releases.html import TooLong, blocks_of
from releases.prose.model import Block, Paragraph
from releases.snapshot import LeadImage, Snapshot, differing_fields

HIDDEN_FROM_READERS = frozenset({"picks", "translation_of"})
"""Readers see of these only what is public at the moment, so that which there were is nobody's business."""

Titles = Mapping[int, str]


def compare(
    before: Snapshot, after: Snapshot, *, titles: Titles | None = None, without: frozenset[str] = frozenset()
) -> Difference:
    """Every field in which two snapshots differ, but for those named in ``without``.

    ``titles`` are the headlines of the releases that picks and translations name by number. Takes bounded time whatever
    the texts are; what could not be compared word by word says so.
    """
    budget = Budget()
    names = [name for name in differing_fields(before, after) if name not in without]
    found = (_field(name, before, after, budget, titles or {}) for name in names)
    return Difference(fields=tuple(field for field in found if field.rows or field.notes), language=after.language)


def titles_needed(*snapshots: Snapshot) -> set[int]:
    """The numbers of all releases that these snapshots name."""
    picks = {pick for snapshot in snapshots for pick in snapshot.picks}
    return picks | {snapshot.translation_of for snapshot in snapshots if snapshot.translation_of is not None}


def _field(name: str, before: Snapshot, after: Snapshot, budget: Budget, titles: Titles) -> Field:
    comparison = Comparison(budget)
    one, other = getattr(before, name), getattr(after, name)
    label = labels.of_field(name)
    if name == "lead_image":
        return _lead_image(label, comparison, one, other)
    notes: tuple[str, ...] = ()
    if name == "body":
        rows, notes = _body(comparison, one, other)
    elif name in ("quotes", "facts", "links", "contacts"):
        rows = compare_parts(comparison, one, other)
    elif name == "gallery":
        rows = compare_parts(comparison, [in_words(item) for item in one], [in_words(item) for item in other])
    elif name == "attachments":
        rows = compare_names(comparison, one, other, attached)
    elif name == "tags":
        rows = compare_names(comparison, one, other, str)
    elif name == "picks":
        rows = compare_names(comparison, one, other, lambda pk: _title(titles, pk))
    else:
        spoken = _SPOKEN.get(name, _as_it_is)
        rows = (_one_row(comparison, spoken(one, titles), spoken(other, titles)),)
    return Field(name=name, label=label, rows=rows, notes=notes, coarse=comparison.coarse)


def _one_row(comparison: Comparison, before: str, after: str) -> Row:
    status = Status.ADDED if not before else Status.REMOVED if not after else Status.CHANGED
    return Row(status, (Line(plain(comparison, before, after)),))


def _body(comparison: Comparison, before: str, after: str) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    notes: tuple[str, ...] = ()
    try:
        one, other = blocks_of(before), blocks_of(after)
    except TooLong:
        # Nothing that was ever saved is; what somebody typed may be. Not even parsing it takes bounded time.
        one, other = _as_plain(before), _as_plain(after)
        notes = (_("This text is too long to be read as formatted text. It is compared with its markup in sight."),)
    changes = find_moves(comparison, list(comparison.blocks(one, other)))
    return tuple(_row(change) for change in changes), notes


def _row(change: Change) -> Row:
    if change.texts:
        lines = tuple(Line(words_of_runs(text.runs), text.name) for text in change.texts)
        return Row(change.status, lines, change.said)
    return Row(change.status, (Line(words_of_blocks([change.block])),), change.said)


def _as_plain(text: str) -> list[Block]:
    return [Paragraph(text_runs(line)) for line in text.splitlines() if line]


def _lead_image(label: str, comparison: Comparison, one: LeadImage | None, other: LeadImage | None) -> Field:
    texts = (
        Line(plain(comparison, _word(one, name), _word(other, name)), labels.of_picture(name))
        for name in _WORDS
        if _word(one, name) or _word(other, name)
    )
    lines = tuple(texts)
    status = Status.ADDED if one is None else Status.REMOVED if other is None else Status.CHANGED
    return Field(
        name="lead_image",
        label=label,
        rows=(Row(status, lines),) if lines else (),
        notes=(_said_of_pictures(one, other),),
        pictures=Pictures(one, other),
        coarse=comparison.coarse,
    )


def _said_of_pictures(one: LeadImage | None, other: LeadImage | None) -> str:
    if one is None and other is not None:
        return _("A picture was added (%(size)s).") % {"size": labels.size(other)}
    if other is None and one is not None:
        return _("The picture was taken out (%(size)s).") % {"size": labels.size(one)}
    if one is not None and other is not None and one.sha256 != other.sha256:
        return _("Another picture (%(after)s) in place of the one before (%(before)s).") % {
            "before": labels.size(one),
            "after": labels.size(other),
        }
    if one is not None and other is not None and _words_of(one) == _words_of(other):
        return _("The same picture, cut around another point where it has to fit.")
    return _("The same picture with other words.")


def _words_of(image: LeadImage) -> tuple[str, ...]:
    return tuple(_word(image, name) for name in _WORDS)


_WORDS = ("alt", "caption", "credit", "licence")


def _word(image: LeadImage | None, name: str) -> str:
    if image is not None and image.decorative and name == "alt":
        return _("(decorative)")
    return str(getattr(image, name)) if image else ""


def _title(titles: Titles, pk: int | None) -> str:
    if pk is None:
        return ""
    return titles.get(pk) or _("release %(number)s") % {"number": pk}


def _as_it_is(value: str, _titles: Titles) -> str:
    return value


_SPOKEN: dict[str, Callable[..., str]] = {
    "kind": lambda value, _titles: labels.kind(value),
    "language": lambda value, _titles: labels.language(value),
    "translation_of": lambda value, titles: _title(titles, value),
}
