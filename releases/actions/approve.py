"""Approve: a second pair of eyes has seen exactly this content."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import Refused
from releases.models import Approval, Release, Revision
from releases.review import approvals, require_other_eyes, required_reviewers
from releases.workflow import Stage, Verb


@transaction.atomic
def approve(*, release: Release, by: User, version: int, at: datetime | None = None) -> Approval:
    """Say yes to the content of the last revision; with the last yes that is required, the text is approved.

    Raises ``OwnWork`` for its submitter and for who last changed it, and a ``Refused`` for a second yes of one person.
    """
    locked, moment = common.begin(Verb.APPROVE, release, by, at)
    require_other_eyes(Verb.APPROVE, locked, by)
    common.require_version(locked, version)
    revision = Revision.last_of(locked)
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                release=locked,
                round=locked.review_round,
                revision=revision,
                content_hash=revision.content_hash,
                at=moment,
                by=by,
                by_name=common.name_of(by),
            )
    except IntegrityError as error:
        raise Refused(_("You have approved this text already. Somebody else has to approve it, too.")) from error
    given, required = approvals(locked).count(), required_reviewers(locked.kind)
    if given >= required:
        common.turn(locked, Stage.APPROVED)
    common.record(Verb.APPROVE, locked, by, moment, revision=revision, given=str(given), required=str(required))
    return approval
