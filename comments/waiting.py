"""The ten minutes in which writers can see, change and take back a reply of theirs: a signed address and no cookie."""

from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.http import Http404
from django.shortcuts import get_object_or_404

from comments.models import Comment
from comments.own import OWN_FOR
from releases.models import Edition


def token_for(comment: Comment) -> str:
    """What the address of the page is made of. The same for the same reply, whose age says how long it opens."""
    return _signer().sign(comment.key)


def comment_for(token: str, language: str, at: datetime) -> tuple[Comment, Edition]:
    """The reply and the public edition that it answers.

    Raises ``Http404`` for a token that is not ours, after the ten minutes, and once the release is no longer public: then
    this page may not say that it ever was.
    """
    try:
        key = _signer().unsign(token)
    except BadSignature as error:
        raise Http404 from error
    young = Comment.objects.filter(created_at__gte=at - OWN_FOR, official=False)
    comment = get_object_or_404(young.select_related("parent"), key=key)
    edition = get_object_or_404(Edition.objects.public(at).in_language(language), release=comment.release_id)
    return comment, edition


def _signer() -> Signer:
    """Made when it is needed: without a secret key the process must still start, to say that there is none."""
    return Signer(salt="comments.waiting")
