"""The same copy as a text that a person reads: every field of ``comments.privacy.export``, in the office's words."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import PrivacyRequest, Subscription
from comments.reasons import KEPT, Complaint, Reason, Rule
from comments.screening.model import Finding
from comments.screening.words import explain
from comments.states import State

RULER = "-" * 72


def readable(document: dict[str, Any]) -> str:
    """The document in the current language, one paragraph for each reply."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: dict[str, Any]) -> Iterator[str]:
    replies = document["replies"]
    yield _("What %(site)s keeps under %(email)s") % {"site": document["site"], "email": document["email"]}
    yield _pair(_("Made"), _moment(document["made"]))
    yield _pair(_("Time zone"), timezone.get_default_timezone_name())
    yield ""
    yield ngettext("%(count)d reply", "%(count)d replies", len(replies)) % {"count": len(replies)}
    for reply in replies:
        yield from ("", RULER, *_reply(reply))
    yield from ("", RULER, *_mail(document))


def _reply(reply: dict[str, Any]) -> Iterator[str]:
    yield _pair(_("Release"), reply["release"])
    yield _pair(_("Reply"), reply["key"])
    yield _pair(_("Answers"), reply["in_reply_to"])
    yield _pair(_("Name"), reply["name"])
    yield _pair(_("Email"), reply["email"])
    yield _pair(_("Website"), reply["website"])
    yield _pair(_("Network"), reply["network"])
    yield _pair(_("State"), _word(State, reply["state"]))
    yield _pair(_("Written"), _moment(reply["written"]))
    yield _pair(_("Edited"), _moment(reply["edited"]))
    yield _pair(_("Taken back"), _moment(reply["taken_back"]))
    yield _pair(_("Pinned"), _moment(reply["pinned"]))
    yield _pair(_("Shown to Akismet"), _moment(reply["shown_to_akismet"]))
    yield _pair(_("Probably spam"), _("Yes") if reply["probably_spam"] else _("No"))
    yield from _quoted(_("Text"), reply["text"])
    for each in reply["earlier_texts"]:
        yield from _quoted(_("Text until %(moment)s") % {"moment": _moment(each["replaced"])}, each["text"])
    for finding in reply["stood_out_because"]:
        yield _pair(_("It stood out"), explain(Finding.from_json(finding)))
    for each in reply["decisions"]:
        yield _pair(_moment(each["at"]), _step(each))
    for each in reply["reports"]:
        yield _pair(_moment(each["at"]), _("Reported: %(why)s") % {"why": _word(Complaint, each["reason"])})


def _step(step: dict[str, Any]) -> str:
    moved = _("From “%(before)s” to “%(after)s” by a moderator")
    if step["rule"]:
        moved = _("From “%(before)s” to “%(after)s” by a rule")
    said = moved % {"before": _word(State, step["from"]), "after": _word(State, step["to"])}
    kept = _("Reports looked at; it stays") if step["reason"] == KEPT else _word(Reason, step["reason"])
    return ": ".join(part for part in (said, _word(Rule, step["rule"]) or kept) if part)


def _mail(document: dict[str, Any]) -> Iterator[str]:
    for wish in document["wishes_for_mail"]:
        yield _pair(_("Wish for mail"), f"{_word(Subscription.About, wish['about'])} ({wish['reply']})")
        yield _pair(_("Asked"), _moment(wish["asked"]))
        yield _pair(_("Confirmed"), _moment(wish["confirmed"]))
        yield _pair(_("Ended"), _moment(wish["ended"]))
    if document["wants_no_questions"]:
        yield _("This mailbox wants no mail about replies.")
    for request in document["requests"]:
        yield _pair(_("Request"), _word(PrivacyRequest.Kind, request["asked_for"]))
        yield _pair(_("Asked"), _moment(request["asked"]))
        yield _pair(_("Confirmed"), _moment(request["confirmed"]))
        yield _pair(_("Carried out"), _moment(request["carried_out"]))


def _pair(name: str, value: str | None) -> str:
    # On one line, whatever a finding quotes.
    return f"{name}: {' '.join((value or '–').split())}"


def _quoted(name: str, text: str) -> Iterator[str]:
    """Indented, so that nothing that somebody wrote looks like a line of ours."""
    yield f"{name}:"
    yield from (f"    {line}" for line in text.splitlines())


def _word(choices: Any, code: str) -> str:
    """What a code is called; a row that is older than its word keeps the code."""
    return str(dict(choices.choices).get(code, code))


def _moment(written: str | None) -> str:
    if written is None:
        return ""
    return date_format(
        timezone.localtime(datetime.fromisoformat(written), timezone.get_default_timezone()), "DATETIME_FORMAT"
    )
