"""Opening scenes: releases brought into a state, by the real actions and by people who may.

Each function takes `at`, the moment of the act (the clock's without it), and content by the names of `Snapshot`.
"""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from PIL import Image as Pillow

from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.submit import submit
from releases.actions.withdraw import withdraw
from releases.media.documents import store_document
from releases.media.models import DocumentFile, Image
from releases.media.models.stored import new_key
from releases.media.upload import store_image
from releases.models import Release
from releases.snapshot import Attachment, LeadImage, Snapshot
from releases.workflow import Change, Kind
from releases.working_copy import lead_image_of, pin_file
from tests import cast

NOW = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
"""A Friday in March, 9.30 in the morning in the office's zone."""
ALONE = "Each scene brings one release on stage."
"""Why a release goes out without its other languages, where it has any."""


def content(**fields: Any) -> Snapshot:
    """Something that could be published, with these fields in place of the usual ones."""
    usual: dict[str, Any] = {
        "kind": Kind.NEWS_RELEASE,
        "language": "en",
        "slug": "",
        "headline": "Ferry returns to the north shore",
        "summary": "Crossings begin again on Monday.",
        "body": "<p>The ferry returns to the north shore on Monday.</p>",
    }
    return Snapshot(**usual | fields)


def draft(*, at: datetime | None = None, by: User | None = None, **fields: Any) -> Release:
    """A release that was saved once."""
    return save_draft(release=None, content=content(**fields), by=by or cast.wren(), version=None, at=at)


def submitted(release: Release, *, by: User | None = None, at: datetime | None = None) -> Release:
    """The release after its working copy was submitted for review; the office must require one."""
    fresh = Release.objects.get(pk=release.pk)
    submit(release=fresh, by=by or cast.wren(), version=fresh.version, at=at)
    return Release.objects.get(pk=release.pk)


def approved(
    release: Release, *, by: User | None = None, reviewers: Sequence[User] = (), at: datetime | None = None
) -> Release:
    """The release after it was submitted, and approved by these people: Emil where nobody is named."""
    fresh = submitted(release, by=by, at=at)
    for reviewer in reviewers or [cast.emil()]:
        approve(release=fresh, by=reviewer, version=fresh.version, at=at)
    return Release.objects.get(pk=release.pk)


def published(*, at: datetime | None = None, **fields: Any) -> Release:
    """A release that has been public since `at`."""
    release = draft(at=at, **fields)
    publish(release=release, by=cast.edda(), version=release.version, parity_reason=ALONE, at=at)
    return release


def scheduled(*, visible_from: datetime, at: datetime | None = None, **fields: Any) -> Release:
    """A release that was scheduled at `at` for `visible_from`."""
    release = draft(at=at, **fields)
    schedule(
        release=release,
        by=cast.edda(),
        version=release.version,
        visible_from=visible_from,
        parity_reason=ALONE,
        at=at,
    )
    return release


def withdrawn(
    *, at: datetime | None = None, published_at: datetime | None = None, gone: bool = False, **fields: Any
) -> Release:
    """A release that was public from `published_at` until `at`."""
    release = published(at=published_at, **fields)
    withdraw(release=release, by=cast.edda(), reason="The figures were wrong.", gone=gone, at=at)
    return release


def rewritten(release: Release, *, at: datetime | None = None, by: User | None = None, **changes: Any) -> Release:
    """The release after these fields of its working copy were saved; readers see nothing of it."""
    fresh = Release.objects.get(pk=release.pk)
    latest = fresh.revisions.order_by("-number")[0].snapshot
    by = by or cast.wren()
    return save_draft(release=fresh, content=replace(latest, **changes), by=by, version=fresh.version, at=at)


def corrected(
    release: Release, *, at: datetime | None = None, note: str = "A figure was wrong.", **changes: Any
) -> Release:
    """The release after a major update with these fields."""
    release = rewritten(release, at=at, **changes)
    correct(
        release=release,
        by=cast.edda(),
        version=release.version,
        change=Change.MAJOR,
        note=note,
        parity_reason=ALONE,
        at=at,
    )
    return release


def picture(*, colour: str = "teal", size: tuple[int, int] = (800, 450)) -> Image:
    """A stored picture, through the real way in."""
    file = io.BytesIO()
    Pillow.new("RGB", size, colour).save(file, "PNG")
    file.seek(0)
    return store_image(file=file, name="harbour.png", by=cast.wren())


def document(text: str = "Boats,Crossings\n4,96\n", *, name: str = "crossings.csv", **more: Any) -> DocumentFile:
    """A stored file, through the real way in."""
    return store_document(file=io.BytesIO(text.encode()), name=name, by=cast.wren(), **more)


def attached(file: DocumentFile, title: str = "Crossings a day", **more: Any) -> Attachment:
    """A stored file as an attachment of a release, at an address of its own."""
    return pin_file(file, **{"address": new_key(), "title": title, "language": "", "accessible": False, **more})


def lead(image: Image, alt: str = "The harbour at dawn") -> LeadImage:
    """A stored picture as a release's lead image."""
    return lead_image_of(image, alt, "Photograph: the office")
