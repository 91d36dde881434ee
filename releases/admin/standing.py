"""Where a release stands, in words: what its bar and its verbs' pages say first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from releases.admin import words
from releases.admin.round import Round, review_lines, round_of
from releases.admin.saved import last_revision
from releases.models import Edition, Release, Revision
from releases.snapshot import differing_fields
from releases.workflow import Change, Stage, Standing, Verb, standing_of


@dataclass(frozen=True, slots=True)
class Situation:
    """A release at one moment: what readers see, what is to come, and what staff have saved since."""

    release: Release
    standing: Standing
    current: Edition | None
    ahead: Edition | None
    saved: Revision
    review: Round
    at: datetime

    @property
    def promised(self) -> Edition | None:
        """The edition against which the working copy is compared: the one to come, else the one before readers."""
        return self.ahead or self.current

    @property
    def public(self) -> Edition | None:
        """The edition whose text readers see; a notice in its place is none."""
        return None if self.current is None or self.current.change == Change.WITHDRAWAL else self.current

    @property
    def differing(self) -> list[str]:
        """The fields in which the working copy differs from that edition."""
        if self.promised is None or self.promised.content_hash == self.saved.content_hash:
            return []
        return differing_fields(self.promised.revision.snapshot, self.saved.snapshot)

    @property
    def lines(self) -> list[str]:
        """Where it stands, in sentences."""
        stands = [] if self.release.stage == Stage.DISCARDED else _STANDINGS[self.standing](self)
        return [*stands, *review_lines(self.release, self.review), *self._difference()]

    @property
    def stage_badge(self) -> str:
        """The stage, where it says more than the standing: nobody needs to be told that a draft is being written."""
        if self.review.sent_back is not None:
            return _("Sent back")
        return "" if self.release.stage == Stage.DRAFT else str(Stage(self.release.stage).label)

    @property
    def comparison(self) -> str:
        """The address of the page that shows what the sentences about changes mean, or an empty string."""
        before = ""
        if self.review.outdated is not None:
            before = f"r{self.review.outdated.approval.revision.number}"
        elif self.current is not None and self._difference():
            before = f"e{self.current.number}"
        if not before:
            return ""
        page = reverse("admin:releases_release_compare", args=[self.release.pk])
        return f"{page}?from={before}&to=r{self.saved.number}"

    @property
    def public_address(self) -> str:
        """Where readers find it now, or an empty string."""
        return self.current.get_absolute_url() if self.current else ""

    def _difference(self) -> list[str]:
        if self.standing != Standing.LIVE or not self.differing:
            return []
        fields = words.names_of_fields(self.differing)
        return [_("The working copy differs from what readers see in: %(fields)s.") % {"fields": fields}]


def situation(release: Release, at: datetime) -> Situation:
    """Read a release's situation: eight queries at most."""
    editions = release.editions.select_related("revision", "redirect_to").defer("article_html", "redirect_to__body")
    # One query for both: what is before readers, and what is to come.
    found = list(editions.before_readers(at) | editions.ahead(at))
    current = next((edition for edition in found if edition.visible_from <= at), None)
    ahead = next((edition for edition in found if edition.visible_from > at), None)
    saved, promised = last_revision(release), ahead or current
    return Situation(
        release=release,
        standing=standing_of(current.change if current else None, ahead.visible_from if ahead else None),
        current=current,
        ahead=ahead,
        saved=saved,
        review=round_of(release, saved, promised.revision if promised else None),
        at=at,
    )


def is_locked(release: Release | None, at: datetime) -> bool:
    """Whether the working copy cannot be changed as things stand; one query, or none for a row of the list."""
    if release is None or release.pk is None:
        return False
    if release.stage == Stage.DISCARDED:
        return True
    return release.standing(at) in (Standing.SCHEDULED, Standing.UPDATE_SCHEDULED, Standing.RETURN_SCHEDULED)


def label(verb: Verb, standing: Standing) -> str:
    """The verb's name; after a withdrawal an update is a return."""
    if verb is Verb.CORRECT and standing == Standing.WITHDRAWN:
        return _("Publish again")
    if verb is Verb.SCHEDULE and standing == Standing.LIVE:
        return _("Schedule an update")
    if verb is Verb.SCHEDULE and standing == Standing.WITHDRAWN:
        return _("Schedule its return")
    return str(verb.label)


def _draft(now: Situation) -> list[str]:
    return [_("Draft. Readers see nothing of it.")]


def _scheduled(now: Situation) -> list[str]:
    return [_("Scheduled for %(moment)s (%(utc)s).") % _ahead(now), _locked()]


def _live(now: Situation) -> list[str]:
    assert now.current is not None  # noqa: S101  (the standing says so)
    lines = [_("Public since %(moment)s.") % {"moment": words.spell(now.current.first_published)}]
    if now.current.number != 1:
        lines.append(
            _("Readers see edition %(number)s, since %(moment)s.")
            % {"number": now.current.number, "moment": words.spell(now.current.visible_from)}
        )
    return lines


def _update_scheduled(now: Situation) -> list[str]:
    return [*_live(now), _("An update is scheduled for %(moment)s (%(utc)s).") % _ahead(now), _locked()]


def _withdrawn(now: Situation) -> list[str]:
    assert now.current is not None  # noqa: S101
    shown = {"moment": words.spell(now.current.visible_from), "reason": now.current.note}
    if now.current.gone and now.current.redirect_to_id:
        destination = {**shown, "headline": str(now.current.redirect_to)}
        return [
            _("Withdrawn as published in error on %(moment)s. Readers are sent to “%(headline)s” while that is public.")
            % destination
        ]
    if now.current.gone:
        return [_("Withdrawn as published in error on %(moment)s: its address answers “gone” (410).") % shown]
    return [_("Withdrawn on %(moment)s. Readers find this reason: “%(reason)s”") % shown]


def _return_scheduled(now: Situation) -> list[str]:
    return [*_withdrawn(now), _("Its return is scheduled for %(moment)s (%(utc)s).") % _ahead(now), _locked()]


def _locked() -> str:
    return _("Locked until then, because readers get it as it was scheduled. Unschedule it to change it.")


def _ahead(now: Situation) -> dict[str, str]:
    assert now.ahead is not None  # noqa: S101
    return {"moment": words.spell(now.ahead.visible_from), "utc": words.spell_utc(now.ahead.visible_from)}


_STANDINGS: dict[Standing, Callable[[Situation], list[str]]] = {
    Standing.DRAFT: _draft,
    Standing.SCHEDULED: _scheduled,
    Standing.LIVE: _live,
    Standing.UPDATE_SCHEDULED: _update_scheduled,
    Standing.WITHDRAWN: _withdrawn,
    Standing.RETURN_SCHEDULED: _return_scheduled,
}
