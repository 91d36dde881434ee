"""Two people's texts on one page: what others saved, what this person typed, and what either would undo of the other's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import TextChoices
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from releases.admin import words
from releases.admin.compare import difference_of
from releases.admin.preview import IMAGE_ROUTE
from releases.admin.saving import Attempt, version_in
from releases.admin.typed import touched, typed
from releases.difference.attached import in_words
from releases.difference.model import Difference, Field
from releases.errors import Conflict, WrongStage, WrongStanding
from releases.forms import ReleaseForm
from releases.formsets import PartFormSet
from releases.html import TooLong, blocks_of, clean
from releases.models import Release, Revision
from releases.prose.outline import paragraphs_of
from releases.snapshot import LeadImage, Snapshot, differing_fields


class Whose(TextChoices):
    """Who changed a field since the form was opened."""

    MINE = "mine", _("Only you changed this.")
    THEIRS = "theirs", _("You did not change this: saving over would take back what was saved meanwhile.")
    BOTH = "both", _("Both of you changed this: saving over puts your text in place of the other.")
    UNKNOWN = "unknown", ""


@dataclass(frozen=True, slots=True)
class Text:
    """One field in which what was typed differs from what is saved, with the typed text ready to be copied."""

    field: Field
    whose: Whose
    plain: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Clash:
    """Everything that the page of a conflict shows."""

    began: int | None
    """The version at which this person opened the form, however many conflicts ago."""
    saved: Revision
    changed: str
    """What the others changed, as the names of the fields."""
    others: Difference | None
    """What was saved since the form was opened; nothing when that cannot be said."""
    mine: Difference
    """From what is saved now to what was typed."""
    texts: list[Text]
    may_save_over: bool
    image_route: str = IMAGE_ROUTE

    @property
    def may_keep_theirs(self) -> bool:
        """Whether both could have their way: others changed something that this person left alone."""
        return self.may_save_over and any(text.whose == Whose.THEIRS for text in self.texts)


def clash_of(attempt: Attempt, form: ReleaseForm, formsets: Iterable[PartFormSet]) -> Clash | None:
    """What to show of an attempt to save that came too late; nothing for one that failed for another reason."""
    if not isinstance(attempt.refusal, Conflict | WrongStanding | WrongStage) or form.instance.pk is None:
        return None
    # Not the form's own instance: what was typed has been put into it.
    rows = Revision.objects.filter(release=form.instance.pk).order_by("-number")
    saved = rows[0]
    began = version_in(form.data.get("began", "")) or attempt.seen
    base = rows.filter(number=began).first() if began is not None else None
    theirs, mine = saved.snapshot, typed(form, formsets, saved.snapshot)
    others = difference_of(base.snapshot, theirs) if base is not None and base.number != saved.number else None
    difference = difference_of(theirs, mine)
    return Clash(
        began=base.number if base else None,
        saved=saved,
        changed=words.names_of_fields(differing_fields(base.snapshot, theirs)) if base else "",
        others=others,
        mine=difference,
        texts=[
            Text(field, _whose(field.name, base, theirs, mine), as_text(field.name, mine), _formatted(field.name, mine))
            for field in difference.fields
        ],
        may_save_over=isinstance(attempt.refusal, Conflict),
    )


def _whose(name: str, base: Revision | None, theirs: Snapshot, mine: Snapshot) -> Whose:
    if base is None:
        return Whose.UNKNOWN
    begun = base.snapshot
    by_others, by_me = name in differing_fields(begun, theirs), name in touched(begun, mine)
    if by_others and by_me:
        return Whose.BOTH
    return Whose.THEIRS if by_others else Whose.MINE


def as_text(name: str, content: Snapshot) -> str:
    """One field of a snapshot as plain text, to be copied into anything."""
    value = getattr(content, name)
    if name == "body":
        return _body_text(value)
    if name == "lead_image":
        return _picture_text(value) if value else ""
    if name == "gallery":
        return "\n\n".join(_picture_text(picture) for picture in value)
    if name == "attachments":
        return "\n".join(f"{attachment.title} ({attachment.name})" for attachment in value)
    if name == "picks":
        titles = dict(Release.objects.filter(pk__in=value).values_list("pk", "headline"))
        return "\n".join(titles.get(pk, str(pk)) for pk in value)
    if isinstance(value, tuple):
        return "\n\n".join(_part_text(item) for item in value) if name != "tags" else ", ".join(value)
    return "" if value is None else str(value)


def _picture_text(picture: LeadImage) -> str:
    said = in_words(picture)
    return "\n".join(text for text in (said.alt, said.caption, said.credit, said.licence) if text)


def _part_text(part: Any) -> str:
    return "\n".join(text for each in fields(part) if (text := getattr(part, each.name)))


def _body_text(html: str) -> str:
    try:
        return "\n\n".join(_paragraphs(html))
    except TooLong:
        return html


def _paragraphs(html: str) -> Iterator[str]:
    for block in blocks_of(html):
        yield "\n".join(paragraphs_of(block))


def _formatted(name: str, content: Snapshot) -> SafeString:
    """The body with its headings and links, for a paste into the editor."""
    if name != "body":
        return SafeString()
    try:
        return mark_safe(clean(content.body))  # noqa: S308  (cleaned)
    except TooLong:
        return SafeString()
