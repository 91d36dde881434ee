"""What is said under a release in tests, through the real actions and the real address."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client

from comments.actions import decide, submit
from comments.addresses import reply_url
from comments.models import Comment
from comments.reasons import Reason
from comments.states import State
from releases.models import Edition, Release
from tests import cast, scenes

WRITTEN = {"author": "Noor Said", "email": "noor@example.org", "url": "", "text": "When is the last crossing?"}
SENT = {"author": "Noor Said", "email": "noor@example.org", "url": "", "comment": "When is the last crossing?"}


def said(release: Release, *, at: datetime = scenes.NOW, parent: Comment | None = None, **fields: Any) -> Comment:
    """A reply that waits. Tests say the same thing often, and mean another reply each time."""
    comment = submit(release=release, at=at, parent=parent, **WRITTEN | fields)
    Comment.objects.filter(pk=comment.pk).update(fingerprint=None)
    comment.fingerprint = None
    return comment


def shown(release: Release, **fields: Any) -> Comment:
    """A reply that a moderator approved."""
    return moved(said(release, **fields), State.APPROVED)


def moved(comment: Comment, to: State) -> Comment:
    """The reply after the moderator moved it on from where it is."""
    reason = Reason.OFF_TOPIC if to == State.REJECTED else ""
    decide(comment=comment, to=to, by=cast.mo(), seen_state=comment.state, reason=reason)
    return comment


def edition_of(release: Release) -> Edition:
    """Its newest edition."""
    return Edition.objects.filter(release=release).latest("visible_from")


def post(client: Client, release: Release, /, headers: dict[str, str] | None = None, **fields: Any) -> HttpResponse:
    """What a browser sends when the form is posted from our own page."""
    own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
    body = urlencode(SENT | {"parent": ""} | fields)
    return client.post(
        reply_url(edition_of(release)),
        body,
        content_type="application/x-www-form-urlencoded",
        headers=own if headers is None else headers,
    )
