"""The pages of a review: submit, approve, send back, publish without one, and review afterwards."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.actions.approve import approve
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.review_afterwards import authors, review_afterwards
from releases.actions.send_back import send_back
from releases.actions.submit import submit
from releases.admin import words
from releases.admin.language_forms import NightForm, NightUpdateForm
from releases.admin.standing import Situation
from releases.admin.verb_forms import (
    AfterwardsForm,
    PlainForm,
    SendBackForm,
    VerbForm,
)
from releases.admin.verbs.languages import go_together, other_languages, told
from releases.admin.verbs.page import Page
from releases.admin.verbs.sections import at_once, published_text, what_is_reviewed
from releases.errors import Refused
from releases.models import Release
from releases.review import approvals, required_reviewers, unreviewed
from releases.workflow import Change, Standing, Verb


def _submit(release: Release, by: User, said: dict[str, Any]) -> str:
    submit(release=release, by=by, version=said["version"])
    return _("Submitted for review. Whoever may review it finds it on the desk.")


def _approve(release: Release, by: User, said: dict[str, Any]) -> str:
    approve(release=release, by=by, version=said["version"])
    left = required_reviewers(release.kind) - approvals(release).count()
    if left > 0:
        told = ngettext(
            "Approved. %(left)s more approval is needed.", "Approved. %(left)s more approvals are needed.", left
        )
        return told % {"left": left}
    return _("Approved. It can be published or scheduled as it is.")


def _send_back(release: Release, by: User, said: dict[str, Any]) -> str:
    send_back(release=release, by=by, version=said["version"], reason=said["reason"])
    return _("Sent back. Its author finds your reason on the release.")


def _publish_unreviewed(release: Release, by: User, said: dict[str, Any]) -> str:
    if editions := go_together(release, by, said, without_review=said["reason"]):
        return told(editions)
    edition = publish_unreviewed(
        release=release,
        by=by,
        version=said["version"],
        reason=said["reason"],
        change=Change(said["change"]) if said.get("change") else None,
        note=said.get("note", ""),
        parity_reason=said.get("parity_reason", ""),
    )
    return _(
        "Published without review. Readers see it since %(moment)s; somebody else has to review it afterwards."
    ) % {"moment": words.spell(edition.visible_from)}


def _review_afterwards(release: Release, by: User, said: dict[str, Any]) -> str:
    # The oldest first, which is the one that the page shows; "seen" says that nothing happened since.
    mark = unreviewed().filter(release=release).select_related("edition").first()
    if mark is None or mark.edition is None:
        raise Refused(_("Nothing of this release waits to be reviewed afterwards."))
    edition = mark.edition
    review_afterwards(release=release, by=by, edition=edition, note=said["note"])
    return _("Reviewed: edition %(number)s stands as it was published.") % {"number": edition.number}


def _submit_outcome(now: Situation) -> list[str]:
    needed = ngettext(
        "It needs the approval of %(number)s person who neither wrote nor submitted it.",
        "It needs the approval of %(number)s people who neither wrote nor submitted it.",
        now.review.required,
    )
    return [
        needed % {"number": now.review.required},
        _("You can still change it; every change makes approvals void."),
    ]


def _approve_outcome(now: Situation) -> list[str]:
    return [
        _("You say that exactly this text may reach readers. If anybody changes it, your approval no longer counts."),
        _("Readers see nothing of it before somebody publishes it."),
    ]


def _send_back_outcome(now: Situation) -> list[str]:
    return [_("The review ends. Its author reads your reason, changes the text and submits it again.")]


def _unreviewed_outcome(now: Situation) -> list[str]:
    return [
        _("Readers see “%(headline)s” at once, though nobody has approved it.") % {"headline": now.release.headline},
        _("A red mark stays on this release and on the desk until somebody else has reviewed it."),
    ]


def _afterwards_outcome(now: Situation) -> list[str]:
    return [_("The red mark goes. Nothing changes for readers.")]


def _unreviewed_form(now: Situation) -> type[PlainForm]:
    return NightForm if now.standing == Standing.DRAFT else NightUpdateForm


def _cannot_review(now: Situation, by: User) -> str:
    if not now.review.marks:
        return _("Nothing of this release waits to be reviewed afterwards.")
    if by.pk in authors(now.release, now.review.marks[0]):
        return _("You wrote, submitted or published this text, so somebody else has to review it.")
    return ""


def _has_approved(now: Situation, by: User) -> str:
    if any(approval.by_id == by.pk for approval in now.review.given):
        return _("You have approved this text already. Somebody else has to approve it, too.")
    return ""


PAGES = {
    Verb.SUBMIT: Page(lambda now: VerbForm, _submit_outcome, _submit),
    Verb.APPROVE: Page(
        lambda now: VerbForm, _approve_outcome, _approve, sections=(what_is_reviewed,), barred=_has_approved
    ),
    Verb.SEND_BACK: Page(lambda now: SendBackForm, _send_back_outcome, _send_back),
    Verb.PUBLISH_UNREVIEWED: Page(
        _unreviewed_form, _unreviewed_outcome, _publish_unreviewed, style="warning", sections=(at_once, other_languages)
    ),
    Verb.REVIEW_AFTERWARDS: Page(
        lambda now: AfterwardsForm,
        _afterwards_outcome,
        _review_afterwards,
        sections=(published_text,),
        barred=_cannot_review,
        button=lambda now, verb: _("It stands as it was published"),
    ),
}
