"""Readers post, moderators decide, the chores run beside, and workers are killed: one run, and what everybody was told.

The suite runs a short one; ``bench/replies_load.py`` runs the full one and writes down what it measured.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.servers.load_killing import Chores, WorkerKiller
from tests.servers.load_ledger import check_chains, check_decisions, check_replies, late_notices
from tests.servers.load_mail import Mailboxes, Sink
from tests.servers.load_moderators import Moderator, Record, hire
from tests.servers.load_readers import Reader, Told, replies
from tests.servers.running import Server

MODERATORS = ("una", "dov", "tess")

ENVIRONMENT = {
    # Every reply comes from an address of its own, as behind a proxy.
    "TRUSTED_PROXIES": "127.0.0.1",
    # So many in ten minutes are no flood here; another run is about those.
    "REPLIES_FLOOD": "100000",
}


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    replies: int
    clients: int
    decisions: int
    """So many at least are told done: moderators go on when readers have finished."""
    kill_every: tuple[float, float]
    chores_every: tuple[float, float]
    seed: int
    kills: int = 1_000_000
    """Of workers at most, and half as many of the chores: each start of either costs seconds of a processor."""


@dataclass
class Outcome:
    """What everybody was told, and what it took."""

    sink: Sink
    told: Told = field(default_factory=Told)
    record: Record = field(default_factory=Record)
    workers_killed: int = 0
    chores_killed: int = 0
    confirmed: set[str] = field(default_factory=set)
    """Mailboxes that said yes to mail."""
    seconds: float = 0

    def progress(self) -> int:
        """How much was answered so far."""
        return self.told.statuses.total() + self.record.total


def run(
    plan: Plan,
    server: Server,
    release_path: str,
    chores: Chores,
    sink: Sink,
    say: Callable[[str], None] = lambda _line: None,
) -> Outcome:
    """Let them loose, until every reply has been said."""
    outcome = Outcome(sink=sink)
    todo, lock = replies(plan.replies, plan.seed), threading.Lock()
    readers = [Reader(server.port, release_path, todo, lock, outcome.told) for _client in range(plan.clients)]
    moderators = [Moderator(server.port, name, plan.seed, outcome.record) for name in MODERATORS]
    killer = WorkerKiller(server.process.pid, plan.kill_every, plan.seed, outcome.progress, plan.kills)
    began = time.monotonic()
    mailboxes = Mailboxes(server.port, sink)
    for thread in (*readers, *moderators, killer, chores, mailboxes):
        thread.start()
    while any(reader.is_alive() for reader in readers) or (
        outcome.record.total < plan.decisions and any(moderator.is_alive() for moderator in moderators)
    ):
        time.sleep(0.5)
        accepted, decided = len(outcome.told.accepted), outcome.record.total
        say(f"{accepted} accepted, {decided} decided, {len(killer.killed)} workers killed")
    outcome.seconds = time.monotonic() - began
    killer.end()
    for moderator in moderators:
        moderator.end()
    mailboxes.end()
    chores.end()
    outcome.confirmed = mailboxes.confirmed
    outcome.workers_killed, outcome.chores_killed = len(killer.killed), len(chores.killed)
    for thread in (*readers, *moderators, killer, chores, mailboxes):
        if thread.failure is not None:
            log = server.log.read_text()[-5000:]
            raise AssertionError(f"{thread.name} gave up. The server's log:\n{log}") from thread.failure
    return outcome


def check(outcome: Outcome, release_id: int) -> None:
    """Nothing is missing, twice, or invented, whatever failed on the way."""
    assert not outcome.told.misread, outcome.told.misread
    odd = {
        status: count for status, count in outcome.told.statuses.items() if status not in {303, 422} and status < 500
    }
    assert not odd, f"answers that nobody should get: {odd}"
    check_replies(release_id, outcome.told)
    check_decisions(release_id, outcome.record)
    check_chains(release_id)
    # Killed between claiming and sending, a chore leaves it until its lease ends; killed between sending and noting it, it
    # sends again: rather that than never.
    untold = late_notices(outcome.confirmed, [to for to, _mail in outcome.sink.mails])
    assert len(untold) <= outcome.chores_killed, f"said yes, and never heard of it: {untold}"
    twice = outcome.sink.twice
    assert sum(twice.values()) <= outcome.chores_killed, f"mailed more than once: {twice}"


def prepared_moderators() -> None:
    """The people who decide."""
    hire(MODERATORS)


def chores_beside(plan: Plan, folder: Path, environment: dict[str, str]) -> Chores:
    """``manage.py work`` on the same database as the server."""
    return Chores(environment, folder / "chores.log", plan.chores_every, plan.seed, plan.kills // 2)
