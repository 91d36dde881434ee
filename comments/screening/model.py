"""What screening looks at and what it says. Screening sorts and explains; it never decides."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db.models import TextChoices

SUSPECTED_AT = 5
"""Points from which a reply waits behind the others, as probably spam. It still waits for a person."""


class Origin(TextChoices):
    """Where a post says that it comes from (``comments.provenance``)."""

    OURS = "ours"
    """The browser says from our own page: Fetch Metadata, or exactly our ``Origin``."""
    UNKNOWN = "unknown"
    """Neither header: no current browser. Taken in, and said."""
    STAFF = "staff"
    """Not posted by a reader: an official answer, an import, the demo."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What came with the words."""

    origin: Origin = Origin.STAFF
    seconds: float | None = None
    """How long the form was open, as the page's script says; nothing without script."""
    honeypot: str = ""
    """What stood in the field that people do not see. Password managers fill it too."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One version of one reply, as it is screened."""

    author: str
    email: str
    url: str
    text: str
    mark: str
    at: datetime
    signals: Signals = Signals()
    comment_id: int | None = None
    """Its row, once it has one, so that it is not its own history."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that fired: its code, what it weighs, and what it saw, in the writer's own words where there are some."""

    rule: str
    points: int
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """As ``Comment.findings`` keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> "Finding":
        """Back from ``Comment.findings``."""
        return cls(rule=str(row["rule"]), points=int(row["points"]), detail=str(row.get("detail", "")))


@dataclass(frozen=True, slots=True)
class Screening:
    """What was found."""

    findings: tuple[Finding, ...] = ()

    @property
    def points(self) -> int:
        """Together."""
        return sum(finding.points for finding in self.findings)

    @property
    def suspected(self) -> bool:
        """Whether it waits behind the others."""
        return self.points >= SUSPECTED_AT
