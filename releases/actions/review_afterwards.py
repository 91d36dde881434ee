"""Review afterwards: somebody else has looked at what was published without review."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import OwnWork, Refused
from releases.models import Edition, Event, Release
from releases.review import unreviewed
from releases.workflow import Verb


@transaction.atomic
def review_afterwards(
    *, release: Release, by: User, edition: Edition, note: str = "", at: datetime | None = None
) -> None:
    """Take the red mark from an edition. It changes nothing for readers: what is wrong is corrected or withdrawn.

    Raises ``OwnWork`` for who published it, who submitted it or who last changed it, and ``Refused`` when nothing waits.
    """
    locked, moment = common.begin(Verb.REVIEW_AFTERWARDS, release, by, at)
    event = unreviewed().filter(release=locked, edition=edition).select_related("edition__revision").first()
    if event is None:
        raise Refused(_("Somebody has reviewed this edition meanwhile, or it was approved before it was published."))
    if by.pk in authors(locked, event):
        raise OwnWork(_("You wrote, submitted or published this text, so somebody else has to review it."))
    common.record(Verb.REVIEW_AFTERWARDS, locked, by, moment, edition=edition, text=note.strip())


def authors(release: Release, event: Event) -> set[int | None]:
    """Who published it, who submitted it before that, and who wrote the words that readers got.

    Who saved them as they were did not write them, and whoever submitted what readers got before submitted another text.
    """
    assert event.edition is not None  # noqa: S101  (the query joined it)
    edition, revision = event.edition, event.edition.revision
    same = release.revisions.filter(content_hash=revision.content_hash, number__lte=revision.number)
    unchanged = same.filter(number=OuterRef("number") - 1)
    before = release.editions.began(event.at).filter(visible_from__lt=edition.visible_from)
    frozen = Subquery(before.order_by("-visible_from").values("created_at")[:1])
    submitted = release.events.filter(verb=Verb.SUBMIT, at__lte=event.at).filter(~Exists(before) | Q(at__gt=frozen))
    submitter = Subquery(submitted.order_by("-at", "-pk").values("actor")[:1])
    # One query, because the bar of a release asks it too; the first to have the text is always among them.
    rows = same.filter(~Exists(unchanged)).values_list("created_by", submitter)
    return {event.actor_id, *(person for row in rows for person in row)}
