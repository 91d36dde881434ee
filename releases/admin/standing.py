"""Where a release stands, in words, with the buttons that lead on: the bar at the top of its page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from releases.admin import words
from releases.models import Edition, Release, Revision
from releases.review import required_reviewers
from releases.snapshot import differing_fields
from releases.workflow import Stage, Standing, Verb, offered, standing_of


@dataclass(frozen=True, slots=True)
class Situation:
    """A release at one moment: what readers see, what is to come, and what staff have saved since."""

    release: Release
    standing: Standing
    current: Edition | None
    ahead: Edition | None
    saved: Revision

    @property
    def promised(self) -> Edition | None:
        """The edition against which the working copy is compared: the one to come, else the one before readers."""
        return self.ahead or self.current

    @property
    def differing(self) -> list[str]:
        """The fields in which the working copy differs from that edition."""
        if self.promised is None or self.promised.content_hash == self.saved.content_hash:
            return []
        return differing_fields(self.promised.revision.snapshot, self.saved.snapshot)

    @property
    def lines(self) -> list[str]:
        """Where it stands, in sentences."""
        return [*_STANDINGS[self.standing](self), *self._difference()]

    @property
    def public_address(self) -> str:
        """Where readers find it now, or an empty string."""
        return self.current.get_absolute_url() if self.current else ""

    def _difference(self) -> list[str]:
        if not self.differing or self.promised is None or self.standing == Standing.WITHDRAWN:
            return []
        fields = words.names_of_fields(self.differing)
        if self.ahead is None:
            return [_("The working copy differs from what readers see in: %(fields)s.") % {"fields": fields}]
        return [
            _(
                "The working copy was changed after it was scheduled: %(fields)s. Readers will get it as it was scheduled."
            )
            % {"fields": fields}
        ]


def situation(release: Release, at: datetime) -> Situation:
    """Read a release's situation: three queries."""
    editions = release.editions.select_related("revision").defer("article_html")
    current, ahead = editions.before_readers(at).first(), editions.ahead(at).first()
    return Situation(
        release=release,
        standing=standing_of(current.change if current else None, ahead.visible_from if ahead else None),
        current=current,
        ahead=ahead,
        saved=release.revisions.order_by("-number")[0],
    )


_ON_THE_BAR = frozenset({Verb.PUBLISH, Verb.SCHEDULE, Verb.UNSCHEDULE, Verb.CORRECT, Verb.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Button:
    """One way on."""

    label: str
    address: str
    style: str


def buttons(now: Situation, has_perm: Callable[[str], bool]) -> list[Button]:
    """What this person may do next, the likeliest first. Saving is the form's own button."""
    found = []
    reviewers = required_reviewers(now.release.kind)
    for verb in offered(now.standing, Stage(now.release.stage), reviewers, has_perm):
        if verb not in _ON_THE_BAR:
            continue
        address = reverse(f"admin:releases_release_{verb.value}", args=[now.release.pk])
        found.append(Button(label=str(label(verb, now.standing)), address=address, style=_style(verb, now)))
    return found


def label(verb: Verb, standing: Standing) -> str:
    """The verb's name; after a withdrawal an update is a return."""
    if verb is Verb.CORRECT and standing == Standing.WITHDRAWN:
        return _("Publish again")
    if verb is Verb.SCHEDULE and standing == Standing.LIVE:
        return _("Schedule an update")
    if verb is Verb.SCHEDULE and standing == Standing.WITHDRAWN:
        return _("Schedule its return")
    return str(verb.label)


def _style(verb: Verb, now: Situation) -> str:
    if verb is Verb.CORRECT and not now.differing:
        return ""
    return {Verb.PUBLISH: "primary", Verb.CORRECT: "primary", Verb.WITHDRAW: "danger"}.get(verb, "")


def _draft(now: Situation) -> list[str]:
    return [_("Draft. Readers see nothing of it.")]


def _scheduled(now: Situation) -> list[str]:
    return [_("Scheduled for %(moment)s (%(utc)s).") % _ahead(now)]


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
    return [*_live(now), _("An update is scheduled for %(moment)s (%(utc)s).") % _ahead(now)]


def _withdrawn(now: Situation) -> list[str]:
    assert now.current is not None  # noqa: S101
    shown = {"moment": words.spell(now.current.visible_from), "reason": now.current.note}
    if now.current.gone:
        return [_("Withdrawn as published in error on %(moment)s: its address answers “gone” (410).") % shown]
    return [_("Withdrawn on %(moment)s. Readers find this reason: “%(reason)s”") % shown]


def _return_scheduled(now: Situation) -> list[str]:
    return [*_withdrawn(now), _("Its return is scheduled for %(moment)s (%(utc)s).") % _ahead(now)]


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
