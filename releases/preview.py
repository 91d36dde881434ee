"""The working copy as readers would see it now: an edition that is never saved."""

from datetime import datetime

from django.utils import timezone
from taggit.models import Tag

from releases.actions.freeze import fill
from releases.models import Edition, Release
from releases.workflow import Change


def draft_edition(release: Release, at: datetime) -> tuple[Edition, list[Tag]]:
    """An unsaved edition made from the last revision, with its article rendered, and its tags.

    It stands at the address the release has, or would have if it were published at this moment.
    """
    before = release.editions.began(at).order_by("visible_from").last()
    edition = Edition(
        release=release,
        number=before.number if before else 1,
        change=Change.MINOR if before else Change.FIRST,
        visible_from=at,
        first_published=before.first_published if before else at,
        public_updated=before.public_updated if before else None,
        language=release.language,
        slug=before.slug if before else release.slug,
        published_on=before.published_on if before else timezone.localdate(at),
    )
    revision = release.revisions.order_by("-number")[0]
    fill(edition, revision, revision.snapshot)
    return edition, list(release.tags.all())
