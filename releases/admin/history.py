"""The record of one release, to be read: its editions, and every act in order."""

from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin import words
from releases.models import Edition, Event, Release
from releases.workflow import Change, Verb

EVENTS_PER_PAGE = 50

_DONE = {
    Verb.SAVE_DRAFT: gettext_lazy("Saved"),
    Verb.PUBLISH: gettext_lazy("Published"),
    Verb.SCHEDULE: gettext_lazy("Scheduled"),
    Verb.UNSCHEDULE: gettext_lazy("Unscheduled"),
    Verb.CORRECT: gettext_lazy("Published an update"),
    Verb.WITHDRAW: gettext_lazy("Withdrew"),
}


def editions(release: Release) -> QuerySet[Edition]:
    """All editions, newest first, those that were taken back before their moment included."""
    found = release.editions.select_related("created_by", "revision").defer("article_html", "revision__content")
    return found.order_by("-visible_from", "-pk")


def timeline(release: Release, number: str | None) -> "Page[Event]":
    """One page of what happened, newest first."""
    events = release.events.select_related("revision", "edition").order_by("-at", "-pk")
    events = events.defer("revision__content", "edition__article_html")
    return Paginator(events, EVENTS_PER_PAGE).get_page(number)


def done(event: Event) -> str:
    """The act in the past tense."""
    return str(_DONE.get(Verb(event.verb), event.get_verb_display()))


def about(event: Event) -> str:
    """What belongs to an act beside who and when."""
    details = event.details
    if event.verb == Verb.SCHEDULE or event.verb == Verb.UNSCHEDULE:
        return _("for %(moment)s") % {"moment": words.spell(datetime.fromisoformat(details["visible_from"]))}
    if event.verb == Verb.WITHDRAW:
        reason = _("Reason: %(reason)s") % {"reason": details["reason"]}
        return f"{reason} ({_('published in error')})" if details.get("gone") == "true" else reason
    if event.verb == Verb.CORRECT:
        note = details.get("note", "")
        change = str(Change(details["change"]).label)
        return f"{change}: {note}" if note else change
    return ""
