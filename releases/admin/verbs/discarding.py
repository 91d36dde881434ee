"""The pages of the bin: discard, and take out again."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.actions.discard import discard
from releases.actions.reinstate import reinstate
from releases.admin.standing import Situation
from releases.admin.verb_forms import VerbForm
from releases.admin.verbs.page import Page
from releases.models import Release
from releases.workflow import Stage, Verb


def _discard(release: Release, by: User, said: dict[str, Any]) -> str:
    discard(release=release, by=by, version=said["version"])
    return _("In the bin. Nothing of it is lost, and it can be taken out again.")


def _reinstate(release: Release, by: User, said: dict[str, Any]) -> str:
    reinstate(release=release, by=by, version=said["version"])
    return _("Taken out of the bin, as it was.")


def _discard_outcome(now: Situation) -> list[str]:
    lines = [_("It leaves the list of releases and goes into the bin, with its whole history. Readers never saw it.")]
    if now.release.stage in (Stage.IN_REVIEW, Stage.APPROVED):
        lines.append(_("Its review ends; approvals that were given no longer count."))
    return [*lines, _("Nothing is lost: it can be taken out again, by anybody who may write.")]


def _reinstate_outcome(now: Situation) -> list[str]:
    return [_("It is a draft again, exactly as it was put into the bin.")]


PAGES = {
    Verb.DISCARD: Page(lambda now: VerbForm, _discard_outcome, _discard, style="danger"),
    Verb.REINSTATE: Page(lambda now: VerbForm, _reinstate_outcome, _reinstate),
}
