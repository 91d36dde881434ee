"""Notes between staff on a release: in its timeline, for good, and never on any page that readers see."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import Refused
from releases.models import Event, Release, Revision
from releases.workflow import Verb

LENGTH = 2000
"""Characters. A note is a message; what belongs to the text goes into the text."""


@transaction.atomic
def add_note(*, release: Release, by: User, text: str, at: datetime | None = None) -> Event:
    """Write a plain-text note. Raises ``Incomplete`` for an empty one and ``Refused`` for one that is too long."""
    text = common.required_words(text, _("Write something first: the note is empty."))
    if len(text) > LENGTH:
        raise Refused(
            _("A note has at most %(limit)s characters; this one has %(given)s.")
            % {"limit": LENGTH, "given": len(text)}
        )
    if "\x00" in text:
        raise Refused(_("The text holds a NUL character, which no text should. Paste it again as plain text."))
    locked, moment = common.begin(Verb.NOTE, release, by, at)
    return common.record(Verb.NOTE, locked, by, moment, revision=Revision.last_of(locked), text=text)
