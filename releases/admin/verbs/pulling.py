"""The pages that take a text away from readers."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.actions.withdraw import withdraw
from releases.admin.standing import Situation
from releases.admin.verb_forms import WithdrawForm
from releases.admin.verbs.page import Page
from releases.models import Release
from releases.workflow import Verb


def _withdraw(release: Release, by: User, said: dict[str, Any]) -> str:
    withdraw(release=release, by=by, reason=said["reason"], gone=said["page"] == "gone")
    return _("Withdrawn. Readers find your reason at its address.")


def _withdraw_outcome(now: Situation) -> list[str]:
    lines = [_("It disappears from every list, feed and search at once, and its text from its own address.")]
    if now.ahead is not None:
        lines.append(_("The scheduled update is taken back too."))
    return lines


PAGES = {Verb.WITHDRAW: Page(lambda now: WithdrawForm, _withdraw_outcome, _withdraw, style="danger")}
