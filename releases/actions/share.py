"""Share: make a preview link for one named person without an account. Nothing of the text or of its review moves."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from releases import sharing
from releases.actions import common
from releases.models import PreviewLink, Release
from releases.workflow import Verb


@transaction.atomic
def share(
    *, release: Release, by: User, version: int, recipient: str, expires_at: datetime, at: datetime | None = None
) -> tuple[PreviewLink, str]:
    """Make a link and return it with its secret, which is stored nowhere and cannot be had again.

    ``version`` is the working copy that the person looked at. Raises a ``Refused`` that says why, changing nothing.
    """
    recipient = sharing.recipient_named(recipient)
    locked, moment = common.begin(Verb.SHARE, release, by, at)
    common.require_version(locked, version)
    revision, edition = sharing.text_to_share(locked, moment)
    sharing.require_expiry(expires_at, edition, moment)
    secret = sharing.new_secret()
    link = PreviewLink.objects.create(
        release=locked,
        revision=revision,
        edition=edition,
        recipient=recipient,
        secret_hash=sharing.hash_of(secret),
        created_at=moment,
        created_by=by,
        created_by_name=common.name_of(by),
        expires_at=expires_at,
    )
    common.record(
        Verb.SHARE,
        locked,
        by,
        moment,
        edition=edition,
        revision=revision,
        link=str(link.pk),
        recipient=recipient,
        expires_at=expires_at.isoformat(),
    )
    return link, secret
