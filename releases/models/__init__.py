"""The editorial core's tables: the working copy, what was saved, what readers saw, and who did it."""

from releases.models.edition import Edition, EditionTag
from releases.models.event import Event
from releases.models.parts import AssociatedLink, Contact, Pick, QuickFact, Quote
from releases.models.permalink import Permalink
from releases.models.release import Release, ReleaseTag
from releases.models.revision import Revision

__all__ = [
    "AssociatedLink",
    "Contact",
    "Edition",
    "EditionTag",
    "Event",
    "Permalink",
    "Pick",
    "QuickFact",
    "Quote",
    "Release",
    "ReleaseTag",
    "Revision",
]
