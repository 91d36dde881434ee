"""``manage.py demo``: load the demo newsroom into an empty database, once."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from pressroom.demo.artwork import WIDTH
from pressroom.demo.content import Newsroom, read_newsroom
from pressroom.demo.ground import Ground, survey
from pressroom.demo.load import in_languages, load
from pressroom.demo.people import MEMBERS, PASSWORD


class Command(BaseCommand):
    """A shell around ``pressroom.demo.load``."""

    help = "Load the demo newsroom into an empty database. Safe to repeat; refuses a database that holds anything else."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--dry-run`` only says what would be done; small pictures are for tests and slow machines."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and change nothing")
        parser.add_argument("--picture-width", type=int, default=WIDTH, help="of the drawn pictures, in pixels")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say why not. Exit status 1 for a database that holds something else."""
        newsroom = in_languages(read_newsroom(), {code for code, _name in settings.LANGUAGES})
        ground, foreign = survey(newsroom)
        if ground is Ground.FOREIGN:
            raise CommandError(_refusal(foreign))
        size = {"releases": len(newsroom.stories), "replies": len(newsroom.replies), "accounts": len(MEMBERS)}
        if ground is Ground.LOADED:
            self.stdout.write(_("The demo newsroom is loaded already. Nothing was changed."))
        elif options["dry_run"]:
            self.stdout.write(_("Would load %(releases)d releases, %(replies)d replies, %(accounts)d accounts.") % size)
            return
        else:
            self._load(newsroom, options["picture_width"])
            self.stdout.write(_("Loaded the demo newsroom: %(releases)d releases, %(replies)d replies.") % size)
        self._tell_addresses()

    def _load(self, newsroom: Newsroom, width: int) -> None:
        load(newsroom, now=timezone.now(), width=width, report=self._progress)
        if sys.stdout.isatty():
            self.stdout.write("\r" + " " * 90 + "\r", ending="")

    def _progress(self, done: int, total: int, subject: str) -> None:
        """One line that fills up on a terminal; every tenth part as a line of its own elsewhere."""
        if sys.stdout.isatty():
            filled = 30 * done // total
            self.stdout.write(f"\r[{'#' * filled}{'.' * (30 - filled)}] {done}/{total} {subject[:40]:<40}", ending="")
            self.stdout.flush()
        elif done * 10 // total != (done - 1) * 10 // total:
            line = _("Loading the demo newsroom: %(done)d of %(total)d")
            self.stdout.write(line % {"done": done, "total": total})

    def _tell_addresses(self) -> None:
        site = settings.SITE_URL.rstrip("/")
        rows = [(_("The newsroom"), f"{site}/"), (_("The back office"), f"{site}/admin/"), (_("Password"), PASSWORD)]
        self.stdout.write("")
        for label, value in rows:
            self.stdout.write(f"  {label + ':':<18} {value}")
        for member in MEMBERS:
            self.stdout.write(f"  {member.username:<18} {member.first_name} {member.last_name}, {member.group}")


def _refusal(foreign: dict[str, int]) -> str:
    held = ", ".join(f"{count} {name}" for name, count in foreign.items())
    return _(
        "This database already holds something that is not the demo (%(held)s). Nothing was changed. "
        "Point DATABASE_URL or DATA_DIR at a new place, migrate, and run the demo there."
    ) % {"held": held}
