"""``manage.py personal_data export|erase ADDRESS``: what the back office does for a person, from a shell."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import PrivacyRequest
from comments.privacy.finding import replies_of
from comments.privacy.requests import carry_out_erasure, carry_out_export, confirm_otherwise, enter
from releases.errors import Refused


class Command(BaseCommand):
    """A shell around ``comments.privacy``. It asks for the same confirmation, and leaves the same record."""

    help = "Export or erase what was sent under an email address, once the person has confirmed it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose, what, by whom, and how it was confirmed."""
        parser.add_argument("act", choices=PrivacyRequest.Kind.values)
        parser.add_argument("email", help="the person's address, in any case")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="the administrator who answers for it")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--request", type=int, metavar="NUMBER", help="a request that the person confirmed")
        how.add_argument("--confirmed-how", metavar="TEXT", help="how they confirmed it otherwise, for the record")
        how.add_argument("--dry-run", action="store_true", help="only say how many replies there are")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it; whatever is refused is an error with its sentence."""
        if options["dry_run"]:
            self.stdout.write(str(replies_of(options["email"]).count()))
            return
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(_("There is no active account of that name."))
        try:
            self._carry_out(self._request(options, by), by)
        except Refused as error:
            raise CommandError(str(error)) from error

    def _request(self, options: dict[str, Any], by: User) -> PrivacyRequest:
        now = timezone.now()
        if options["request"] is None:
            request = enter(kind=options["act"], email=options["email"], by=by, at=now)
            confirm_otherwise(request=request, how=options["confirmed_how"], by=by, at=now)
            return request
        found = PrivacyRequest.objects.filter(pk=options["request"], kind=options["act"])
        found = found.filter(email__iexact=options["email"].strip())
        request = found.first()
        if request is None:
            raise Refused(_("There is no such request for this address."))
        return request

    def _carry_out(self, request: PrivacyRequest, by: User) -> None:
        now = timezone.now()
        if request.kind == PrivacyRequest.Kind.EXPORT:
            document = carry_out_export(request=request, by=by, at=now)
            # Lone surrogates, which a form can send, stay escaped: no terminal takes them.
            self.stdout.write(json.dumps(document, indent=2))
            return
        count = carry_out_erasure(request=request, by=by, at=now)
        self.stdout.write(
            ngettext("%(count)d reply was erased.", "%(count)d replies were erased.", count) % {"count": count}
        )
