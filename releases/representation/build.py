"""From an edition that readers may see to the shape for programs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from taggit.models import Tag as StoredTag

from releases import snapshot as stored
from releases.feeds.entries import urn_of_release
from releases.history import Surroundings, surroundings
from releases.html import blocks_of
from releases.media.specs import Focal, Spec, pixel_size, social, widths_for
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.pdf.installed import missing
from releases.prose.text import plain_blocks
from releases.rendering import render_body
from releases.representation import model
from releases.urns import newsroom_namespace
from releases.workflow import Kind

KEPT = 128
"""Texts that each process keeps. Cleaning and drawing a long one is most of what an answer costs."""

OFFERED = ("jpg", "webp")
"""What every program reads, and what is half as large. Browsers are offered AVIF as well, on the page."""


def release_of(edition: Edition, at: datetime, publisher: str) -> model.Release:
    """All of a public edition, for whoever may see it at this moment; four queries at most."""
    content, body = _read(edition.revision.content, settings.SITE_URL)
    around = surroundings(edition, at)
    with translation.override(edition.language):
        return model.Release(
            id=urn_of_release(edition, newsroom_namespace()),
            url=_absolute(edition.get_absolute_url()),
            api_url=api_url_of(edition),
            language=edition.language,
            kind=Kind(edition.kind),
            kind_name=edition.get_kind_display(),
            publisher=model.Publisher(name=publisher, url=_absolute(reverse("home"))),
            headline=edition.headline,
            summary=edition.summary or None,
            dateline=content.dateline or None,
            body=body,
            quotes=tuple(
                model.Quote(text=row.text, speaker=row.speaker, title=row.title or None) for row in content.quotes
            ),
            facts=tuple(model.Fact(text=row.text) for row in content.facts),
            links=tuple(model.Link(label=row.label, url=iri_to_uri(row.url)) for row in content.links),
            contacts=tuple(_contact(row) for row in content.contacts),
            lead_image=_picture(content.lead_image, is_lead=True) if content.lead_image else None,
            gallery=tuple(_picture(row) for row in content.gallery),
            attachments=tuple(_attachment(row) for row in content.attachments),
            tags=_tags(edition.tags.all(), edition.language),
            source=_source(content),
            translations=_translations(around),
            first_published=edition.first_published,
            updated=edition.public_updated,
            # An edition that readers see has one: only what was unscheduled gives it back.
            edition=edition.number or 1,
            corrections=tuple(model.Correction(date=row.visible_from, note=row.note) for row in around.corrections),
            formats=_formats(edition),
        )


def summaries_of(editions: Sequence[Edition]) -> tuple[model.ReleaseSummary, ...]:
    """These public editions as a list shows them, with their lead images at hand; two queries."""
    prefetch_related_objects(editions, "tags")
    namespace = newsroom_namespace()
    return tuple(_summary(edition, namespace) for edition in editions)


def tag_of(tag: StoredTag, language: str) -> model.Tag:
    """A tag with the address of its page in this language."""
    with translation.override(language):
        return model.Tag(slug=tag.slug, name=tag.name, url=_absolute(reverse("releases:tag", args=[tag.slug])))


def api_url_of(edition: Edition) -> str:
    """The address in the API, which has no language in its path."""
    path = reverse("api:release", kwargs={"date": edition.published_on.isoformat(), "slug": edition.slug})
    return _absolute(f"{path}?language={edition.language}")


def _summary(edition: Edition, namespace: UUID) -> model.ReleaseSummary:
    with translation.override(edition.language):
        return model.ReleaseSummary(
            id=urn_of_release(edition, namespace),
            url=_absolute(edition.get_absolute_url()),
            api_url=api_url_of(edition),
            language=edition.language,
            kind=Kind(edition.kind),
            kind_name=edition.get_kind_display(),
            headline=edition.headline,
            summary=edition.summary or None,
            excerpt=edition.excerpt or None,
            first_published=edition.first_published,
            updated=edition.public_updated,
            lead_image=_lead_image(edition),
            tags=_tags(edition.tags.all(), edition.language),
        )


@lru_cache(maxsize=KEPT)
def _read(revision: str, site: str) -> tuple[stored.Snapshot, model.Body]:
    """A revision as a value and its text for elsewhere, which both follow from its content and the site's address alone."""
    content = stored.from_json(revision)
    text = plain_blocks(blocks_of(content.body))
    return content, model.Body(html=render_body(content, ABSOLUTE), text=text)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _tags(tags: Iterable[StoredTag], language: str) -> tuple[model.Tag, ...]:
    """In the order of the page. They may have been fetched already, so they are put in order here."""
    return tuple(tag_of(tag, language) for tag in sorted(tags, key=lambda tag: str(tag.name)))


