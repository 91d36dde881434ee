"""Asking Akismet what it thinks of a reply: only where the office set ``AKISMET_KEY``, and beside the server.

Its word is one finding among others. Whatever goes wrong, the reply waits as it would have: for a person. We keep no address of
a reader, so what is sent of it is the first address of the network.
"""

import logging
from datetime import datetime, timedelta
from http.client import HTTPException
from ipaddress import ip_network
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, build_opener

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from comments.models import Comment
from comments.models.comment import CommentQuerySet
from comments.screening import Code, Finding, add_finding
from comments.states import State
from releases.no_redirects import NoRedirects

logger = logging.getLogger("pressroom.replies")

POINTS = 5
"""Enough to wait behind the others. Akismet's "discard" weighs no more: a person decides about that as well."""
AT_ONCE = 10
TIMEOUT = 10.0
"""Seconds for one question."""
TRIED_FOR = timedelta(hours=24)
"""What could not be asked within it is left to the moderators."""
AGAIN_AFTER = timedelta(minutes=5)
"""A claim, and the pause after a question that failed. A worker that is killed in the middle costs no more."""
ANSWER_BYTES = 1_000


class NoAnswer(Exception):
    """Akismet said nothing that can be used."""


def check_with_akismet(at: datetime | None = None) -> int:
    """Ask about some of what waits; returns how many answers came. Safe to run in several places at once.

    ``akismet_at`` is the claim: set before the question to when it may be asked again, and after the answer to that moment,
    which lies behind it.
    """
    if not settings.AKISMET_KEY:
        return 0
    at, answered = at or timezone.now(), 0
    for comment in _unasked(at).select_related("release").defer("release__body")[:AT_ONCE]:
        if _unasked(at).filter(pk=comment.pk, version=comment.version).update(akismet_at=at + AGAIN_AFTER) != 1:
            continue
        try:
            finding = ask(comment)
        except NoAnswer as error:
            logger.warning("Akismet did not answer about reply %s: %s", comment.key, error)
            # One that does not answer is not asked about the others either; they are asked about the next time.
            break
        if finding is not None:
            add_finding(comment.pk, finding, version=comment.version)
        Comment.objects.filter(pk=comment.pk, version=comment.version).update(akismet_at=comment.waiting_since)
        answered += 1
    return answered


def akismet_due() -> int:
    """How many have not been asked about."""
    return _unasked(timezone.now()).count() if settings.AKISMET_KEY else 0


def ask(comment: Comment) -> Finding | None:
    """What Akismet finds, or nothing. Raises ``NoAnswer``."""
    body = urlencode(_question(comment), errors="replace").encode()
    request = Request(f"{settings.AKISMET_URL}/comment-check", body, {"User-Agent": "Pressroom/0.1 | Akismet/1.1"})  # noqa: S310 (env)
    try:
        with build_opener(NoRedirects()).open(request, timeout=TIMEOUT) as answer:
            said = answer.read(ANSWER_BYTES).decode("ascii", "replace").strip()
            tip = str(answer.headers.get("X-akismet-pro-tip", ""))
    except (URLError, HTTPException, OSError) as error:
        raise NoAnswer(str(error)) from error
    if said == "true":
        return Finding(rule=Code.AKISMET, points=POINTS, detail="discard" if tip == "discard" else "")
    if said != "false":
        # "invalid" is what it says to a wrong key.
        raise NoAnswer(repr(said[:80]))
    return None


def _question(comment: Comment) -> dict[str, str]:
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.SITE_URL,
        "blog_lang": comment.release.language,
        "blog_charset": "UTF-8",
        "user_ip": str(ip_network(comment.network).network_address) if comment.network else "",
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.author,
        "comment_author_email": comment.email,
        "comment_author_url": comment.url,
        "comment_content": comment.text,
        "comment_date_gmt": comment.created_at.isoformat(timespec="seconds"),
    }


def _unasked(at: datetime) -> CommentQuerySet:
    """What waits and was not asked about, or in vain a while ago. What was answered carries the moment since which it waits."""
    waiting = Comment.objects.filter(state=State.PENDING, suspected=False, official=False)
    again = Q(akismet_at__lte=at, akismet_at__gt=F("waiting_since"))
    found: CommentQuerySet = waiting.filter(Q(akismet_at__isnull=True) | again, waiting_since__gt=at - TRIED_FOR)
    return found.order_by("created_at", "pk")
