"""Between the working copy's tables and a snapshot, both ways. Only ``save_draft`` writes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import models

from releases import snapshot as boundary
from releases import tags
from releases.figures import pins_of
from releases.media.models import DocumentFile, Image
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release
from releases.snapshot import LeadImage, Snapshot
from releases.vetting import vet_row

_COLUMNS = ("kind", "language", "slug", "headline", "summary", "dateline", "body", "source_name", "source_url")
WORDS = ("alt", "decorative", "caption", "credit", "licence")
"""What a release says of a picture that it shows."""
_SHOWN = (*WORDS, "focal_x", "focal_y")


def read(release: Release) -> Snapshot:
    """The working copy as it stands in the database."""
    image = release.lead_image
    return Snapshot(
        **{name: getattr(release, name) for name in _COLUMNS},
        translation_of=release.translation_of_id,
        lead_image=pin_image(image, {name: getattr(release, f"lead_image_{name}") for name in _SHOWN})
        if image
        else None,
        quotes=_parts(release, Quote, boundary.Quote),
        facts=_parts(release, QuickFact, boundary.Fact),
        links=_parts(release, AssociatedLink, boundary.Link),
        contacts=_parts(release, Contact, boundary.Contact),
        picks=tuple(Pick.objects.filter(release=release).values_list("picked_id", flat=True)),
        tags=tuple(sorted(release.tags.names())),
        figures=pins_of(release.body),
        gallery=tuple(
            pin_image(row.image, {name: getattr(row, name) for name in _SHOWN})
            for row in GalleryPicture.objects.filter(release=release).select_related("image")
        ),
        attachments=tuple(
            pin_file(row.file, address=row.address, title=row.title, language=row.language, accessible=row.accessible)
            for row in Attachment.objects.filter(release=release).select_related("file")
        ),
    )


def pin_image(image: Image, shown: Mapping[str, Any]) -> LeadImage:
    """Pin a stored image, with what a release says of it, for a snapshot."""
    return LeadImage(
        key=image.key, width=image.width, height=image.height, sha256=image.sha256, colour=image.colour, **shown
    )


def lead_image_of(image: Image, alt: str, credit: str, **more: Any) -> LeadImage:
    """Pin a stored image with these words, and the focal point that the library knows of it."""
    focal = {"focal_x": image.picture.focal_x, "focal_y": image.picture.focal_y}
    return pin_image(image, {"alt": alt, "credit": credit, **focal, **more})


def pin_file(file: DocumentFile, *, address: str, title: str, language: str, accessible: bool) -> boundary.Attachment:
    """Pin a stored file for a snapshot, at the address that it has in a release."""
    return boundary.Attachment(
        address=address,
        key=file.key,
        sha256=file.sha256,
        title=title,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        language=language,
        accessible=accessible,
    )


def write(release: Release, content: Snapshot) -> None:
    """Make the tables say what the snapshot says. The caller is in a transaction and holds the lock.

    Raises ``Refused`` when a field breaks its own rules; the caller's transaction then leaves nothing.
    """
    for name in _COLUMNS:
        setattr(release, name, getattr(content, name))
    release.translation_of_id = content.translation_of
    image = content.lead_image
    release.lead_image = Image.objects.get(key=image.key) if image else None
    for name in _SHOWN:
        default = Release._meta.get_field(f"lead_image_{name}").get_default()  # type: ignore[union-attr]
        setattr(release, f"lead_image_{name}", getattr(image, name) if image else default)
    vet_row(release)
    release.save()
    _rewrite(release, Quote, [asdict(part) for part in content.quotes])
    _rewrite(release, QuickFact, [asdict(part) for part in content.facts])
    _rewrite(release, AssociatedLink, [asdict(part) for part in content.links])
    _rewrite(release, Contact, [asdict(part) for part in content.contacts])
    _rewrite(release, GalleryPicture, _gallery(content))
    _rewrite(release, Attachment, _attachments(content))
    Pick.objects.filter(release=release).delete()
    Pick.objects.bulk_create(
        Pick(release=release, position=position, picked_id=picked) for position, picked in enumerate(content.picks)
    )
    release.tags.set(content.tags)
    tags.settle(release)


def _gallery(content: Snapshot) -> list[dict[str, Any]]:
    images = Image.objects.in_bulk([picture.key for picture in content.gallery], field_name="key")
    return [
        {"image": images[picture.key], **{name: getattr(picture, name) for name in _SHOWN}}
        for picture in content.gallery
    ]


def _attachments(content: Snapshot) -> list[dict[str, Any]]:
    files = DocumentFile.objects.in_bulk([attachment.key for attachment in content.attachments], field_name="key")
    return [
        {
            "file": files[attachment.key],
            "address": attachment.address,
            "title": attachment.title,
            "language": attachment.language,
            "accessible": attachment.accessible,
        }
        for attachment in content.attachments
    ]


def _parts(release: Release, model: type[models.Model], kind: type[Any]) -> tuple[Any, ...]:
    names = tuple(kind.__dataclass_fields__)
    rows = model._default_manager.filter(release=release).values(*names)
    return tuple(kind(**row) for row in rows)


def _rewrite(release: Release, model: type[models.Model], parts: Sequence[Mapping[str, Any]]) -> None:
    manager = model._default_manager
    manager.filter(release=release).delete()
    rows = [model(release=release, position=position, **part) for position, part in enumerate(parts)]
    for row in rows:
        vet_row(row)
    manager.bulk_create(rows)
