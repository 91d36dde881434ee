"""Acts in words: what somebody did, in the past tense, what belongs to it, and what they said."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from releases.actions.stop import Pull
from releases.admin import words
from releases.models import Event
from releases.workflow import Change, Verb

_DONE: dict[str, StrOrPromise] = {
    Verb.SAVE_DRAFT: gettext_lazy("Saved"),
    Verb.SUBMIT: gettext_lazy("Submitted for review"),
    Verb.APPROVE: gettext_lazy("Approved"),
    Verb.SEND_BACK: gettext_lazy("Sent back"),
    Verb.PUBLISH: gettext_lazy("Published"),
    Verb.SCHEDULE: gettext_lazy("Scheduled"),
    Verb.UNSCHEDULE: gettext_lazy("Unscheduled"),
    Verb.CORRECT: gettext_lazy("Published an update"),
    Verb.PUBLISH_UNREVIEWED: gettext_lazy("Published without review"),
    Verb.REVIEW_AFTERWARDS: gettext_lazy("Reviewed afterwards"),
    Verb.WITHDRAW: gettext_lazy("Withdrew"),
    Verb.STOP: gettext_lazy("Stopped"),
    Verb.RESTORE: gettext_lazy("Restored an earlier revision"),
    Verb.DISCARD: gettext_lazy("Discarded"),
    Verb.REINSTATE: gettext_lazy("Took out of the bin"),
    Verb.NOTE: gettext_lazy("Left a note"),
    Verb.SHARE: gettext_lazy("Made a preview link"),
    Verb.UNSHARE: gettext_lazy("Revoked a preview link"),
}

_PULLED: dict[str, StrOrPromise] = {
    Pull.NOTICE: gettext_lazy("readers find the reason in its place"),
    Pull.GONE: gettext_lazy("its address answers “gone” (410)"),
}


def done(event: Event) -> str:
    """The act in the past tense."""
    return str(_DONE.get(event.verb, event.get_verb_display()))


def facts(event: Event) -> list[str]:
    """What belongs to an act beside who and when, each in a few words."""
    details = event.details
    found = [_recipient(event), _moment(event), _change(event), *_pulled(event)]
    if event.verb == Verb.APPROVE and details.get("required", "1") not in ("0", "1"):
        found.append(_("%(given)s of %(required)s who have to") % details)
    if "number" in details:
        found.append(_("as it was in revision %(number)s") % {"number": details["number"]})
    if details.get("together"):
        found.append(_("in one act with its version in another language"))
    return [fact for fact in found if fact]


def said(event: Event) -> list[tuple[str, str]]:
    """What the person wrote, as it was written, each under its name; a note to colleagues needs none."""
    names = {
        "reason": _("Reason"),
        "note": _("Note for readers"),
        "parity_reason": _("Although the language versions differ"),
        "text": "",
    }
    return [(name, event.details[key]) for key, name in names.items() if event.details.get(key)]


def about(event: Event) -> str:
    """The same in one line, for a list."""
    spoken = [f"{name}: {text}" if name else text for name, text in said(event)]
    return " · ".join([*facts(event), *spoken])


def _recipient(event: Event) -> str:
    """Whom a preview link was made for."""
    return _("for %(recipient)s") % event.details if event.details.get("recipient") else ""


def _moment(event: Event) -> str:
    """When what was scheduled was to appear, and until when a link was to work."""
    moment = event.details.get("visible_from") or event.details.get("taken_back")
    if moment:
        shown = {"moment": words.spell(datetime.fromisoformat(moment))}
        if event.verb == Verb.STOP:
            return _("what was scheduled for %(moment)s was taken back") % shown
        return _("for %(moment)s") % shown
    if event.details.get("expires_at"):
        return _("until %(moment)s") % {"moment": words.spell(datetime.fromisoformat(event.details["expires_at"]))}
    return ""


def _change(event: Event) -> str:
    """Which sort of change readers got; a first publication says so by itself."""
    change = event.details.get("change", "")
    return str(Change(change).label) if change and change != Change.FIRST else ""


def _pulled(event: Event) -> list[str]:
    """What became of what readers could see."""
    found = [str(_PULLED.get(event.details.get("pulled", ""), ""))]
    if event.details.get("gone") == "true":
        found.append(_("published in error"))
    if event.details.get("redirect_to"):
        found.append(_("readers are sent to another release"))
    return found
