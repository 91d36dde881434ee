"""Very many replies to one release, in shapes and states as readers and moderators leave them.

Through the real actions ten thousand would take minutes, so these are stored by the thousand; a small random generator with
a fixed seed decides, so that every run has the same ones.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from comments.limits import MAX_DEPTH
from comments.models import Comment
from comments.screening.model import SUSPECTED_AT, Finding
from comments.states import State
from releases.models import Release

STATES = (
    *(State.APPROVED,) * 70,
    *(State.PENDING,) * 12,
    *(State.REJECTED,) * 6,
    *(State.SPAM,) * 6,
    *(State.TRASH,) * 5,
    State.ERASED,
)
BEGIN = 40
"""Of a hundred replies, so many begin a thread; the others answer one, of whatever state it is by now."""


def store_replies(release: Release, number: int, since: datetime) -> None:
    """Store so many, one every second."""
    chance = Random(number)
    levels: list[list[Comment]] = [[] for _level in range(MAX_DEPTH + 1)]
    for index in range(number):
        parent = _parent(levels, chance)
        levels[parent.depth + 1 if parent else 0].append(
            _reply(release, parent, since + timedelta(seconds=index), chance)
        )
    # A level at a time: a row has its number once it is stored, and those below it need that.
    for level in levels:
        for comment in level:
            if comment.parent is not None:
                comment.parent = comment.parent
                comment.thread = comment.parent.thread or comment.parent
        Comment.objects.bulk_create(level, batch_size=1_000)


def _parent(levels: list[list[Comment]], chance: Random) -> Comment | None:
    """A recent reply that is not at the deepest level: people answer what they have just read. Or none."""
    above = chance.choice(levels[:MAX_DEPTH])
    if not above or chance.randrange(100) < BEGIN:
        return None
    return chance.choice(above[-60:])


def _reply(release: Release, parent: Comment | None, at: datetime, chance: Random) -> Comment:
    state, person = chance.choice(STATES), chance.randrange(400)
    usual = {"release": release, "parent": parent, "depth": parent.depth + 1 if parent else 0, "created_at": at}
    if state == State.ERASED:
        return Comment(**usual, state=state, author="", email="", text="", waiting_since=at)
    findings = list(_findings(chance))
    return Comment(
        **usual,
        state=state,
        author=f"Reader {person}",
        email=f"reader{person}@example.org",
        url="https://example.org/" if person % 5 == 0 else "",
        text=f"Reply of {at:%H:%M:%S}.\n\nIs it true? See https://example.org/{person}",
        mark=f"{person:032x}",
        network=f"203.0.{person % 200}.0/24",
        waiting_since=at,
        findings=[finding.as_json() for finding in findings],
        suspected=sum(finding.points for finding in findings) >= SUSPECTED_AT,
    )


def _findings(chance: Random) -> Iterator[Finding]:
    """What screening may have found."""
    if chance.randrange(4) == 0:
        yield Finding("links", 2, "2")
    if chance.randrange(8) == 0:
        yield Finding("honeypot", 3, "filled")
