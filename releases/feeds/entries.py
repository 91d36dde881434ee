"""From editions to entries: the whole text with absolute addresses, and what changed in it at its head."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from releases.feeds.model import Correction, Enclosure, Entry, Picture, Topic
from releases.media.renditions import pixel_size, social
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.rendering import render_article
from releases.snapshot import Attachment, Snapshot, from_json
from releases.urns import urn_in
from releases.workflow import Change

KEPT = 128
"""Articles that each process keeps. Programs ask for feeds all day long, and rendering is most of what an answer costs."""


def entries_of(
    editions: Sequence[Edition], at: datetime, namespace: UUID, author: Callable[[str], str]
) -> tuple[Entry, ...]:
    """The entries of these public editions, in their order, in two queries; ``author`` names the office in a language.

    The editions have their revision and their lead image with them.
    """
    prefetch_related_objects(editions, "tags")
    corrections = _corrections(editions, at)
    return tuple(_entry(edition, corrections[edition.release_id], namespace, author) for edition in editions)


def urn_of_release(edition: Edition, namespace: UUID) -> str:
    """The id for good of the release that this is an edition of: of what was settled when it was first published."""
    return urn_in(namespace, "release", edition.language, edition.published_on.isoformat(), edition.slug)


def updated_of(edition: Edition) -> datetime:
    """When readers were last told of something new in it: a minor change tells them of nothing."""
    return edition.public_updated or edition.first_published


def _entry(
    edition: Edition, corrections: tuple[Correction, ...], namespace: UUID, author: Callable[[str], str]
) -> Entry:
    content, article = _rendered(edition.revision.content, settings.SITE_URL)
    with translation.override(edition.language):
        return Entry(
            urn=urn_of_release(edition, namespace),
            address=f"{settings.SITE_URL}{edition.get_absolute_url()}",
            language=edition.language,
            title=edition.headline,
            author=author(edition.language),
            published=edition.first_published,
            updated=updated_of(edition),
            summary=edition.summary,
            html=_html(edition, article, corrections),
            kind=edition.kind,
            topics=_topics(edition),
            picture=_picture(edition),
            enclosures=tuple(_enclosure(file) for file in content.attachments),
            corrections=corrections,
        )


def _corrections(editions: Sequence[Edition], at: datetime) -> dict[int, tuple[Correction, ...]]:
    """What readers may know of the changes of these releases, newest first, by release: the same as on their pages."""
    found: dict[int, tuple[Correction, ...]] = defaultdict(tuple)
    releases = [edition.release_id for edition in editions]
    rows = Edition.objects.readable(at).filter(release__in=releases, change=Change.MAJOR).order_by("-visible_from")
    for release, since, note in rows.values_list("release_id", "visible_from", "note"):
        found[release] += (Correction(since=since, note=note),)
    return found


@lru_cache(maxsize=KEPT)
def _rendered(revision: str, site: str) -> tuple[Snapshot, str]:
    """A revision as a value and as an article with addresses for elsewhere, which both follow from its text and the site's
    address alone. It is rendered and not rewritten: no HTML is changed after it was cleaned."""
    content = from_json(revision)
    return content, render_article(content, ABSOLUTE)


def _html(edition: Edition, article: str, corrections: tuple[Correction, ...]) -> str:
    """What stands on the page between its head and its foot."""
    context = {
        "edition": edition,
        "corrections": corrections,
        "own_image": ABSOLUTE.image,
        "article": article,
    }
    return render_to_string("releases/feeds/content.html", context)


def _topics(edition: Edition) -> tuple[Topic, ...]:
    """The kind, and the tags in the order of the page."""
    site = settings.SITE_URL
    kind = Topic(term=edition.kind, label=edition.get_kind_display(), scheme=f"{site}{reverse('releases:list')}")
    tags = sorted(edition.tags.all(), key=lambda tag: str(tag.name))
    return (kind, *(Topic(term=tag.slug, label=tag.name, scheme=f"{site}{reverse('home')}tags/") for tag in tags))


def _picture(edition: Edition) -> Picture | None:
    """The lead image in the crop for shared links: one size in JPEG, which every program can show."""
    image = edition.lead_image
    if image is None:
        return None
    spec = social((edition.lead_image_focal_x, edition.lead_image_focal_y))
    width, height = pixel_size(spec, image.width, image.height)
    return Picture(
        address=ABSOLUTE.image(image.key, str(spec)),
        content_type=spec.content_type,
        width=width,
        height=height,
        alt=edition.lead_image_alt,
        credit=edition.lead_image_credit,
    )


def _enclosure(file: Attachment) -> Enclosure:
    return Enclosure(
        address=ABSOLUTE.file(file),
        # Without what it says of the encoding: that is no part of the type (RFC 6838, 4.2).
        content_type=file.content_type.partition(";")[0],
        size=file.size,
        title=file.title,
        language=file.language,
    )
