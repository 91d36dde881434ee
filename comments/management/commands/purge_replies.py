"""``manage.py purge_replies``: erase what was set aside and what tells where replies came from, when its time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.retention import STEPS


class Command(BaseCommand):
    """A shell around ``comments.retention``. Safe to kill and to repeat; `manage.py work` does the same, a little at a time."""

    help = (
        "Erase what was set aside, and what tells where replies came from, when the settings say that its time is over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For people who want to look first."""
        parser.add_argument("--dry-run", action="store_true", help="only say how much is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, one kind after the other; a kind that fails does not stop the others."""
        at, total, failed = timezone.now(), 0, []
        for name, step, due in STEPS:
            if options["dry_run"]:
                self.stdout.write(f"{name}: {due(at)}")
                continue
            done = 0
            try:
                while count := step(at):
                    done += count
                    self._progress(name, done)
            except DatabaseError as error:
                failed.append(f"{name}: {error}")
            else:
                # A reply that cannot be erased is passed over, and the log says why.
                if left := due(at):
                    failed.append(f"{name}: {left}")
            if done:
                self.stdout.write(f"{name}: {done}")
            total += done
        if not options["dry_run"]:
            self.stdout.write(ngettext("%(count)d row purged.", "%(count)d rows purged.", total) % {"count": total})
        if failed:
            raise CommandError(_("Some of it could not be done: %(what)s") % {"what": "; ".join(failed)})

    def _progress(self, name: str, done: int) -> None:
        """On a terminal, a line that grows."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{name}: {done} … ", ending="\r")
            self.stdout.flush()
