"""The pages about a later moment: schedule, and take back what is scheduled."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.actions.schedule import schedule
from releases.actions.unschedule import unschedule
from releases.actions.unschedule_together import unschedule_together
from releases.admin import words
from releases.admin.language_forms import EmbargoForm, EmbargoUpdateForm, TakeBackForm
from releases.admin.standing import Situation
from releases.admin.verbs.languages import go_together, other_languages, scheduled_elsewhere, told
from releases.admin.verbs.page import Page
from releases.admin.verbs.sections import at_its_moment
from releases.models import Release
from releases.workflow import Change, Standing, Verb


def _schedule(release: Release, by: User, said: dict[str, Any]) -> str:
    change = Change(said["change"]) if said.get("change") else None
    if editions := go_together(release, by, said, visible_from=said["moment"]):
        return told(editions, scheduled=True)
    edition = schedule(
        release=release,
        by=by,
        version=said["version"],
        visible_from=said["moment"],
        change=change,
        note=said.get("note", ""),
        parity_reason=said.get("parity_reason", ""),
    )
    return _("Scheduled for %(moment)s (%(utc)s). Readers see nothing before.") % {
        "moment": words.spell(edition.visible_from),
        "utc": words.spell_utc(edition.visible_from),
    }


def _unschedule(release: Release, by: User, said: dict[str, Any]) -> str:
    if companions := said["companions"]:
        unschedule_together(releases=[release, *companions], by=by)
        return _("Unscheduled in all of these languages. What was planned will not become public.")
    unschedule(release=release, by=by)
    return _("Unscheduled. What was planned will not become public.")


def _schedule_outcome(now: Situation) -> list[str]:
    lines = [_("The working copy is frozen as it is now, and nobody can change it until it is public or unscheduled.")]
    if now.standing == Standing.DRAFT:
        return [*lines, _("Before its moment nobody can find it, by any address.")]
    return [*lines, _("Until its moment readers find what they find now.")]


def _unschedule_outcome(now: Situation) -> list[str]:
    ahead = now.ahead
    when = words.spell(ahead.visible_from) if ahead else ""
    lines = [_("What was to become public on %(moment)s will not.") % {"moment": when}]
    if now.current is not None:
        lines.append(_("Readers go on finding what they find now."))
    return [*lines, _("The working copy stays, to be scheduled again.")]


PAGES = {
    Verb.SCHEDULE: Page(
        lambda now: EmbargoForm if now.current is None else EmbargoUpdateForm,
        _schedule_outcome,
        _schedule,
        sections=(at_its_moment, other_languages),
        button=lambda now, verb: _("Schedule it"),
    ),
    Verb.UNSCHEDULE: Page(lambda now: TakeBackForm, _unschedule_outcome, _unschedule, sections=(scheduled_elsewhere,)),
}
