"""Pictures of a gallery and attached files, as a comparison tells of them: in words."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from releases.difference import labels
from releases.snapshot import Attachment, LeadImage


@dataclass(frozen=True, slots=True)
class PictureInWords:
    """A picture of a gallery: what is said of it, and which version it is."""

    alt: str
    caption: str
    credit: str
    licence: str
    image: str


def in_words(picture: LeadImage) -> PictureInWords:
    """The picture by its words; another version of the same size still tells by the start of its hash."""
    return PictureInWords(
        alt=_("(decorative)") if picture.decorative else picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        licence=picture.licence,
        image=f"{labels.size(picture)} ({picture.sha256[:8]})",
    )


def attached(attachment: Attachment) -> str:
    """The file by its title, its name and its version."""
    shown = {
        "title": attachment.title,
        "name": attachment.name,
        "size": filesizeformat(attachment.size),
        "hash": attachment.sha256[:8],
    }
    told = _("%(title)s (%(name)s, %(size)s, version %(hash)s)") % shown
    extra = [attachment.language, _("accessible") if attachment.accessible else ""]
    return " · ".join([told, *(word for word in extra if word)])
