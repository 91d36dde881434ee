"""Which pictures and files readers get with a text, and what to think of about them before they do. It never refuses."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from releases.holdings import Holdings
from releases.html import figures_of
from releases.languages import language_name
from releases.media.models import DocumentFile, Image
from releases.models import Release
from releases.probing.hints import name_hints
from releases.snapshot import Attachment, LeadImage, Snapshot

LARGE = 10 * 1024**2
"""About a minute on a slow mobile connection (1.5 Mbit/s): readers should be warned, or spared."""


@dataclass(frozen=True, slots=True)
class Item:
    """One picture or file that will be public."""

    key: str
    name: str
    told: str
    """How large it is, and where it stands."""


@dataclass(frozen=True, slots=True)
class Carried:
    """Everything stored that goes out with one language version."""

    language: str
    pictures: tuple[Item, ...]
    files: tuple[Item, ...]
    findings: tuple[str, ...]


def carried(release: Release, content: Snapshot) -> Carried:
    """What goes out with this content; a query for the pictures, one for the files, and those of the hints on names."""
    images = Holdings(Image, [key for key, _where in _places(content)])
    files = Holdings(DocumentFile, [attachment.key for attachment in content.attachments])
    pictures = [(where, images.get(key)) for key, where in _places(content)]
    attached = [(attachment, files.get(attachment.key)) for attachment in content.attachments]
    return Carried(
        language=language_name(content.language),
        pictures=tuple(_picture(where, image) for where, image in pictures if image is not None),
        files=tuple(_file(attachment) for attachment in content.attachments),
        findings=(
            *_undescribed(content),
            *(line for where, image in pictures if image is not None for line in _about_picture(where, image)),
            *(line for attachment, file in attached for line in _about_file(attachment, file)),
            *name_hints(content, release),
        ),
    )


def _places(content: Snapshot) -> list[tuple[str, str]]:
    """Each picture once, where it stands first."""
    found = [(content.lead_image.key, _("lead image"))] if content.lead_image else []
    found += [(pin.key, _("in the text")) for pin in content.figures]
    found += [(picture.key, _("in the gallery")) for picture in content.gallery]
    places: dict[str, str] = {}
    for key, where in found:
        places.setdefault(key, where)
    return list(places.items())


def _picture(where: str, image: Image) -> Item:
    shown = {"width": image.width, "height": image.height, "size": filesizeformat(image.size), "where": where}
    told = _("%(width)s × %(height)s pixels, %(size)s, %(where)s") % shown
    return Item(key=image.key, name=image.original_name or str(image.picture), told=told)


def _file(attachment: Attachment) -> Item:
    return Item(key=attachment.key, name=attachment.name, told=f"{attachment.title}, {filesizeformat(attachment.size)}")


def _undescribed(content: Snapshot) -> Iterator[str]:
    """Publication is refused for these; here they are counted before somebody tries."""
    shown: list[LeadImage] = [content.lead_image] if content.lead_image else []
    figures = [not (figure.alt or figure.decorative) for figure in figures_of(content.body)]
    missing = sum(not (picture.alt or picture.decorative) for picture in [*shown, *content.gallery]) + sum(figures)
    if missing:
        yield _("Images without an alternative text: %(number)s. Describe them, or say that they are decorative.") % {
            "number": missing
        }


def _about_picture(where: str, image: Any) -> Iterator[str]:
    if image.newest_key != image.key:
        pattern = _("The library has a newer version of “%(name)s” (%(where)s). Readers get the one chosen here.")
        yield pattern % {"name": image.original_name or image.picture, "where": where}


def _about_file(attachment: Attachment, file: Any) -> Iterator[str]:
    shown = {"name": attachment.name, "size": filesizeformat(attachment.size)}
    if file is not None and file.newest_key != file.key:
        yield _("The library has a newer version of “%(name)s”. Readers get the one chosen here.") % shown
    if not attachment.accessible:
        yield _("“%(name)s” is not marked as accessible: some readers may not be able to read it.") % shown
    if attachment.size >= LARGE:
        yield _("“%(name)s” is large (%(size)s). Readers on the move will not wait for it.") % shown
