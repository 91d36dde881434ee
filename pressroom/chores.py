"""What is done beside the server: side effects only, each of them safe to repeat and to leave out.

A chore looks at the state of the database, does a little of what follows from it (a few seconds' worth), and returns how much
that was; nothing when nothing is left. It keeps no queue, so killing it loses nothing. Without anybody doing chores the site
still publishes on time.

To add one: write a function that does that, and a line in ``CHORES``.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import close_old_connections, reset_queries

from comments.akismet import akismet_due, check_with_akismet
from comments.mail.asking import ask, questions_due
from comments.mail.desk import tell_moderators
from comments.mail.telling import notices_due, tell_readers
from comments.retention import purge, purge_due
from releases.feeds.telling import hub_due, tell_hub
from releases.media.storage import sweep
from releases.pdf.ahead import PdfsAhead
from releases.probing.mail import alerts_due, send_alerts
from releases.probing.pruning import prune
from releases.renditions_ahead import RenditionsAhead
from releases.search.indexing import due, index_some

logger = logging.getLogger(__name__)

PAUSE = 15.0
"""Seconds between two looks when there is nothing to do. A release is scheduled minutes ahead, not seconds."""
LOOK_UP = 0.5
"""Seconds after which somebody who waits notices that they should stop."""


@dataclass(frozen=True)
class Chore:
    """Something to do again and again."""

    name: str
    do: Callable[[], int]
    """Do a little and return how much; raise when something could not be done, after all the rest."""
    due: Callable[[], int] | None = None
    """How much there is to do, for ``--dry-run`` and for showing progress; without it that is not known."""


_ahead = RenditionsAhead()
_pdfs = PdfsAhead()

CHORES: tuple[Chore, ...] = (
    Chore("search index", index_some, due),
    Chore("WebSub hub", tell_hub, hub_due),
    Chore("renditions", _ahead.do, _ahead.due),
    Chore("PDFs", _pdfs.do, _pdfs.due),
    Chore("unfinished files", sweep),
    Chore("probing alerts", send_alerts, alerts_due),
    Chore("old probing counts", prune),
    Chore("old replies", purge, purge_due),
    Chore("Akismet", check_with_akismet, akismet_due),
    Chore("moderators' mail", tell_moderators),
    Chore("questions to readers", ask, questions_due),
    Chore("readers' mail", tell_readers, notices_due),
)


@dataclass
class Round:
    """What one round over the chores came to."""

    done: int = 0
    failed: int = 0


Tell = Callable[[Chore, int], None]


def once(chores: Sequence[Chore], tell: Tell, stop: Callable[[], bool]) -> Round:
    """Do every chore until nothing is left of it, in turns; one that fails is left alone and does not stop the others."""
    total, left = Round(), list(chores)
    while left and not stop():
        for chore in list(left):
            done = _do(chore)
            total.failed += done is None
            total.done += done or 0
            tell(chore, done or 0)
            if not done:
                left.remove(chore)
    return total


def watch(chores: Sequence[Chore], tell: Tell, stop: Callable[[], bool]) -> None:
    """Do every chore whenever there is something to do, until told to stop."""
    while not stop():
        once(chores, tell, stop)
        until = time.monotonic() + PAUSE
        while time.monotonic() < until and not stop():
            time.sleep(LOOK_UP)


def _do(chore: Chore) -> int | None:
    """How much was done, or nothing at all when it failed: the log says why, and the next round tries again."""
    close_old_connections()
    reset_queries()
    try:
        return chore.do()
    except Exception:
        logger.exception("The chore %r failed", chore.name)
        return None
    finally:
        close_old_connections()
