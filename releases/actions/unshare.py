"""Unshare: revoke one preview link. From this commit on it answers as if it had never been."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import Refused
from releases.models import PreviewLink, Release
from releases.workflow import Verb


@transaction.atomic
def unshare(*, release: Release, by: User, link: PreviewLink, at: datetime | None = None) -> None:
    """Make the link void. Raises ``Refused`` when it is void already, or belongs to another release."""
    locked, moment = common.begin(Verb.UNSHARE, release, by, at)
    mine = PreviewLink.objects.filter(pk=link.pk, release=locked, voided_at__isnull=True)
    if mine.update(voided_at=moment, voided_why=Verb.UNSHARE) != 1:
        raise Refused(_("That link shows nothing any more already; there is nothing to revoke."))
    common.record(Verb.UNSHARE, locked, by, moment, revision=link.revision, link=str(link.pk), recipient=link.recipient)
