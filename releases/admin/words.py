"""How the back office says things: moments with their zone, and the names of what changed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from releases.dateformat import format_date
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release

_PARTS = {
    "quotes": Quote,
    "facts": QuickFact,
    "links": AssociatedLink,
    "contacts": Contact,
    "picks": Pick,
    "gallery": GalleryPicture,
    "attachments": Attachment,
}


def spell(moment: datetime) -> str:
    """A moment so that nobody has to guess: day of the week, date, time and the name of the zone."""
    local = timezone.localtime(moment)
    day = format_date(local, pgettext("date format", "l j F Y"))
    return f"{day}, {local:%H:%M} {settings.TIME_ZONE}"


def spell_utc(moment: datetime) -> str:
    """The same moment for partners elsewhere: the date too, because it can be another one."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def short(moment: datetime) -> str:
    """A moment in a table of the back office, in the site's zone, which the page names once."""
    local = timezone.localtime(moment)
    day = format_date(local, pgettext("date format", "j M Y"))
    return f"{day}, {local:%H:%M}"


def names_of_fields(fields: Iterable[str]) -> str:
    """What staff call these fields of a snapshot, as one list in words."""
    return ", ".join(str(_name(field)) for field in fields)


def _name(field: str) -> str:
    if field in _PARTS:
        return str(_PARTS[field]._meta.verbose_name_plural)
    if field == "tags":
        return _("tags")
    return str(Release._meta.get_field(field).verbose_name)  # type: ignore[union-attr]


def sentence(text: str) -> str:
    """With a capital and a full stop."""
    return f"{capfirst(text)}."
