"""A release as plain text: what is copied into a message, and what lies in the archive that "Download all" makes."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.html import blocks_of
from releases.media_addresses import PUBLIC
from releases.models import Edition
from releases.prose.text import plain_blocks
from releases.snapshot import Contact, LeadImage, Quote, Snapshot


def plain_release(edition: Edition) -> str:
    """The text of a public edition, in its own language, as UTF-8 readers expect it: sections apart, a line feed at the end."""
    with translation.override(edition.language):
        return "\n\n".join(section for section in _sections(edition, edition.revision.snapshot) if section) + "\n"


def _sections(edition: Edition, content: Snapshot) -> Iterator[str]:
    yield f"{edition.get_kind_display()}\n{_dates(edition)}"
    yield content.headline
    yield content.summary
    body = plain_blocks(blocks_of(content.body))
    yield f"{content.dateline} – {body}" if content.dateline else body
    yield _titled(ngettext("Quote", "Quotes", len(content.quotes)), [_quote(quote) for quote in content.quotes])
    facts = [f"- {fact.text}" for fact in content.facts]
    yield _titled(ngettext("Quick fact", "Quick facts", len(facts)), facts, apart="\n")
    files = [f"{row.title}\n{settings.SITE_URL}{PUBLIC.file(row)}" for row in content.attachments]
    yield _titled(_("Files"), files)
    yield _titled(_("Associated links"), [f"{link.label}\n{link.url}" for link in content.links])
    yield _titled(_("Contacts for the media"), [_contact(contact) for contact in content.contacts])
    yield f"{settings.SITE_URL}{edition.get_absolute_url()}"


def caption_of(picture: LeadImage) -> str:
    """What is said of a picture, a line each: what it shows, its caption, whose it is and what may be done with it."""
    return "\n".join(filter(None, (picture.alt, picture.caption, picture.credit, picture.licence)))


def _dates(edition: Edition) -> str:
    first = _("Published %(moment)s") % {"moment": _moment(edition.first_published)}
    if edition.public_updated is None:
        return first
    return f"{first}\n" + _("Updated %(moment)s") % {"moment": _moment(edition.public_updated)}


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'DATE_FORMAT')}, {date_format(local, 'TIME_FORMAT')} ({local:%Z})"


def _titled(title: str, rows: list[str], apart: str = "\n\n") -> str:
    return f"{title}\n{'-' * len(title)}\n{apart.join(rows)}" if rows else ""


def _quote(quote: Quote) -> str:
    speaker = f"{quote.speaker}, {quote.title}" if quote.title else quote.speaker
    return f"{quote.text}\n– {speaker}"


def _contact(contact: Contact) -> str:
    return "\n".join(filter(None, (contact.name, contact.role, contact.phone, contact.email)))
