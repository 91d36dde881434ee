"""What every verb needs: the lock, the clock read under it, the permission, and the sentence for whoever lost a race."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.errors import BadMoment, Conflict, Incomplete, NotAllowed
from releases.models import Edition, Event, Permalink, PreviewLink, Release, Revision
from releases.review import require_approvals, require_other_eyes, required_reviewers
from releases.tags import hold_spellings
from releases.workflow import Stage, Verb, require_permission, require_stage, require_standing

LIFT_MARGIN = timedelta(seconds=5)
"""An edition this close to its moment can no longer be stopped: readers could see it before the stop is committed, and
the record would then deny what they saw."""


def name_of(person: User) -> str:
    """How the record names a person, for good."""
    return person.get_full_name() or person.get_username()


def begin(verb: Verb, release: Release, by: User, at: datetime | None) -> tuple[Release, datetime]:
    """Check the person's role, lock the release and read the clock. Every verb but a first save starts here.

    Returns the locked release and the moment of the act. Raises ``NotAllowed``, ``WrongStanding`` or ``WrongStage``.
    """
    require_permission(verb, by.has_perm)
    locked, moment = lock(release, at)
    require_standing(verb, locked.standing(moment))
    require_stage(verb, Stage(locked.stage), required_reviewers(locked.kind))
    return locked, moment


def begin_publication(
    verb: Verb, release: Release, by: User, version: int, at: datetime | None
) -> tuple[Release, datetime]:
    """``begin`` for what puts reviewed text before readers: by somebody else, as it was seen, with all its approvals."""
    locked, moment = begin(verb, release, by, at)
    require_other_eyes(verb, locked, by)
    require_version(locked, version)
    require_approvals(locked)
    return locked, moment


def lock(release: Release, at: datetime | None) -> tuple[Release, datetime]:
    """Lock the release's row until the transaction ends, and only then read the clock.

    A clock read before the wait for the lock could lie before the act that was waited for. ``at`` replaces the clock for
    imports and the demo. On SQLite the transaction is IMMEDIATE and is itself the lock.
    """
    return lock_all([release])[release.pk], at or timezone.now()


def lock_all(releases: Iterable[Release]) -> dict[int, Release]:
    """Lock several releases, always in the order of their ids: two people who lock the same ones cannot wait for each other.

    The weaker lock of PostgreSQL's two, which lets others point at the row: a save that holds one release and picks
    another as related would otherwise wait for whoever holds that one, who may be waiting for the first.
    """
    wanted = [release.pk for release in releases]
    rows = Release.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    return {row.pk: row for row in rows}


def require_add_permission(by: User) -> None:
    """Raise ``NotAllowed`` unless the person may start a release."""
    if not by.has_perm("releases.add_release"):
        raise NotAllowed(_("Your role does not include starting a release."))


def require_version(release: Release, version: int | None) -> None:
    """Raise ``Conflict`` if the working copy moved on since the person looked at it."""
    if release.version != version:
        raise Conflict(
            _("%(person)s saved this release at %(time)s, after you opened it. Nothing you did now was carried out.")
            % {
                "person": name_of(release.updated_by) if release.updated_by else _("Somebody"),
                "time": timezone.localtime(release.updated_at).strftime("%H:%M:%S"),
            }
        )


def required_words(text: str, otherwise: str) -> str:
    """The text without surrounding blanks. Raises ``Incomplete``, with this sentence, when nothing is left."""
    text = text.strip()
    if not text:
        raise Incomplete(otherwise)
    return text


def turn(release: Release, stage: Stage, **columns: Any) -> None:
    """Bring the working copy into a stage, and set what belongs to that; the caller holds the lock."""
    release.stage = stage
    for name, value in columns.items():
        setattr(release, name, value)
    release.save(update_fields=["stage", *columns])


def settle(verb: Verb, release: Release, at: datetime) -> None:
    """After its text has been put before readers: the review is over, and nobody needs a preview of it."""
    turn(release, Stage.DRAFT, review_round=release.review_round + 1, sent_back_at=None)
    void_links(verb, release, at)


def void_links(verb: Verb, release: Release, at: datetime) -> None:
    """Make every preview link of the release void, because of this act."""
    PreviewLink.objects.filter(release=release, voided_at__isnull=True).update(voided_at=at, voided_why=verb)


def close_current(release: Release, until: datetime) -> Edition:
    """End the open edition at the instant at which its successor begins, and return it.

    A compare-and-set: the row must still be open, and must have begun before. Raises ``BadMoment`` otherwise.
    """
    current = release.editions.get(visible_until__isnull=True)
    if current.visible_from >= until:
        raise BadMoment(_("The new edition would begin before the one that it replaces. Check the server's clock."))
    closed = release.editions.filter(pk=current.pk, visible_until__isnull=True).update(visible_until=until)
    if closed != 1:
        raise Conflict(_("Somebody else changed this release at the same moment. Look again, then retry."))
    return current


def cancel_scheduled(release: Release, at: datetime) -> Edition | None:
    """Take back the edition that is ahead, if there is one, and reopen the one that would have ended with it.

    The row stays, with an empty interval and without a number. Raises ``BadMoment`` when its moment is too close.
    """
    ahead = release.editions.ahead(at).first()
    if ahead is None:
        return None
    # Before the number is taken away: a merging of tags that waits for this row must not be waited for.
    hold_spellings()
    moment = ahead.visible_from
    if moment <= at + LIFT_MARGIN:
        raise BadMoment(
            _("It becomes public within seconds and can no longer be stopped. Reload, and withdraw it instead.")
        )
    release.editions.filter(pk=ahead.pk).update(visible_until=F("visible_from"), number=None)
    release.editions.exclude(pk=ahead.pk).effective().filter(visible_until=moment).update(visible_until=None)
    if not release.editions.began(at).exists():
        Permalink.objects.filter(release=release).delete()
    return ahead


def record(
    verb: Verb,
    release: Release,
    by: User,
    at: datetime,
    *,
    edition: Edition | None = None,
    revision: Revision | None = None,
    **details: str,
) -> Event:
    """Write the act down, in the transaction that carries it out."""
    return Event.objects.create(
        release=release,
        verb=verb,
        at=at,
        actor=by,
        actor_name=name_of(by),
        edition=edition,
        revision=edition.revision if edition else revision,
        details=details,
    )
