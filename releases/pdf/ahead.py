"""PDFs before anybody asks: of what will be public, the next one first, and of what has just become so.

As for pictures, what is missing follows from the editions and the storage, each time anew. A PDF made ahead lies in the private
storage under a name that nobody is told; its address answers 404 until its second, whatever is kept.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from releases.history import surroundings
from releases.models import Edition
from releases.office import OfficeIdentity, office
from releases.pdf import keeping
from releases.pdf.installed import missing
from releases.pdf.sheet import Sheet, sheet_of
from releases.workflow import Change

logger = logging.getLogger(__name__)

RECENT = timedelta(days=1)
"""What came out longer ago is made when somebody asks."""
AGAIN = 3600.0
"""Seconds after which one that could not be made is tried again."""
SLICE = 2.0
"""Seconds of work between two looks at what else there is to do."""
DAY = 86_400.0
"""Seconds between two times that old ones are thrown away."""


class NotMade(Exception):
    """Some PDFs could not be made, which the log names."""


@dataclass
class PdfsAhead:
    """Makes what is missing, and remembers while it lives what need not be looked at again."""

    made: set[tuple[int, int]] = field(default_factory=set)
    """Editions, with the versions of the letterhead, of which the PDF is there."""
    not_before: dict[tuple[int, int], float] = field(default_factory=dict)
    """Those that could not be made, and when they may be tried again."""
    prune_at: float = 0.0
    failed: int = 0

    def due(self) -> int:
        """How many are missing."""
        return sum(1 for _each in PdfsAhead().missing(timezone.now()))

    def do(self) -> int:
        """Make some of what is missing and return how many. Raises ``NotMade`` once nothing but failures is left."""
        until, count = time.monotonic() + SLICE, 0
        for key, sheet in self.missing(timezone.now()):
            count += self._try(key, sheet)
            if time.monotonic() > until:
                break
        if self.failed and not count:
            failed, self.failed = self.failed, 0
            raise NotMade(f"{failed} PDFs could not be made")
        return count or self._prune()

    def missing(self, at: datetime) -> Iterator[tuple[tuple[int, int], Sheet]]:
        """What is not there yet; nothing where this machine makes none."""
        if missing():
            return
        letterheads: dict[str, OfficeIdentity] = {}
        recent = Edition.objects.public(at).filter(visible_from__gt=at - RECENT).order_by("-visible_from", "pk")
        for editions in (
            Edition.objects.ahead(at).exclude(change=Change.WITHDRAWAL).order_by("visible_from", "pk"),
            recent,
        ):
            for edition in editions.select_related("revision").iterator(chunk_size=100):
                identity = letterheads.get(edition.language) or office(language=edition.language)
                letterheads[edition.language] = identity
                key = (edition.pk, identity.number)
                if key in self.made or time.monotonic() < self.not_before.get(key, 0.0):
                    continue
                # As it will be in its second: with the corrections of that moment.
                sheet = sheet_of(edition, surroundings(edition, edition.visible_from).corrections, identity)
                if keeping.is_made(sheet):
                    self.made.add(key)
                else:
                    yield key, sheet

    def _try(self, key: tuple[int, int], sheet: Sheet) -> bool:
        """One that cannot be made never stops the others."""
        try:
            keeping.ready(sheet, keeping.UNHURRIED)
        except Exception as error:
            logger.error("The PDF of edition %s could not be made: %r", key[0], error)
            self.not_before[key] = time.monotonic() + AGAIN
            self.failed += 1
            return False
        self.not_before.pop(key, None)
        self.made.add(key)
        return True

    def _prune(self) -> int:
        if time.monotonic() < self.prune_at:
            return 0
        self.prune_at = time.monotonic() + DAY
        return keeping.prune()
