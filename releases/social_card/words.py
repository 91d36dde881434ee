"""What stands on a picture for shared links. The picture follows from these words alone, and from the machine's fonts."""

import hashlib
import unicodedata
from dataclasses import astuple, dataclass

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from releases.dateformat import format_date
from releases.models import Edition
from releases.office import OfficeIdentity

RECIPE = 1
"""Raise it when the same words come to be drawn in another way: every picture then has another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All that a picture shows, in its language; the headline is the office's name where it is the picture of the site."""

    kicker: str
    headline: str
    office: str
    date: str
    is_rtl: bool
    ground: str
    """The colour behind, as ``#0d3a31``."""
    ink: str

    @property
    def digest(self) -> str:
        """What names the picture."""
        said = "\0".join((str(RECIPE), *map(str, astuple(self))))
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def of_release(edition: Edition, office: OfficeIdentity) -> Words:
    """The words for an edition, whose language is that of the office that is given."""
    with translation.override(edition.language):
        local = timezone.localtime(edition.first_published)
        return Words(
            kicker=_plain(edition.get_kind_display()),
            headline=_plain(edition.headline),
            office=_plain(office.name),
            date=format_date(local, pgettext("date format", "j F Y")),
            is_rtl=_is_rtl(edition.language),
            ground=str(office.band),
            ink=str(office.band_text),
        )


def of_site(office: OfficeIdentity) -> Words:
    """The words for every page that is no release, in the language of the moment."""
    return Words(
        kicker=_plain(office.tagline or _("Newsroom")),
        headline=_plain(office.name),
        office="",
        date="",
        is_rtl=_is_rtl(translation.get_language() or settings.LANGUAGE_CODE),
        ground=str(office.band),
        ink=str(office.band_text),
    )


def _plain(text: str) -> str:
    """On one line, composed, without what no font has a shape for: control characters and halves of pairs."""
    spaced = "".join(" " if unicodedata.category(each) in ("Cc", "Zl", "Zp") else each for each in text)
    kept = "".join(each for each in spaced if unicodedata.category(each) not in ("Cs", "Co", "Cn"))
    # A space that forbids a break stays one.
    return unicodedata.normalize("NFC", " ".join(part for part in kept.split(" ") if part))


def _is_rtl(language: str) -> bool:
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False
