"""``manage.py prepare``: everything between an installed Pressroom and a running one. `make run` and `make dev` call it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from pressroom import start
from pressroom.demo.content import read_newsroom
from pressroom.demo.ground import Ground, survey


class Command(BaseCommand):
    """A shell around ``pressroom.start``; one process, because each start of Django costs the better part of a second."""

    help = "Check the port, migrate the database, build the static files, load the demo newsroom. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Each step beyond the migrations is asked for."""
        parser.add_argument("--port", type=int, help="refuse where something else listens on this port")
        parser.add_argument("--static", action="store_true", help="build the static files")
        parser.add_argument("--demo", action="store_true", help="load the demo newsroom into an empty database")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, say only what was done, and end with the addresses."""
        if options["port"] is not None:
            try:
                start.claim_port("127.0.0.1", options["port"])
            except start.PortTaken as error:
                raise CommandError(str(error)) from error
        if done := start.migrate():
            self.stdout.write(_("Applied %(count)d migrations.") % {"count": done})
        if options["static"] and start.build_static():
            self.stdout.write(_("Built the static files."))
        # A database that holds somebody's own work is no reason not to serve it.
        if options["demo"] and survey(read_newsroom())[0] is Ground.CLEAR:
            call_command("demo", stdout=self.stdout)  # says where to go, too
        else:
            call_command("welcome", stdout=self.stdout)
