"""``manage.py personal_data export|erase ADDRESS``: what the back office does for a person, from a shell."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import PrivacyRequest
from comments.privacy.carrying_out import carry_out_erasure, carry_out_export
from comments.privacy.finding import replies_of, requests_of, states_of
from comments.privacy.readable import readable
from comments.privacy.requests import confirm_otherwise, enter
from releases.errors import Refused


class Command(BaseCommand):
    """A shell around ``comments.privacy``. It asks for the same confirmation, and leaves the same record."""

    help = "Export or erase what was sent under an email address, once the person has confirmed it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, what, by whom, and how it was confirmed."""
        parser.add_argument("act", choices=PrivacyRequest.Kind.values)
        parser.add_argument("email", help="the person's address, in any case")
        parser.add_argument("--by", metavar="USERNAME", help="the administrator who answers for it")
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--request", type=int, metavar="NUMBER", help="a request that the person confirmed")
        how.add_argument("--confirmed-how", metavar="TEXT", help="how they confirmed it otherwise, for the record")
        parser.add_argument("--text", action="store_true", help="the copy as a text for people, not as JSON")
        parser.add_argument("--dry-run", action="store_true", help="only say how many replies there are, by state")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; whatever is refused is an error with its sentence."""
        if options["dry_run"]:
            self._say(options["email"])
            return
        if options["request"] is None and options["confirmed_how"] is None:
            raise CommandError(_("Name the request with --request, or say --confirmed-how the person confirmed it."))
        by = User.objects.filter(username=options["by"] or "", is_active=True).first()
        if by is None:
            raise CommandError(_("Name an active account with --by: it answers for this in the record."))
        try:
            request = self._request(options, by)
            if request.kind == PrivacyRequest.Kind.EXPORT:
                self._export(request, by, as_text=options["text"])
            else:
                self._erase(request, by)
        except Refused as error:
            raise CommandError(str(error)) from error

    def _say(self, email: str) -> None:
        for label, count in states_of(email):
            self.stdout.write(f"{label}: {count}")
        count = replies_of(email).count()
        self.stdout.write(ngettext("%(count)d reply", "%(count)d replies", count) % {"count": count})

    @transaction.atomic
    def _request(self, options: dict[str, Any], by: User) -> PrivacyRequest:
        """The request that was confirmed, or a new one, which is not entered when its confirmation is refused."""
        now = timezone.now()
        if options["request"] is None:
            request = enter(kind=options["act"], email=options["email"], by=by, at=now)
            confirm_otherwise(request=request, how=options["confirmed_how"], by=by, at=now)
            return request
        found = requests_of(options["email"]).filter(pk=options["request"], kind=options["act"]).first()
        if found is None:
            raise Refused(_("There is no such request for this address."))
        return found

    def _export(self, request: PrivacyRequest, by: User, *, as_text: bool) -> None:
        document = carry_out_export(request=request, by=by, at=timezone.now())
        # Lone surrogates, which a form can send, are escaped: no terminal takes them.
        text = (
            readable(document).encode("utf-8", "backslashreplace").decode()
            if as_text
            else json.dumps(document, indent=2)
        )
        self.stdout.write(text)

    def _erase(self, request: PrivacyRequest, by: User) -> None:
        made = carry_out_erasure(request=request, by=by, at=timezone.now(), tell=self._progress)
        self.stdout.write(
            ngettext("%(count)d reply was erased.", "%(count)d replies were erased.", made.done) % {"count": made.done}
        )
        if made.left:
            raise CommandError(
                ngettext(
                    "%(count)d reply could not be erased; the log says why. Run this again with --request %(number)s.",
                    "%(count)d replies could not be erased; the log says why. Run this again with --request %(number)s.",
                    made.left,
                )
                % {"count": made.left, "number": request.pk}
            )

    def _progress(self, done: int, total: int) -> None:
        """On a terminal, a line that counts."""
        if self.stdout.isatty():
            self.stdout.write(f"{done}/{total}", ending="\n" if done == total else "\r")
            self.stdout.flush()
