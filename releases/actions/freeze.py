"""Freezing: from the working copy's last revision to an edition, checked, rendered and hashed once.

Not a verb of its own: publish, schedule and correct share it.
"""

from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.errors import AddressTaken, Incomplete, Refused
from releases.html import excerpt, figures_of, plain_text
from releases.media.models import Image
from releases.media.models.picture import MIDDLE
from releases.media_addresses import PUBLIC, MediaAddresses
from releases.models import Edition, EditionTag, Permalink, Release, Revision
from releases.pinning import pin
from releases.rendering import RENDERER, render_article
from releases.search.indexing import index
from releases.snapshot import Snapshot
from releases.tags import hold_spellings
from releases.workflow import Change

EXCERPT_LENGTH = 300
UPDATES = frozenset({Change.MINOR, Change.MAJOR})


def require_update(release: Release, change: Change, note: str, at: datetime) -> None:
    """Check what an update says of itself. A release that comes back after a withdrawal is always a major change."""
    if change not in UPDATES:
        raise Refused(_("Say whether readers have to know of the change."))
    if change == Change.MINOR and release.editions.withdrawn(at).exists():
        raise Refused(
            _("Readers saw this release withdrawn, so its return is a change they have to know of: add a note.")
        )
    if change == Change.MAJOR and not note.strip():
        raise Incomplete(_("Say what changed: readers will see this note."))


def freeze(*, release: Release, visible_from: datetime, change: Change, note: str, by: User, at: datetime) -> Edition:
    """Write the edition that the working copy's last revision makes, and return it.

    The caller holds the lock and has closed the edition before. Raises ``Incomplete`` or ``AddressTaken``.
    """
    revision = Revision.last_of(release)
    snapshot = revision.snapshot
    _require_complete(snapshot)
    before = release.editions.began(at).order_by("visible_from").last()
    if before is None:
        edition = _first_edition(release, snapshot, visible_from)
    else:
        edition = next_edition(before, change=change, note=note.strip(), visible_from=visible_from, by=by, at=at)
    fill(edition, revision, snapshot)
    edition.created_at, edition.created_by = at, by
    edition.save(force_insert=True)
    _tag(edition, release)
    pin(edition, snapshot)
    index([edition])
    return edition


def next_edition(
    before: Edition, *, change: Change, note: str, visible_from: datetime, by: User, at: datetime
) -> Edition:
    """An unsaved edition of the same release at the same address, with the same content, after ``before``."""
    edition = Edition.objects.get(pk=before.pk)
    edition.pk, edition._state.adding = None, True
    highest: int = before.release.editions.aggregate(highest=Max("number"))["highest"] or 0
    edition.number = highest + 1
    edition.change, edition.note, edition.gone, edition.redirect_to = change, note, False, None
    edition.visible_from, edition.visible_until = visible_from, None
    edition.created_at, edition.created_by = at, by
    if change != Change.MINOR:
        edition.public_updated = visible_from
    return edition


def _first_edition(release: Release, snapshot: Snapshot, visible_from: datetime) -> Edition:
    """The edition with which the address is settled: its date is that of the first publication, in the site's zone."""
    published_on = timezone.localdate(visible_from)
    _claim(release, snapshot, published_on)
    return Edition(
        release=release,
        number=1,
        change=Change.FIRST,
        visible_from=visible_from,
        first_published=visible_from,
        language=snapshot.language,
        slug=snapshot.slug,
        published_on=published_on,
    )


def _claim(release: Release, snapshot: Snapshot, published_on: date) -> None:
    """Take the address for this release. The database decides between two who want the same one."""
    try:
        with transaction.atomic():
            Permalink.objects.create(
                release=release, language=snapshot.language, published_on=published_on, slug=snapshot.slug
            )
    except IntegrityError as error:
        raise AddressTaken(
            _("Another release of %(date)s already has the address “%(slug)s”. Change the address and try again.")
            % {"date": published_on.isoformat(), "slug": snapshot.slug}
        ) from error


def _require_complete(snapshot: Snapshot) -> None:
    """Refuse what readers must not meet: no text, or a picture that some of them could not know of (WCAG 1.1.1)."""
    missing = []
    if not plain_text(snapshot.body):
        missing.append(_("the text"))
    if not snapshot.summary:
        missing.append(_("the summary"))
    if snapshot.lead_image is not None and not (snapshot.lead_image.alt or snapshot.lead_image.decorative):
        missing.append(_("the alternative text of the lead image"))
    if any(not (picture.alt or picture.decorative) for picture in snapshot.gallery):
        missing.append(_("the alternative text of each image in the gallery"))
    if any(not (figure.alt or figure.decorative) for figure in figures_of(snapshot.body)):
        missing.append(_("the alternative text of each image in the text"))
    if missing:
        raise Incomplete(_("Before readers can see this release, add: %(missing)s.") % {"missing": ", ".join(missing)})


def fill(edition: Edition, revision: Revision, snapshot: Snapshot, addresses: MediaAddresses = PUBLIC) -> None:
    """Copy what lists and cards need, and render the article with pictures and files at these addresses."""
    edition.revision = revision
    edition.content_hash = revision.content_hash
    edition.translation_group = snapshot.translation_of or edition.release_id
    edition.kind, edition.headline, edition.summary = snapshot.kind, snapshot.headline, snapshot.summary
    edition.excerpt = excerpt(plain_text(snapshot.body), EXCERPT_LENGTH)
    edition.picks = list(snapshot.picks)
    image = snapshot.lead_image
    edition.lead_image = Image.objects.get(key=image.key) if image else None
    edition.lead_image_alt = image.alt if image else ""
    edition.lead_image_caption = image.caption if image else ""
    edition.lead_image_credit = image.credit if image else ""
    edition.lead_image_licence = image.licence if image else ""
    edition.lead_image_focal_x = image.focal_x if image else MIDDLE
    edition.lead_image_focal_y = image.focal_y if image else MIDDLE
    edition.article_html = render_article(snapshot, addresses)
    edition.renderer = RENDERER


def _tag(edition: Edition, release: Release) -> None:
    """Give the edition the working copy's tags: those of its last revision, by the spellings that stand now."""
    hold_spellings()
    EditionTag.objects.bulk_create(
        EditionTag(
            edition=edition,
            tag=tag,
            language=edition.language,
            first_published=edition.first_published,
            slug=edition.slug,
        )
        for tag in release.tags.all()
    )
