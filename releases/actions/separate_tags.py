"""Take a merging back: the spelling is a tag of its own again, on everything that carried it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.actions.merge_tags import AT_ONCE, CARRIED, Carried, note
from releases.errors import Conflict, NotAllowed, Refused
from releases.models import MergedTag, MergedTagUse, TagEvent
from releases.tags import hold_spellings

MAY_SEPARATE = "releases.delete_mergedtag"


@transaction.atomic
def separate_tags(*, merge: MergedTag, by: User, at: datetime | None = None) -> None:
    """Give the spelling back to everything that carried it when it was merged.

    What has come since keeps the surviving tag, and a working copy from which somebody has taken that tag away gets
    nothing back. Raises ``NotAllowed``, ``Conflict`` where somebody has taken it back already, and ``Refused`` while the tag
    it went into is itself merged: the later merging is taken back first.
    """
    if not by.has_perm(MAY_SEPARATE):
        raise NotAllowed(_("Your role does not include separating merged tags."))
    hold_spellings(alone=True)
    standing = MergedTag.objects.select_related("old", "into", "survivor").filter(pk=merge.pk).first()
    if standing is None:
        raise Conflict(_("Somebody has separated these tags already."))
    if standing.survivor_id != standing.into_id:
        raise Refused(
            _("“%(into)s” has since been merged into “%(survivor)s”. Separate those two first.")
            % {"into": standing.into.name, "survivor": standing.survivor.name}
        )
    moment = at or timezone.now()
    along = _merged_through(standing)
    editions, releases = (_give_back(standing, along, kind) for kind in CARRIED)
    note(TagEvent.Verb.SEPARATE, standing, by, moment, editions=editions, releases=releases)
    MergedTag.objects.filter(pk__in=along).update(survivor=standing.old)
    standing.delete()


def _merged_through(standing: MergedTag) -> list[int]:
    """The mergings whose way leads through this spelling: they go along with it. One query for each step of the way."""
    found: list[int] = []
    reached = [standing.old_id]
    while reached:
        rows = list(MergedTag.objects.filter(into__in=reached).values_list("pk", "old"))
        found += [pk for pk, _old in rows]
        reached = [old for _pk, old in rows]
    return found


def _give_back(standing: MergedTag, along: list[int], kind: Carried) -> int:
    """Relabel what carried the spelling and still carries its survivor; say how many it were."""
    named = {kind.kept_as: OuterRef(kind.owner)}
    uses = standing.uses.filter(**{f"{kind.kept_as}__isnull": False})
    others = MergedTagUse.objects.filter(merge__survivor=standing.survivor).exclude(merge__in=[standing.pk, *along])
    rows: Any = kind.rows.objects
    carrying = rows.filter(Exists(uses.filter(**named)), tag=standing.survivor)
    keeps = Exists(uses.filter(had_both=True, **named)) | Exists(others.filter(**named))
    again = []
    for row in carrying.filter(keeps).order_by("pk"):
        row.pk, row.tag_id, row._state.adding = None, standing.old_id, True
        again.append(row)
    # Before the new rows are there, which carry the other tag.
    moved: int = carrying.filter(~keeps).update(tag=standing.old)
    rows.bulk_create(again, batch_size=AT_ONCE)
    return moved + len(again)
