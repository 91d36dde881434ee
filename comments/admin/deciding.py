"""From the desk's buttons and bulk actions to ``decide``."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.actions import decide, keep
from comments.models import Comment, Decision
from comments.states import DONE, State, leads
from releases.errors import Conflict, Refused

KEEP = "keep"
"""What the button says that settles reports and leaves the reply where it is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one decision went: the sentence for the moderator, and the row of the record if there is one."""

    told: str
    decision: Decision | None = None


def decide_one(by: User, comment: Comment, wanted: str) -> Outcome:
    """Carry out what one button said: ``<seen state>.<seen version>.<to>``, with ``.<reason>`` for a rejection."""
    seen_state, version, to, reason = [*wanted.split("."), "", "", "", ""][:4]
    try:
        if to == KEEP:
            decision = keep(comment=comment, by=by, seen_version=_number(version))
            return Outcome(_("Kept on the page: %(reply)s") % {"reply": named(comment)}, decision)
        decision = decide(
            comment=comment, to=to, by=by, seen_state=seen_state, seen_version=_number(version), reason=reason
        )
    except Refused as error:
        return Outcome(_("%(reply)s: %(reason)s") % {"reply": named(comment), "reason": str(error)})
    return Outcome(DONE[to] % {"reply": named(comment)}, decision)


def undo_one(by: User, comment: Comment, number: str) -> Outcome:
    """Take back one's own last decision about a reply, by another one: to where it was, or to the queue.

    Nothing happens if the record has gone on since.
    """
    last = Decision.objects.filter(comment=comment).order_by("-at", "-pk").first()
    try:
        if last is None or last.from_state == last.to_state or last.by_id != by.pk or str(last.pk) != number:
            raise Conflict(_("This reply has moved on since your decision. Nothing you did now was carried out."))
        to = last.from_state if leads(last.to_state, last.from_state) else State.PENDING
        decision = decide(
            comment=comment,
            to=to,
            by=by,
            seen_state=last.to_state,
            seen_version=last.version,
            reason=_why_rejected(comment) if to == State.REJECTED else "",
        )
    except Refused as error:
        return Outcome(_("%(reply)s: %(reason)s") % {"reply": named(comment), "reason": str(error)})
    return Outcome(_("Undone: %(reply)s") % {"reply": named(comment)}, decision)


def decide_many(request: HttpRequest, by: User, comments: Iterable[Comment], to: State) -> None:
    """Move each of these to ``to``, one by one, and tell the result of each: a row that somebody else decided meanwhile does
    not stop the others.

    The list sends along what it showed of each row. A row that it did not show was not read by anybody and is left out.
    """
    reason = request.POST.get("reason", "") if to == State.REJECTED else ""
    done: list[str] = []
    failed: list[str] = []
    not_shown = 0
    for comment in comments:
        seen = request.POST.get(f"seen-{comment.pk}", "")
        if not seen:
            not_shown += 1
            continue
        outcome = decide_one(by, comment, f"{seen}.{to}" + (f".{reason}" if reason else ""))
        (failed if outcome.decision is None else done).append(outcome.told)
    if failed:
        head = ngettext("%(count)d was not carried out:", "%(count)d were not carried out:", len(failed))
        messages.error(request, _listed(head, failed))
    if done:
        head = ngettext("%(count)d was carried out:", "%(count)d were carried out:", len(done))
        messages.success(request, _listed(head, done))
    if not_shown:
        text = ngettext(
            "%(count)d reply was left as it is, because it was not on the page that you saw.",
            "%(count)d replies were left as they are, because they were not on the page that you saw.",
            not_shown,
        )
        messages.warning(request, text % {"count": not_shown})


def ticked(request: HttpRequest, listed: QuerySet[Comment]) -> QuerySet[Comment]:
    """The rows that were ticked, wherever they are by now: one that left the tab meanwhile has a result too."""
    if request.POST.get("select_across") == "1":
        return listed
    numbers = [each for each in request.POST.getlist("_selected_action") if _number(each) > 0]
    return Comment.objects.filter(pk__in=numbers).order_by("created_at", "pk")


def named(comment: Comment) -> str:
    """A reply in a message: whose, and how it begins."""
    start = Truncator(" ".join(comment.text.split())).chars(50)
    return _("%(author)s, “%(start)s”") % {"author": comment.author, "start": start}


def _why_rejected(comment: Comment) -> str:
    """The reason for which it was rejected before it came back into the queue."""
    rejected = Decision.objects.filter(comment=comment, to_state=State.REJECTED).order_by("-at", "-pk")
    return rejected.values_list("reason", flat=True).first() or ""


def _listed(head: str, lines: list[str]) -> str:
    """A sentence and a line for each row. Every word of a reader is escaped."""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("{}<ul>{}</ul>", head % {"count": len(lines)}, items)


def _number(text: str) -> int:
    """The version in a button; what is none matches no reply."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
