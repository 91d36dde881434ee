"""``manage.py work``: do what is done beside the server. `make run` and `make dev` start it, and it ends with them."""

import os
import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pressroom.chores import CHORES, Chore, once, watch


class Command(BaseCommand):
    """A shell around ``pressroom.chores``. SIGTERM and Ctrl-C end it between two pieces of work."""

    help = "Make renditions ahead of time and do the other chores, until stopped. Safe to kill and to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For cron and for people: once, or only looking."""
        parser.add_argument(
            "--once", action="store_true", help="do what there is to do, then end; 1 if some of it failed"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say how much there is to do")
        parser.add_argument(
            "--beside", type=int, metavar="PID", help="end when the process that started this one has ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        if options["dry_run"]:
            self._say_what_is_due()
            return
        self._stopped, self._beside, self._shown = False, options["beside"], ""
        self._done: dict[str, int] = {}
        before = {each: signal.signal(each, self._stop) for each in (signal.SIGTERM, signal.SIGINT)}
        try:
            if not options["once"]:
                watch(CHORES, self._count, self._over)
                return
            self._due = {chore.name: chore.due() for chore in CHORES if chore.due} if self._interactive() else {}
            result = once(CHORES, self._progress, self._over)
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
        self._conclude(result.done)
        if result.failed:
            raise CommandError(_("Some of it could not be done; the log says what."))

    def _say_what_is_due(self) -> None:
        for chore in CHORES:
            if chore.due is not None:
                self.stdout.write(f"{chore.name}: {chore.due()}")

    def _stop(self, *args: Any) -> None:
        self._stopped = True

    def _over(self) -> bool:
        """Whether to end: told so, or orphaned (whoever takes over the children of a process that ended has another id)."""
        return self._stopped or (self._beside is not None and os.getppid() != self._beside)

    def _count(self, chore: Chore, done: int) -> None:
        """One line for each time that there was something to do, when it is done."""
        if done:
            self._done[chore.name] = self._done.get(chore.name, 0) + done
        elif (total := self._done.pop(chore.name, 0)) > 0:
            self.stdout.write(f"{chore.name}: {total}")

    def _progress(self, chore: Chore, done: int) -> None:
        """On a terminal, one line that grows; elsewhere nothing before the end."""
        self._done[chore.name] = self._done.get(chore.name, 0) + done
        if not self._interactive():
            return
        parts = [f"{name}: {count}" + self._of(name) for name, count in self._done.items() if count]
        line = ", ".join(parts)
        self.stdout.write(f"\r{line:<{len(self._shown)}}", ending="")
        self.stdout.flush()
        self._shown = line

    def _of(self, name: str) -> str:
        return _(" of %(total)d") % {"total": self._due[name]} if name in self._due else ""

    def _conclude(self, done: int) -> None:
        if self._shown:
            self.stdout.write("")
        if self._over():
            self.stdout.write(_("Stopped before the end; the rest is done next time."))
        self.stdout.write(ngettext("%(count)d thing done.", "%(count)d things done.", done) % {"count": done})

    def _interactive(self) -> bool:
        return self.stdout.isatty()
