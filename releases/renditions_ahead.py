"""Renditions ahead of time, so that no reader waits for an encoder: of all that is public or will be, the nearest to now first.

What is missing follows from the editions and the storage, each time anew. There is no queue that could lose anything: whoever
is killed here has lost one picture's work, and a reader who comes first has it made on the spot.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from releases.media import renditions
from releases.media.models import Image
from releases.models import Edition, EditionImage

logger = logging.getLogger(__name__)

SLICE = 2.0
"""Seconds of work between two looks at what else there is to do, and at whether to stop."""
RECENT = timedelta(days=1)
EVERYTHING = 6 * 3600.0
"""Seconds after which the whole archive is looked through again; in between, only what is ahead or recent."""
AGAIN = 3600.0
"""Seconds after which something that could not be made is tried again: a damaged picture stays damaged."""

PAUSE = 300.0
"""Seconds in which nothing is made after the storage took nothing."""


class NotMade(Exception):
    """Some renditions could not be made, which the log names."""


@dataclass
class RenditionsAhead:
    """Makes what is missing, and remembers while it lives what need not be looked at again."""

    made: set[tuple[int, renditions.Focal | None]] = field(default_factory=set)
    """Pictures, with their focal points, of which everything is there."""
    not_before: dict[str, float] = field(default_factory=dict)
    """What could not be made, and when it may be tried again."""
    everything_at: float = 0.0
    paused_until: float = 0.0
    failed: int = 0

    def due(self) -> int:
        """How many renditions are missing."""
        return sum(1 for _each in RenditionsAhead().missing(timezone.now()))

    def do(self) -> int:
        """Make some of what is missing and return how many. Raises ``NotMade`` once nothing but failures is left."""
        until, count = time.monotonic() + SLICE, 0
        if time.monotonic() < self.paused_until:
            return 0
        for image, spec in self.missing(timezone.now()):
            count += self._try(image, spec)
            if time.monotonic() > until:
                break
        if self.failed and not count:
            failed, self.failed = self.failed, 0
            raise NotMade(f"{failed} renditions could not be made")
        return count

    def missing(self, at: datetime) -> Iterator[tuple[Image, renditions.Spec]]:
        """What is not there yet. Nothing is asked of the storage about pictures that are known to be complete."""
        yield from self._missing_of(_ahead(at))
        yield from self._missing_of(_public(at).filter(edition__visible_from__gt=at - RECENT))
        if time.monotonic() >= self.everything_at:
            yield from self._missing_of(_public(at).filter(edition__visible_from__lte=at - RECENT))
            self.everything_at = time.monotonic() + EVERYTHING

    def _missing_of(self, pins: "QuerySet[EditionImage]") -> Iterator[tuple[Image, renditions.Spec]]:
        for pin in pins.select_related("image").iterator(chunk_size=200):
            focal = (pin.focal_x, pin.focal_y) if pin.focal_x is not None and pin.focal_y is not None else None
            if (pin.image_id, focal) in self.made:
                continue
            wanted = renditions.specs_for(pin.image.width, pin.image.height, focal)
            there = renditions.made_of(pin.image)
            missing = [spec for spec in wanted if str(spec) not in there]
            if not missing:
                self.made.add((pin.image_id, focal))
            for spec in missing:
                if time.monotonic() >= self.not_before.get(renditions.stored_name(pin.image, spec), 0.0):
                    yield pin.image, spec

    def _try(self, image: Image, spec: renditions.Spec) -> bool:
        """One bad picture never stops the others; whatever was wrong with it, it is said once an hour."""
        name = renditions.stored_name(image, spec)
        try:
            renditions.ready(image, spec)
        except renditions.NotKept:
            # A full disk: the next one would be made for nothing as well.
            self.paused_until = time.monotonic() + PAUSE
            raise
        except Exception as error:
            logger.error("A rendition could not be made (%s): %s", name, error)
            self.not_before[name] = time.monotonic() + AGAIN
            self.failed += 1
            return False
        self.not_before.pop(name, None)
        return True


def _ahead(at: datetime) -> "QuerySet[EditionImage]":
    """Of editions under embargo, the next one first."""
    return EditionImage.objects.filter(edition__in=Edition.objects.ahead(at)).order_by("edition__visible_from", "pk")


def _public(at: datetime) -> "QuerySet[EditionImage]":
    """Of editions that are public now, the newest first."""
    return EditionImage.objects.filter(edition__in=Edition.objects.public(at)).order_by("-edition__visible_from", "pk")