def _contact(row: stored.Contact) -> model.Contact:
    return model.Contact(name=row.name, role=row.role or None, email=row.email or None, phone=row.phone or None)


def _picture(picture: stored.LeadImage, *, is_lead: bool = False) -> model.Image:
    # Only the lead image is cut to fit shared links, and only around its own focal point.
    focal = (picture.focal_x, picture.focal_y) if is_lead else None
    return model.Image(
        alt="" if picture.decorative else picture.alt,
        caption=picture.caption or None,
        credit=picture.credit or None,
        licence=picture.licence or None,
        width=picture.width,
        height=picture.height,
        renditions=_renditions(picture.key, picture.width, picture.height, focal),
    )


def _lead_image(edition: Edition) -> model.Image | None:
    image = edition.lead_image
    if image is None:
        return None
    focal = (edition.lead_image_focal_x, edition.lead_image_focal_y)
    return model.Image(
        alt=edition.lead_image_alt,
        caption=edition.lead_image_caption or None,
        credit=edition.lead_image_credit or None,
        licence=edition.lead_image_licence or None,
        width=image.width,
        height=image.height,
        renditions=_renditions(image.key, image.width, image.height, focal),
    )


def _renditions(key: str, width: int, height: int, focal: Focal | None) -> tuple[model.Rendition, ...]:
    specs = [Spec(each, extension) for each in widths_for(width) for extension in OFFERED]
    if focal is not None:
        specs.append(social(focal))
    return tuple(_rendition(key, spec, *pixel_size(spec, width, height)) for spec in specs)


def _rendition(key: str, spec: Spec, width: int, height: int) -> model.Rendition:
    return model.Rendition(url=ABSOLUTE.image(key, str(spec)), type=spec.content_type, width=width, height=height)


def _attachment(row: stored.Attachment) -> model.Attachment:
    return model.Attachment(
        title=row.title,
        name=row.name,
        url=ABSOLUTE.file(row),
        # Without what it says of the encoding: that is no part of the type (RFC 6838, 4.2).
        type=row.content_type.partition(";")[0],
        size=row.size,
        language=row.language or None,
        accessible=row.accessible,
    )


def _source(content: stored.Snapshot) -> model.Source | None:
    if not content.source_name and not content.source_url:
        return None
    return model.Source(name=content.source_name or None, url=iri_to_uri(content.source_url) or None)


def _translations(around: Surroundings) -> tuple[model.Translation, ...]:
    return tuple(
        model.Translation(
            language=other.language,
            headline=other.headline,
            url=_absolute(other.get_absolute_url()),
            json_url=_absolute(other.get_json_url()),
        )
        for other in around.translations
    )


def _formats(edition: Edition) -> tuple[model.Format, ...]:
    """This very document among them, so that whoever was handed a copy finds the original."""
    every = (
        ("html", "text/html", edition.get_absolute_url()),
        ("json", "application/json", edition.get_json_url()),
        ("ninjs", "application/json", edition.get_ninjs_url()),
        ("text", "text/plain", edition.get_text_url()),
        ("archive", "application/zip", edition.get_archive_url()),
    )
    # A machine that cannot make one has no address for it that answers.
    paper = () if missing() else (("pdf", "application/pdf", edition.get_pdf_url()),)
    return tuple(model.Format(name=name, type=kind, url=_absolute(path)) for name, kind, path in (*every, *paper))
