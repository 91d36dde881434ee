"""Submit: take in what a reader wrote. It always waits; only a person approves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from comments import cleaning
from comments.limits import MAX_DEPTH
from comments.models import Comment
from releases.errors import Refused
from releases.models import Edition, Release


@transaction.atomic
def submit(
    *, release: Release, at: datetime, author: str, email: str, url: str, text: str, parent: Comment | None = None
) -> Comment:
    """Store a reply to ``release``, or to ``parent``, written at ``at``; returned as it was stored, always pending.

    Everything is cleaned here too, so that an import cannot bring in what the form refuses. Raises ``Refused`` with a
    sentence when a value does not fit, the release is not public at that moment, or ``parent`` cannot be answered.
    """
    if not Edition.objects.public(at).filter(release=release).exists():
        raise Refused(_("Replies are possible only to a release that is public."))
    if parent is not None and (parent.release_id != release.pk or not parent.is_approved):
        raise Refused(_("The reply that you are answering is no longer here."))
    place = _place_under(parent)
    return Comment.objects.create(
        release=release,
        parent=place,
        thread_id=(place.thread_id or place.pk) if place else None,
        depth=place.depth + 1 if place else 0,
        author=cleaning.author(author),
        email=cleaning.email(email),
        url=cleaning.website(url),
        text=cleaning.text(text),
        created_at=at,
    )


def _place_under(parent: Comment | None) -> Comment | None:
    """The reply under which an answer to ``parent`` is filed: itself, or above it where the nesting ends.

    The one above may have been removed meanwhile: the answer then still stands beside the reply that it answers.
    """
    while parent is not None and parent.depth >= MAX_DEPTH:
        parent = parent.parent
    return parent
