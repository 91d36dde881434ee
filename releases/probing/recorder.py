"""Taking in what found nothing, without delaying its answer and without telling by delay what it was.

For every 404 alike a request leaves three values in a queue in memory, and its answer goes out. A thread of the process looks
at the queue later, about once a second at moments that nobody can foresee, and does the matching and the writing then. So
the cost of a probe is the cost of any other request that finds nothing, and a flood of them costs one look a second.
"""

import logging
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connections
from django.utils import timezone

from releases.probing import pruning, watchlist
from releases.probing.asked import Asked
from releases.probing.counting import Tries, count
from releases.probing.resembling import Index, Likeness, Match, match
from releases.probing.visitors import mark_of

logger = logging.getLogger("pressroom.probing")

QUEUE = 2000
"""Requests that wait to be looked at. A process answers fewer between two looks; more than that, and the oldest are lost."""
PAUSE = (0.5, 1.5)
"""Seconds between two looks."""
FRESH_FOR = timedelta(seconds=30)
"""How long a watch list is used. Who schedules a release is looked after half a minute later."""
THINGS_A_LOOK = 20
"""Things that are written of after one look: those that were asked for most. The others are counted when they come again."""
PRUNE_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Missed:
    """One request that found nothing."""

    path: str
    address: str
    at: datetime


@dataclass(slots=True)
class _Heap:
    """What was asked of one thing since the last look."""

    match: Match | None
    wordings: Counter[tuple[str, Likeness | None]] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)


class Recorder:
    """The queue of one process, and the thread that looks at it."""

    def __init__(self) -> None:
        self._queue: deque[Missed] = deque(maxlen=QUEUE)
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._index: tuple[datetime, Index] | None = None
        self._pruned_at: datetime | None = None

    def note(self, missed: Missed) -> None:
        """Take in one request. Costs microseconds, the same for all."""
        self._queue.append(missed)
        if settings.PROBING_IN_BACKGROUND:
            self._start()
            self._wake.set()

    def _start(self) -> None:
        """Start the thread on first need: a process that a server forked has none of its parent's threads."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, name="probing", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while True:
            self._wake.wait()
            time.sleep(random.uniform(*PAUSE))  # noqa: S311  # it hides a rhythm, not a secret
            self._wake.clear()
            self.look()
            connections.close_all()

    def look(self) -> None:
        """Look at everything that waits. Whatever goes wrong is logged, and ends here: nobody waits for the outcome."""
        missed = [self._queue.popleft() for _ in range(len(self._queue))]
        if not missed:
            return
        try:
            at = missed[-1].at
            heaps = sorted(self._heaps(missed, at), key=lambda heap: -heap.wordings.total())
            for heap in heaps[:THINGS_A_LOOK]:
                total, wordings = heap.wordings.total(), dict(heap.wordings.most_common(20))
                count(Tries(heap.match, total, wordings, frozenset(heap.marks), at))
            self._prune(at)
        except Exception:
            logger.exception("%d requests that found nothing could not be counted", len(missed))

    def _heaps(self, missed: Iterable[Missed], at: datetime) -> list[_Heap]:
        """The requests by what they resemble. Those that resemble nothing are one thing, where nothing else was asked for."""
        index, today = self._fresh_index(at), timezone.localdate(at)
        seen: dict[str, tuple[Asked, Match | None]] = {}
        heaps: dict[str, _Heap] = {}
        for one in missed:
            if one.path not in seen:
                asked = Asked(one.path)
                seen[one.path] = (asked, match(index, asked, today))
            asked, found = seen[one.path]
            if found is None and not asked.is_candidate:
                continue
            heap = heaps.setdefault(found.key if found else "", _Heap(found))
            heap.wordings[(asked.shown, found.likeness if found else None)] += 1
            heap.marks.add(mark_of(one.address, today))
        if len(heaps) > 1:
            heaps.pop("", None)
        return list(heaps.values())

    def _fresh_index(self, at: datetime) -> Index:
        if self._index is None or abs(at - self._index[0]) > FRESH_FOR:
            self._index = (at, watchlist.build(at))
        return self._index[1]

    def _prune(self, at: datetime) -> None:
        """Without a worker nobody else does it."""
        if self._pruned_at is None or abs(at - self._pruned_at) > PRUNE_EVERY:
            self._pruned_at = at
            pruning.prune(at)


RECORDER = Recorder()
"""The one of this process."""
