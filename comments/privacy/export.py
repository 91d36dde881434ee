"""Everything that is kept of what one person wrote, as one document for machines."""

from typing import Any

from django.conf import settings

from comments.models import Comment, Subscription
from comments.privacy.finding import replies_of, subscriptions_of

SCHEMA = 1


def export(email: str) -> dict[str, Any]:
    """What is kept under this mailbox, in every state, oldest first.

    Decisions are told with their reasons and times, and without the moderators' names, which are those persons' own data.
    Marks of addresses are left out: nobody can say whose they are.
    """
    return {
        "schema": SCHEMA,
        "site": settings.SITE_URL,
        "email": email,
        "replies": [_reply(comment) for comment in _with_everything(email)],
        "wishes_for_mail": [_wish(each) for each in subscriptions_of(email).select_related("comment").order_by("pk")],
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
        "network": comment.network,
        "state": comment.state,
        "written": comment.created_at.isoformat(),
        "edited": comment.edited_at.isoformat() if comment.edited_at else None,
        "taken_back": comment.withdrawn_at.isoformat() if comment.withdrawn_at else None,
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
        "confirmed": subscription.confirmed_at.isoformat() if subscription.confirmed_at else None,
        "ended": subscription.ended_at.isoformat() if subscription.ended_at else None,
    }
