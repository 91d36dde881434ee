"""Screening: what makes a reply stand out on the moderators' desk."""

from comments.screening.model import Finding, Origin, Posting, Screening, Signals
from comments.screening.screen import screen

__all__ = ["Finding", "Origin", "Posting", "Screening", "Signals", "screen"]
