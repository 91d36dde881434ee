"""Whom to tell of a hole in the site (RFC 9116)."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from pressroom.security_contact import is_contact
from releases import clock
from releases.views.answers import public

MONTHS = 6
"""How long it holds at least, and a month less than how long at most; the standard recommends less than a year (2.5.5)."""


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """The file, in UTF-8. Raises ``Http404`` while the installation names nobody who would answer."""
    contacts = [contact for contact in settings.SECURITY_CONTACT if is_contact(contact)]
    if not contacts:
        raise Http404
    lines = [f"Contact: {contact}" for contact in contacts]
    lines.append(f"Expires: {expires(clock.now(request)):%Y-%m-%dT%H:%M:%SZ}")
    lines.append(f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}")
    if settings.SITE_URL.startswith("https://"):
        # Nothing else is a canonical address (2.5.2).
        lines.append(f"Canonical: {settings.SITE_URL}{reverse('security_txt')}")
    return HttpResponse("".join(f"{line}\r\n" for line in lines), content_type="text/plain; charset=utf-8")


def expires(now: datetime) -> datetime:
    """The beginning of a month, so that the file stays the same for one: six to seven months ahead."""
    today = now.astimezone(UTC)
    months = today.year * 12 + today.month + MONTHS
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
