"""All rules over one posting."""

from collections.abc import Iterable

from comments.screening.model import Finding, Posting, Screening
from comments.screening.rules import RULES


def screen(posting: Posting) -> Screening:
    """What stands out about it, the weightiest first. Reads the lists and the history; writes nothing."""
    return in_order(finding for rule in RULES for finding in rule(posting))


def in_order(findings: Iterable[Finding]) -> Screening:
    """The weightiest first; what speaks for it comes last."""
    return Screening(tuple(sorted(findings, key=lambda finding: -finding.points)))
