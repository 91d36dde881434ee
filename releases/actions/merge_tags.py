"""Merge one spelling of a tag into another: what carries it carries the other from now on, and so does who types it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases.actions.common import name_of
from releases.errors import Conflict, NotAllowed, Refused
from releases.models import EditionTag, MergedTag, MergedTagUse, ReleaseTag, TagEvent
from releases.tags import hold_spellings

MAY_MERGE = "releases.add_mergedtag"
AT_ONCE = 2_000
"""Rows of the record that one statement writes."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One of the two kinds of things that carry tags: editions and working copies."""

    rows: Any
    owner: str
    """The column of what carries the tag."""
    kept_as: str
    """The column of the record that names it."""


CARRIED = (Carried(EditionTag, "edition", "edition"), Carried(ReleaseTag, "content_object", "release"))


@transaction.atomic
def merge_tags(*, old: Tag, into: Tag, by: User, at: datetime | None = None) -> MergedTag:
    """Let ``into`` stand for ``old``, and return what was merged.

    Frozen texts keep their words; only under which tag they are listed changes. What was merged into ``old`` before goes
    with it, so that every spelling is one step from its survivor. Raises ``NotAllowed``, ``Refused`` for a tag and itself,
    and ``Conflict`` where somebody has merged either of the two in the meantime.
    """
    if not by.has_perm(MAY_MERGE):
        raise NotAllowed(_("Your role does not include merging tags."))
    if old.pk == into.pk:
        raise Refused(_("A tag cannot be merged into itself."))
    hold_spellings(alone=True)
    _require_standing(old, into)
    moment = at or timezone.now()
    merge = MergedTag.objects.create(old=old, into=into, survivor=into, at=moment, by=by, by_name=name_of(by))
    editions, releases = (_relabel(merge, kind) for kind in CARRIED)
    MergedTag.objects.filter(survivor=old).update(survivor=into)
    note(TagEvent.Verb.MERGE, merge, by, moment, editions=editions, releases=releases)
    return merge


def note(verb: TagEvent.Verb, merge: MergedTag, by: User, at: datetime, *, editions: int, releases: int) -> None:
    """Write the act down, in the transaction that carries it out."""
    TagEvent.objects.create(
        verb=verb,
        old=merge.old,
        into=merge.into,
        old_name=merge.old.name,
        into_name=merge.into.name,
        editions=editions,
        releases=releases,
        at=at,
        actor=by,
        actor_name=name_of(by),
    )


def _require_standing(*tags: Tag) -> None:
    """Both must stand for themselves: so there is no circle, and nobody merges what they did not see."""
    found = MergedTag.objects.filter(old__in=[tag.pk for tag in tags]).select_related("old", "survivor").first()
    if found is not None:
        raise Conflict(
            _("%(person)s has merged “%(old)s” into “%(survivor)s”. Nothing you did now was carried out.")
            % {"person": found.by_name, "old": found.old.name, "survivor": found.survivor.name}
        )


def _relabel(merge: MergedTag, kind: Carried) -> int:
    """Give everything of one kind that carries the old tag the other one, keep a record of it, and say how many it were."""
    owner: str = kind.owner
    carrying: QuerySet[Any] = kind.rows.objects.filter(tag=merge.old)
    other: QuerySet[Any] = kind.rows.objects.filter(tag=merge.into)
    # Whoever has the other tag only because of an earlier merging loses it when both are taken back.
    lent = MergedTagUse.objects.filter(merge__survivor=merge.into, had_both=False).exclude(merge=merge)
    of_owner = {kind.kept_as: OuterRef(owner)}
    found = carrying.annotate(
        has_other=Exists(other.filter(**{owner: OuterRef(owner)})), was_lent=Exists(lent.filter(**of_owner))
    )
    uses = [
        MergedTagUse(merge=merge, had_both=has_other and not was_lent, **{f"{kind.kept_as}_id": pk})
        for pk, has_other, was_lent in found.order_by("pk").values_list(owner, "has_other", "was_lent")
    ]
    MergedTagUse.objects.bulk_create(uses, batch_size=AT_ONCE)
    carrying.filter(Exists(other.filter(**{owner: OuterRef(owner)}))).delete()
    carrying.update(tag=merge.into)
    return len(uses)
