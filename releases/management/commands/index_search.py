"""``manage.py index_search``: put into the search index what is missing there, or make it anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.search.indexing import due, forget, index_missing


class Command(BaseCommand):
    """A shell around ``releases.search.indexing``. Safe to kill and to repeat; `manage.py work` does the same bit by bit."""

    help = (
        "Index what readers cannot find yet: what was published before there was a search, or all of it with --rebuild."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For an upgrade that reads words differently, and for people who want to look first."""
        parser.add_argument(
            "--rebuild", action="store_true", help="forget the index first; until it is done readers find less"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say how many are missing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, newest first."""
        if options["dry_run"]:
            self.stdout.write(str(due()))
            return
        if options["rebuild"]:
            forget()
        total, done = due(), 0
        for number in index_missing():
            done += number
            if self.stdout.isatty():
                self.stdout.write(f"\r{done} / {total} … ", ending="\r")
                self.stdout.flush()
        self.stdout.write(ngettext("%(count)d edition indexed.", "%(count)d editions indexed.", done) % {"count": done})
        if left := due():
            raise CommandError(_("%(count)d could not be indexed; the log says why.") % {"count": left})
