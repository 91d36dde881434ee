"""Screening: what makes a reply stand out on the moderators' desk. It sorts and explains; it never decides."""

from comments.screening.again import add_finding, findings_of, rescreen
from comments.screening.codes import Code
from comments.screening.history import History, history_of
from comments.screening.model import Finding, Origin, Posting, Screening, Signals
from comments.screening.screen import screen
from comments.screening.words import explain

__all__ = [
    "Code",
    "Finding",
    "History",
    "Origin",
    "Posting",
    "Screening",
    "Signals",
    "add_finding",
    "explain",
    "findings_of",
    "history_of",
    "rescreen",
    "screen",
]
