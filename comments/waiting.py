"""The ten minutes in which writers can see a reply of theirs that waits: a signed address and no cookie."""

from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404
from django.shortcuts import get_object_or_404

from comments.models import Comment
from releases.models import Edition

SHOWN_FOR = timedelta(minutes=10)


def token_for(comment: Comment) -> str:
    """What the address of the page is made of."""
    return _signer().sign(str(comment.pk))


def comment_for(token: str, language: str, at: datetime) -> tuple[Comment, Edition]:
    """The reply and the public edition that it answers.

    Raises ``Http404`` for a token that is not ours or too old, and once the release is no longer public: then this page
    may not say that it ever was.
    """
    try:
        pk = int(_signer().unsign(token, max_age=SHOWN_FOR))
    except BadSignature as error:
        raise Http404 from error
    comment = get_object_or_404(Comment.objects.select_related("parent"), pk=pk)
    edition = get_object_or_404(Edition.objects.public(at).in_language(language), release=comment.release_id)
    return comment, edition


def _signer() -> TimestampSigner:
    """Made when it is needed: without a secret key the process must still start, to say that there is none."""
    return TimestampSigner(salt="comments.waiting")
