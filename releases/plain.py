"""A release as plain text, fit for a newsroom: what is copied into a message or an editing system, and lies in the archive.

Paragraphs are not broken into lines: whoever pastes them has a measure of their own, and taking hard line breaks out again is
the first thing that a desk does with a text that has them. UTF-8, line feeds, an empty line between sections, a line feed at
the end (POSIX, 3.206). It says nothing that only the moment of a reader could make true, such as "for immediate release":
the kind, the dates and the edition are facts.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from releases.dateformat import format_date
from releases.history import surroundings
from releases.html import blocks_of
from releases.media_addresses import PUBLIC
from releases.models import Edition
from releases.office import office
from releases.prose.model import Figure, Paragraph
from releases.prose.text import plain_blocks
from releases.snapshot import Contact, LeadImage, Quote, Snapshot

END = "-30-"
"""How wire services have ended a text since the telegraph; in every language."""


def plain_release(edition: Edition) -> str:
    """The text of an edition from the office's name to "-30-", in its own language.

    Its corrections are those that readers know of when it becomes public: with the next one, another edition is.
    """
    with translation.override(edition.language):
        return "\n\n".join(section for section in _sections(edition, edition.revision.snapshot) if section) + "\n"


def caption_of(picture: LeadImage) -> str:
    """What is said of a picture, a line each: what it shows, its caption, whose it is and what may be done with it."""
    return "\n".join(filter(None, (picture.alt, picture.caption, picture.credit, picture.licence)))


def _sections(edition: Edition, content: Snapshot) -> Iterator[str]:
    yield "\n".join((office(language=edition.language).name, edition.get_kind_display(), *_dates(edition)))
    yield _titled(_("What changed in this release"), _corrections(edition), apart="\n")
    yield content.headline
    yield content.summary
    if content.lead_image:
        yield _picture(content.lead_image)
    yield _body(content)
    yield _titled(_("Gallery"), [_picture(picture) for picture in content.gallery])
    yield _titled(ngettext("Quote", "Quotes", len(content.quotes)), [_quote(quote) for quote in content.quotes])
    facts = [f"- {fact.text}" for fact in content.facts]
    yield _titled(ngettext("Quick fact", "Quick facts", len(facts)), facts, apart="\n")
    files = [f"{row.title}\n{settings.SITE_URL}{PUBLIC.file(row)}" for row in content.attachments]
    yield _titled(_("Files"), files)
    yield _titled(_("Associated links"), [f"{link.label}\n{link.url}" for link in content.links])
    source = "\n".join(filter(None, (content.source_name, content.source_url)))
    yield _titled(_("Source"), [source] if source else [])
    yield _titled(_("Contacts for the media"), [_contact(contact) for contact in content.contacts])
    edited = {"number": edition.number, "since": _moment(edition.visible_from)}
    said = _("This is edition %(number)s of this release, as of %(since)s.") % edited
    yield f"{said}\n{settings.SITE_URL}{edition.get_absolute_url()}"
    yield END


def _dates(edition: Edition) -> Iterator[str]:
    yield _("Published %(first)s") % {"first": _moment(edition.first_published)}
    if edition.public_updated is not None:
        yield _("Updated %(updated)s") % {"updated": _moment(edition.public_updated)}


def _corrections(edition: Edition) -> list[str]:
    known = surroundings(edition, edition.visible_from).corrections
    return [f"- {_moment(correction.visible_from)} – {correction.note}" for correction in known]


def _body(content: Snapshot) -> str:
    """The text, behind its dateline where it begins with a paragraph, as it is printed."""
    blocks = blocks_of(content.body)
    text = "\n\n".join(_figure(block) if isinstance(block, Figure) else plain_blocks([block]) for block in blocks)
    if not content.dateline:
        return text
    runs_in = bool(blocks) and isinstance(blocks[0], Paragraph) and not blocks[0].level
    between = " – " if runs_in else "\n\n"
    return f"{content.dateline}{between}{text}"


def _figure(figure: Figure) -> str:
    words = plain_blocks([Paragraph(figure.runs)])
    return "\n".join(filter(None, (_shows(figure.alt), words, figure.credit)))


def _picture(picture: LeadImage) -> str:
    alt = "" if picture.decorative else picture.alt
    return "\n".join(filter(None, (_shows(alt), picture.caption, picture.credit, picture.licence)))


def _shows(alt: str) -> str:
    """That there is a picture here, and of what: a text that speaks of it must not seem to have lost something."""
    return _("[Picture: %(alt)s]") % {"alt": alt} if alt else ""


def _moment(moment: datetime) -> str:
    return format_date(timezone.localtime(moment), pgettext("date format", "j F Y, H:i T"))


def _titled(title: str, rows: list[str], apart: str = "\n\n") -> str:
    return f"{title}\n{'-' * len(title)}\n{apart.join(rows)}" if rows else ""


def _quote(quote: Quote) -> str:
    """Between the marks of the language; on a page the design has them."""
    speaker = f"{quote.speaker}, {quote.title}" if quote.title else quote.speaker
    # Translators: the quotation marks of the language, with its spaces.
    return pgettext("quotation", "“%(words)s”") % {"words": quote.text} + f"\n– {speaker}"


def _contact(contact: Contact) -> str:
    return "\n".join(filter(None, (contact.name, contact.role, contact.phone, contact.email)))
