"""How far the review of a release is: what its bar says of submission, approvals, and what was published without any."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.actions.common import name_of
from releases.admin import words
from releases.models import Approval, Event, Release, Revision
from releases.review import required_reviewers, unreviewed
from releases.snapshot import differing_fields
from releases.workflow import Stage, Verb

LATEST = 3
"""No office requires more than two approvals, so this round's are among them."""


@dataclass(frozen=True, slots=True)
class Outdated:
    """An approval that no longer counts, because the text was changed after it."""

    approval: Approval
    fields: list[str]


@dataclass(frozen=True, slots=True)
class Round:
    """The review of the working copy at one moment, and the marks on what readers got without one."""

    required: int
    given: tuple[Approval, ...] = ()
    sent_back: Event | None = None
    discarded: Event | None = None
    outdated: Outdated | None = None
    marks: tuple[Event, ...] = ()


def round_of(release: Release, saved: Revision, promised: Revision | None) -> Round:
    """Read it: three queries at most, and one where the office reviews nothing.

    ``promised`` is what readers see or will see; an approval from before that is history.
    """
    required, stage = required_reviewers(release.kind), release.stage
    marks = unreviewed().filter(release=release).select_related("edition__revision")
    marks = marks.defer("edition__article_html", "edition__revision__content")
    settled = promised is not None and promised.content_hash == saved.content_hash
    under_way = stage in (Stage.IN_REVIEW, Stage.APPROVED)
    # What readers have may be under review again: when a release that was withdrawn is to come back as it was.
    approvals = _approvals(release) if required and (under_way or not settled) else []
    return Round(
        required=required,
        given=tuple(one for one in reversed(approvals) if under_way and one.round == release.review_round),
        sent_back=_last(release, Verb.SEND_BACK) if release.sent_back_at and stage == Stage.DRAFT else None,
        discarded=_last(release, Verb.DISCARD) if stage == Stage.DISCARDED else None,
        outdated=_outdated(approvals, saved, promised),
        # Nothing was published, with review or without, where readers neither see nor will see anything.
        marks=tuple(marks) if promised is not None else (),
    )


def _approvals(release: Release) -> list[Approval]:
    """The latest approvals, newest first: those of this round among them, and the last one of an earlier round."""
    return list(release.approvals.select_related("revision").order_by("-at", "-pk")[:LATEST])


def _last(release: Release, verb: Verb) -> Event | None:
    return release.events.filter(verb=verb).order_by("-at", "-pk").first()


def _outdated(approvals: list[Approval], saved: Revision, promised: Revision | None) -> Outdated | None:
    if not approvals or approvals[0].content_hash == saved.content_hash:
        return None
    approval = approvals[0]
    if promised is not None and approval.revision.number <= promised.number:
        return None
    return Outdated(approval, differing_fields(approval.revision.snapshot, saved.snapshot))


def review_lines(release: Release, review: Round) -> list[str]:
    """Where the review stands, in sentences."""
    lines = []
    if review.discarded is not None:
        shown = {"person": review.discarded.actor_name, "moment": words.spell(review.discarded.at)}
        lines.append(_("%(person)s put it into the bin on %(moment)s. It cannot be changed there.") % shown)
    if release.stage == Stage.IN_REVIEW:
        lines += [_submitted(release), _approved_so_far(review)]
    if release.stage == Stage.APPROVED:
        lines.append(_("Approved by %(people)s.") % {"people": _people(review.given)})
    if review.sent_back is not None:
        event = review.sent_back
        shown = {"person": event.actor_name, "moment": words.spell(event.at), "reason": event.details["reason"]}
        lines.append(_("%(person)s sent it back on %(moment)s: “%(reason)s”") % shown)
    if review.outdated is not None:
        lines.append(_changed_since(review.outdated))
    return lines


def _submitted(release: Release) -> str:
    who = name_of(release.submitted_by) if release.submitted_by else _("Somebody")
    assert release.submitted_at is not None  # noqa: S101  (the stage says so)
    return _("%(person)s submitted it for review on %(moment)s.") % {
        "person": who,
        "moment": words.spell(release.submitted_at),
    }


def _approved_so_far(review: Round) -> str:
    shown = {"given": len(review.given), "required": review.required, "people": _people(review.given)}
    if not review.given:
        return ngettext(
            "It needs %(required)s approval.", "It needs %(required)s approvals.", review.required
        ) % shown  # fmt: skip
    return _("%(given)s of %(required)s approvals: %(people)s.") % shown


def _people(given: tuple[Approval, ...]) -> str:
    return ", ".join(_said(approval.by_name, approval.at) for approval in given)


def _said(person: str, at: datetime) -> str:
    return _("%(person)s (%(moment)s)") % {"person": person, "moment": words.spell(at)}


def _changed_since(outdated: Outdated) -> str:
    shown = {
        "person": outdated.approval.by_name,
        "moment": words.spell(outdated.approval.at),
        "fields": words.names_of_fields(outdated.fields),
    }
    return _("%(person)s approved it on %(moment)s. Changed since, so that no longer counts: %(fields)s.") % shown
