"""Everything that is kept of what one person wrote, as a document for machines; ``comments.privacy.readable`` is for people."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from comments.mail.refusals import is_refused
from comments.models import Comment, PrivacyRequest, Subscription
from comments.privacy.finding import replies_of, requests_of, subscriptions_of

SCHEMA = 1
NOTES = {
    "schema": "Raised when a field changes its meaning or goes. New fields may come without that.",
    "times": "ISO 8601, with their distance from UTC.",
    "state": "pending, approved, rejected, spam or trash. Readers see approved replies only.",
    "waiting_since": "When it came into the moderators' queue last.",
    "network": "The network it was sent from. The full address was never stored; null: not kept any more.",
    "stood_out_because": "What rules found, with points. Rules only sort: persons decided.",
    "decisions": "Each step from one state to another. A rule acted where one is named, otherwise a moderator.",
    "reports": "That readers reported this reply, and why. Who they are is not known.",
    "wants_no_questions": "The mailbox refused mail about replies. Only a keyed mark of the address is kept for this.",
}
"""What the fields mean, in every copy: whoever reads it has nothing else. In English, as the names of the fields are."""


def export(email: str, at: datetime) -> dict[str, Any]:
    """What is kept under this mailbox at ``at``, in every state, oldest first.

    Decisions are told with their reasons and times, and without the moderators' names, which are those persons' own data.
    Marks of addresses are left out: nobody can say whose they are.
    """
    replies = replies_of(email)
    wishes = Subscription.objects.filter(
        Q(pk__in=subscriptions_of(email).values("pk")) | Q(comment__in=replies.values("pk"))
    )
    return {
        "schema": SCHEMA,
        "notes": NOTES,
        "site": settings.SITE_URL,
        "made": at.isoformat(),
        "email": email,
        "replies": [_reply(comment) for comment in _with_everything(email)],
        "wishes_for_mail": [_wish(each) for each in wishes.select_related("comment").order_by("pk")],
        "wants_no_questions": is_refused(email),
        "requests": [_request(each) for each in requests_of(email).order_by("pk")],
    }


def _with_everything(email: str) -> list[Comment]:
    found = replies_of(email).select_related("release", "parent")
    return list(found.prefetch_related("decisions", "earlier_texts", "reports").order_by("created_at", "pk"))


def _reply(comment: Comment) -> dict[str, Any]:
    return {
        "key": comment.key,
        "release": comment.release.headline,
        "in_reply_to": comment.parent.key if comment.parent else None,
        "name": comment.author,
        "email": comment.email,
        "website": comment.url,
        "text": comment.text,
        "version": comment.version,
        "network": comment.network or None,
        "state": comment.state,
        "written": comment.created_at.isoformat(),
        "waiting_since": comment.waiting_since.isoformat(),
        "edited": _time(comment.edited_at),
        "taken_back": _time(comment.withdrawn_at),
        "pinned": _time(comment.pinned_at),
        "shown_to_akismet": _time(comment.akismet_at),
        "probably_spam": comment.suspected,
        "stood_out_because": comment.findings,
        "earlier_texts": [
            {"version": each.version, "text": each.text, "replaced": each.replaced_at.isoformat()}
            for each in comment.earlier_texts.all()
        ],
        "decisions": [
            {
                "at": each.at.isoformat(),
                "version": each.version,
                "from": each.from_state,
                "to": each.to_state,
                "reason": each.reason,
                "rule": each.rule,
            }
            for each in comment.decisions.all()
        ],
        "reports": [{"at": each.at.isoformat(), "reason": each.reason} for each in comment.reports.all()],
    }


def _wish(subscription: Subscription) -> dict[str, Any]:
    return {
        "about": subscription.about,
        "reply": subscription.comment.key,
        "asked": subscription.created_at.isoformat(),
        "confirmed": _time(subscription.confirmed_at),
        "ended": _time(subscription.ended_at),
    }


def _request(request: PrivacyRequest) -> dict[str, Any]:
    return {
        "asked_for": request.kind,
        "asked": request.asked_at.isoformat(),
        "confirmed": _time(request.confirmed_at),
        "carried_out": _time(request.done_at),
    }


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
