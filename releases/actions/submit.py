"""Submit: the text is ready for somebody else to look at."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import Refused
from releases.models import Release, Revision
from releases.workflow import Stage, Standing, Verb


@transaction.atomic
def submit(*, release: Release, by: User, version: int, at: datetime | None = None) -> None:
    """Begin a round of review. Raises a ``Refused`` that says why; a text that readers have already needs none."""
    locked, moment = common.begin(Verb.SUBMIT, release, by, at)
    common.require_version(locked, version)
    if locked.standing(moment) == Standing.LIVE and _is_public(locked, moment):
        raise Refused(_("Readers see exactly this text already: there is nothing to review."))
    common.turn(
        locked,
        Stage.IN_REVIEW,
        review_round=locked.review_round + 1,
        submitted_by=by,
        submitted_at=moment,
        sent_back_at=None,
    )
    common.record(Verb.SUBMIT, locked, by, moment, revision=Revision.last_of(locked))


def _is_public(release: Release, at: datetime) -> bool:
    return release.editions.public(at).filter(content_hash=release.content_hash).exists()
