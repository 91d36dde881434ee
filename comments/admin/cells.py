"""What the desk's columns show. Readers' words are escaped, and their addresses are text: nobody follows one by a slip."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from comments.models import Comment
from comments.reasons import Reason
from comments.screening import Finding, explain
from comments.states import ANSWER, MODERATE, TRANSITIONS, VERBS, State

KEYS = {State.APPROVED: "a", State.REJECTED: "r", State.SPAM: "s", State.TRASH: "d"}
"""The keys of the desk, which its script presses the buttons by."""


def buttons(comment: Comment) -> SafeString:
    """One button for each state that the reply can be moved to, and one for each reason where a reason is needed.

    Each says which state and version were on the screen, so that nobody decides on something that they did not see. They
    are buttons of the list's own form: they work without script, and the form brings the token against forged requests.
    """
    seen = f"{comment.state}.{comment.version}"
    to = TRANSITIONS[comment.state] if comment.withdrawn_at is None else ()
    ways = [
        {
            "value": f"{seen}.{each}",
            "label": VERBS[each],
            "to": each,
            "key": KEYS.get(each, ""),
            "reasons": [
                {"value": f"{seen}.{each}.{reason.value}", "label": reason.label, "number": number}
                for number, reason in enumerate(Reason, 1)
            ]
            if each == State.REJECTED
            else [],
        }
        for each in to
    ]
    keep = f"{seen}.keep" if comment.is_approved and reports(comment) else ""
    return render_to_string("comments/admin/_buttons.html", {"comment": comment, "ways": ways, "keep": keep})


def card(comment: Comment) -> SafeString:
    """Who wrote what, with the reply that it answers, everything that speaks for and against it, and where it stands."""
    editions = getattr(comment.release, "public_editions", [])
    held, person = getattr(comment, "claim", None), getattr(comment, "seen_by", AnonymousUser())
    context = {
        "comment": comment,
        "address": editions[0].get_absolute_url() if editions else "",
        "findings": [explain(Finding.from_json(row)) for row in comment.findings],
        "history": getattr(comment, "history", None),
        "reports": reports(comment),
        "claimed_by": held.by if held and held.until > timezone.now() and held.by != person else None,
        "may_answer": bool(editions) and comment.is_approved and person.has_perm(ANSWER),
        "may_moderate": person.has_perm(MODERATE),
    }
    return render_to_string("comments/admin/_card.html", context)


def reports(comment: Comment) -> list[dict[str, Any]]:
    """What readers reported since a moderator last looked: each reason with how often."""
    counts: dict[str, int] = {}
    for report in getattr(comment, "unsettled_reports", []):
        label = str(report.get_reason_display())
        counts[label] = counts.get(label, 0) + 1
    return [{"reason": reason, "count": count} for reason, count in counts.items()]
