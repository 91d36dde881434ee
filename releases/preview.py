"""The working copy, or what a preview link pins, as readers would see it now: an edition that is never saved."""

from datetime import datetime

from django.utils import timezone
from taggit.models import Tag

from releases.actions.freeze import fill
from releases.media_addresses import MediaAddresses
from releases.models import Edition, PreviewLink, Release, Revision
from releases.rendering import render_article
from releases.tags import named
from releases.workflow import Change


def draft_edition(
    release: Release, at: datetime, addresses: MediaAddresses, revision: Revision | None = None
) -> tuple[Edition, list[Tag]]:
    """An unsaved edition made from a revision, the last one without it, with its article rendered, and its tags.

    It stands at the address the release has, or would have if it were published at this moment; its pictures and files are
    where the one who looks at it can have them.
    """
    revision = revision or Revision.last_of(release)
    snapshot = revision.snapshot
    before = release.editions.began(at).order_by("visible_from").last()
    edition = Edition(
        release=release,
        number=before.number if before else 1,
        change=Change.MINOR if before else Change.FIRST,
        visible_from=at,
        first_published=before.first_published if before else at,
        public_updated=before.public_updated if before else None,
        language=snapshot.language,
        slug=before.slug if before else snapshot.slug,
        published_on=before.published_on if before else timezone.localdate(at),
    )
    fill(edition, revision, snapshot, addresses)
    return edition, named(snapshot.tags)


def linked_edition(link: PreviewLink, at: datetime, addresses: MediaAddresses) -> tuple[Edition, list[Tag]]:
    """The edition that a preview link shows: the scheduled one as it was frozen, or one made from the revision it pins."""
    if link.edition is None:
        return draft_edition(link.release, at, addresses, link.revision)
    edition = link.edition
    # Frozen for readers, whose addresses show nothing of it yet. It is not saved with these.
    edition.article_html = render_article(edition.revision.snapshot, addresses)
    return edition, list(edition.tags.order_by("name"))
