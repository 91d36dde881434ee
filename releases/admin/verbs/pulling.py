"""The pages that take a text away from readers: withdraw, and stop."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.actions.stop import Pull, stop
from releases.actions.withdraw import withdraw
from releases.admin import words
from releases.admin.pull_forms import StopForm, WithdrawForm
from releases.admin.standing import Situation
from releases.admin.verbs.languages import left_elsewhere
from releases.admin.verbs.page import Page
from releases.models import Release
from releases.workflow import Verb


def _withdraw(release: Release, by: User, said: dict[str, Any]) -> str:
    elsewhere = said["redirect_to"]
    withdraw(
        release=release, by=by, reason=said["reason"], gone=said["page"] in ("gone", "redirect"), redirect_to=elsewhere
    )
    if elsewhere is not None:
        return _("Withdrawn. Readers are sent to “%(headline)s” while that is public.") % {"headline": elsewhere}
    return _("Withdrawn. Readers find your reason at its address.")


def _stop(release: Release, by: User, said: dict[str, Any]) -> str:
    pulled = stop(release=release, by=by, reason=said["reason"], pull=Pull(said["pull"]))
    if pulled is None:
        return _("Stopped. What was scheduled will not become public, and preview links show nothing any more.")
    if pulled.gone:
        return _("Stopped. Its address answers “gone” (410) with your reason, and preview links show nothing any more.")
    return _("Stopped. Readers find your reason in place of the text, and preview links show nothing any more.")


def _withdraw_outcome(now: Situation) -> list[str]:
    lines = [_("It disappears from every list at once, and its text from its own address.")]
    if now.ahead is not None:
        lines.append(_("The scheduled update is taken back too."))
    return lines


def _stop_outcome(now: Situation) -> list[str]:
    lines = []
    if now.ahead is not None:
        shown = {"moment": words.spell(now.ahead.visible_from)}
        lines.append(_("What is scheduled for %(moment)s is taken back.") % shown)
        if now.public is None:
            lines.append(_("If that moment comes before you press the button, it goes from readers at once (410)."))
    if now.public is not None:
        pattern = _("What readers see now disappears from every list at once.")
        kept = _("What readers see now disappears from every list at once, unless you keep it below.")
        lines.append(pattern if now.ahead is None else kept)
    return [*lines, _("Every preview link becomes void. The text and its history stay with the office.")]


PAGES = {
    Verb.WITHDRAW: Page(
        lambda now: WithdrawForm, _withdraw_outcome, _withdraw, style="danger", sections=(left_elsewhere,)
    ),
    Verb.STOP: Page(
        lambda now: StopForm,
        _stop_outcome,
        _stop,
        style="danger",
        sections=(left_elsewhere,),
        button=lambda now, verb: _("Stop it now"),
    ),
}
