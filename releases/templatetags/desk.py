"""What templates of the back office need to say."""

from datetime import datetime

from django import template
from django.contrib.auth.models import User

from releases.actions.common import name_of
from releases.admin import history, notes, words
from releases.models import Event, Release

register = template.Library()


@register.filter
def moment_short(moment: datetime) -> str:
    """A moment in a table."""
    return words.short(moment)


@register.filter
def moment_long(moment: datetime) -> str:
    """A moment with its day of the week and its zone."""
    return words.spell(moment)


@register.filter
def moment_utc(moment: datetime) -> str:
    """The same moment for partners elsewhere."""
    return words.spell_utc(moment)


@register.filter
def person(who: User | None) -> str:
    """How a person is called; a dash for an account that is gone."""
    return name_of(who) if who else "–"


@register.filter
def event_done(event: Event) -> str:
    """The act in the past tense."""
    return history.done(event)


@register.filter
def event_about(event: Event) -> str:
    """What belongs to the act."""
    return history.about(event)


@register.simple_tag
def last_notes(release: Release) -> list[Event]:
    """What colleagues noted last on a release."""
    return notes.last(release)
