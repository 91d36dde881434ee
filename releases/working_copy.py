"""Between the working copy's tables and a snapshot, both ways. Only ``save_draft`` writes."""

from dataclasses import asdict
from typing import Any

from django.db import models

from releases import snapshot as boundary
from releases.media.models import Image
from releases.models import AssociatedLink, Contact, Pick, QuickFact, Quote, Release
from releases.snapshot import LeadImage, Snapshot
from releases.vetting import vet_row

_COLUMNS = ("kind", "language", "slug", "headline", "summary", "dateline", "body", "source_name", "source_url")


def read(release: Release) -> Snapshot:
    """The working copy as it stands in the database."""
    image = release.lead_image
    return Snapshot(
        **{name: getattr(release, name) for name in _COLUMNS},
        translation_of=release.translation_of_id,
        lead_image=lead_image_of(image, release.lead_image_alt, release.lead_image_credit) if image else None,
        quotes=_parts(release, Quote, boundary.Quote),
        facts=_parts(release, QuickFact, boundary.Fact),
        links=_parts(release, AssociatedLink, boundary.Link),
        contacts=_parts(release, Contact, boundary.Contact),
        picks=tuple(Pick.objects.filter(release=release).values_list("picked_id", flat=True)),
        tags=tuple(sorted(release.tags.names())),
    )


def lead_image_of(image: Image, alt: str, credit: str) -> LeadImage:
    """Pin a stored image, with its words, for a snapshot."""
    return LeadImage(key=image.key, alt=alt, credit=credit, width=image.width, height=image.height, sha256=image.sha256)


def write(release: Release, content: Snapshot) -> None:
    """Make the tables say what the snapshot says. The caller is in a transaction and holds the lock.

    Raises ``Refused`` when a field breaks its own rules; the caller's transaction then leaves nothing.
    """
    for name in _COLUMNS:
        setattr(release, name, getattr(content, name))
    release.translation_of_id = content.translation_of
    image = content.lead_image
    release.lead_image = Image.objects.get(key=image.key) if image else None
    release.lead_image_alt = image.alt if image else ""
    release.lead_image_credit = image.credit if image else ""
    vet_row(release)
    release.save()
    _rewrite(release, Quote, content.quotes)
    _rewrite(release, QuickFact, content.facts)
    _rewrite(release, AssociatedLink, content.links)
    _rewrite(release, Contact, content.contacts)
    Pick.objects.filter(release=release).delete()
    Pick.objects.bulk_create(
        Pick(release=release, position=position, picked_id=picked) for position, picked in enumerate(content.picks)
    )
    release.tags.set(content.tags)


def _parts(release: Release, model: type[models.Model], kind: type[Any]) -> tuple[Any, ...]:
    names = tuple(kind.__dataclass_fields__)
    rows = model._default_manager.filter(release=release).values(*names)
    return tuple(kind(**row) for row in rows)


def _rewrite(release: Release, model: type[models.Model], parts: tuple[Any, ...]) -> None:
    manager = model._default_manager
    manager.filter(release=release).delete()
    rows = [model(release=release, position=position, **asdict(part)) for position, part in enumerate(parts)]
    for row in rows:
        vet_row(row)
    manager.bulk_create(rows)
