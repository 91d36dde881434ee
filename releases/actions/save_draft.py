"""Save: write the working copy and a revision of it. Readers notice nothing."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from releases.actions import common
from releases.errors import Refused
from releases.html import clean
from releases.models import Release, Revision
from releases.snapshot import Snapshot, content_hash, to_json
from releases.vetting import vet
from releases.workflow import Stage, Verb
from releases.working_copy import read, write

SLUG_LENGTH = 80


@transaction.atomic
def save_draft(
    *, release: Release | None, content: Snapshot, by: User, version: int | None, at: datetime | None = None
) -> Release:
    """Make ``content`` the working copy, and keep it as a revision.

    ``release`` is ``None`` for a new one. ``version`` is that of the working copy the person edited; ``Conflict`` is
    raised when it is no longer the current one, and nothing is written. Returns the release as saved.
    """
    verb = Verb.SAVE_DRAFT
    if release is None:
        common.require_add_permission(by)
        moment = at or timezone.now()
        locked = Release(created_at=moment)
    else:
        locked, moment = common.begin(verb, release, by, at)
        common.require_version(locked, version)
    return write_revision(verb, locked, _normalised(content), by, moment)


def write_revision(
    verb: Verb, locked: Release, content: Snapshot, by: User, at: datetime, *, restored: int | None = None
) -> Release:
    """Write content into a working copy whose lock is held, as its next revision, and record the act.

    Content that differs from the revision before ends the round of review: an approval is given to what somebody saw, and
    never to what comes after. Preview links to the text before are void for the same reason. Raises ``Refused``.
    """
    vet(content, locked)
    _refuse_moved_address(locked, content)
    locked.version += 1
    locked.updated_at, locked.updated_by = at, by
    write(locked, content)
    # Read back rather than trusted: the revision records what the tables hold, with the tags' settled spelling.
    text = to_json(read(locked))
    revision = Revision.objects.create(
        release=locked,
        number=locked.version,
        content=text,
        content_hash=content_hash(text),
        created_at=at,
        created_by=by,
        created_by_name=common.name_of(by),
    )
    if revision.content_hash != locked.content_hash:
        _content_changed(locked, revision, by, at)
    details = {} if restored is None else {"number": str(restored)}
    common.record(verb, locked, by, at, revision=revision, edition=None, **details)
    return locked


def _content_changed(release: Release, revision: Revision, by: User, at: datetime) -> None:
    stage = Stage.DRAFT if release.stage == Stage.APPROVED else Stage(release.stage)
    common.turn(
        release,
        stage,
        review_round=release.review_round + 1,
        content_hash=revision.content_hash,
        content_at=at,
        content_by=by,
    )
    common.void_links(Verb.SAVE_DRAFT, release, at)


def _normalised(content: Snapshot) -> Snapshot:
    """Clean HTML at the border, fold white space in one-line fields, and make an address if the person gave none."""
    headline = " ".join(content.headline.split())
    if not headline:
        raise Refused(_("A release needs a headline, even a working one, before it can be saved."))
    slug = content.slug or slugify(headline)[:SLUG_LENGTH].strip("-") or content.kind.replace("_", "-")
    return replace(content, headline=headline, summary=content.summary.strip(), slug=slug, body=clean(content.body))


def _refuse_moved_address(release: Release, content: Snapshot) -> None:
    """Once an edition is scheduled or public, its address is promised: language and slug stay."""
    if release.pk is None or (release.slug, release.language) == (content.slug, content.language):
        return
    if release.editions.effective().exists():
        raise Refused(
            _("The address and the language cannot change once a release is scheduled or public. Nothing was saved.")
        )
