"""Say where the site is, once it is about to be served; `make run` calls this."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from pressroom.demo.people import MEMBERS, PASSWORD


class Command(BaseCommand):
    """Print the addresses, and the demo's logins while they work."""

    help = "Print the site's addresses and the demo logins."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write a few lines to standard output."""
        self.stdout.write(f"\n  The site         {settings.SITE_URL}/")
        self.stdout.write(f"  The back office  {settings.SITE_URL}/admin/\n")
        accounts = {user.username: user for user in User.objects.filter(username__in=[m.username for m in MEMBERS])}
        works = [member for member in MEMBERS if member.username in accounts]
        if works and accounts[works[0].username].check_password(PASSWORD):
            self.stdout.write(f"  Demo logins, all with the password {PASSWORD}")
            for member in works:
                self.stdout.write(f"    {member.username:<6} {member.group}")
        self.stdout.write("\n  Ctrl-C stops the server.\n")
