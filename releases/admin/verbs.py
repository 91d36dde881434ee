"""A small page for each verb: what will happen in words, what the person has to say, and one button."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from releases import access
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.schedule import MIN_AHEAD, schedule
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.admin import words
from releases.admin.history import done
from releases.admin.standing import Situation, label, situation
from releases.admin.verb_forms import (
    MomentForm,
    ScheduleForm,
    ScheduleUpdateForm,
    UpdateForm,
    VerbForm,
    WithdrawForm,
    latest_event,
)
from releases.errors import BadMoment, Conflict, Refused
from releases.models import Release
from releases.workflow import ASIDE, Change, Standing, Verb, permits, require_standing

Act = Callable[[Release, User, dict[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One verb's page: the form, what will happen, and the action, which returns what happened."""

    form: Callable[[Situation], type[VerbForm]]
    outcome: Callable[[Situation], list[str]]
    act: Act
    dangerous: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, verb: Verb, admin_site: AdminSite) -> HttpResponse:
    """Show the page, or carry the verb out and go back to the release. A refusal keeps what was typed."""
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User) or not permits(verb, by.has_perm):
        raise PermissionDenied
    now = situation(release, timezone.now())
    asked = request.POST if request.method == "POST" else None
    form = PAGES[verb].form(now)(asked, release=release, standing=now.standing)
    status = 200
    if asked is not None:
        try:
            _carry_out(verb, form, release, by, request)
        except _NotFilledIn:
            status = 422
        except Refused as refused:
            form, status = _again(request, verb, now, refused), 409
        else:
            return HttpResponseRedirect(reverse("admin:releases_release_change", args=[release.pk]))
    return TemplateResponse(
        request, "admin/releases/release/verb.html", _context(request, admin_site, verb, now, form), status=status
    )


class _NotFilledIn(Exception):
    """The form has errors of its own."""


def _carry_out(verb: Verb, form: VerbForm, release: Release, by: User, request: HttpRequest) -> None:
    if not form.is_valid():
        raise _NotFilledIn
    with transaction.atomic():
        # The action takes the same lock again; taken here first, nothing can happen between the look and the act.
        locked = Release.objects.select_for_update().get(pk=release.pk)
        _require_unmoved(locked, form.cleaned_data["seen"])
        told = PAGES[verb].act(locked, by, form.cleaned_data)
    messages.success(request, told)


def _require_unmoved(release: Release, seen: int) -> None:
    """Whatever happened since the person opened the page, they should know of it before they go on."""
    if latest_event(release) == seen:
        return
    last = release.events.exclude(verb__in=ASIDE).order_by("-pk")[0]
    raise Conflict(
        _("Meanwhile: %(person)s, %(time)s: %(act)s. Nothing you did now was carried out. Look again before you go on.")
        % {"person": last.actor_name, "time": timezone.localtime(last.at).strftime("%H:%M:%S"), "act": done(last)}
    )


def _again(request: HttpRequest, verb: Verb, now: Situation, refused: Refused) -> VerbForm:
    """The same form with what was typed and the reason, good for another try that knows of it."""
    posted = request.POST.copy()
    fresh = Release.objects.get(pk=now.release.pk)
    posted["version"], posted["seen"] = str(fresh.version), str(latest_event(fresh))
    form = PAGES[verb].form(now)(posted, release=fresh, standing=now.standing)
    form.is_valid()
    moment = isinstance(refused, BadMoment) and "time" in form.fields
    form.add_error("time" if moment else None, str(refused))
    return form


def _context(request: HttpRequest, admin_site: AdminSite, verb: Verb, now: Situation, form: VerbForm) -> dict[str, Any]:
    barred = ""
    try:
        require_standing(verb, now.standing)
    except Refused as refused:
        barred = str(refused)
    return {
        **admin_site.each_context(request),
        "title": label(verb, now.standing),
        "subtitle": None,
        "opts": Release._meta,
        "original": now.release,
        "now": now,
        "verb": verb,
        "barred": barred,
        "outcome": [] if barred else PAGES[verb].outcome(now),
        "form": form,
        "dangerous": PAGES[verb].dangerous,
    }


@require_safe
def moment(request: HttpRequest, pk: int) -> JsonResponse:
    """What a date and a time mean, or why they cannot be kept: asked while they are typed. Nothing is promised by it."""
    access.for_editing(request.user, pk)
    form = MomentForm(request.GET)
    if not form.is_valid():
        reasons = [str(error) for name in form.errors for error in form.errors[name]]
        return JsonResponse({"refused": " ".join(reasons)})
    meant, at = form.cleaned_data["moment"], timezone.now()
    if meant < at + MIN_AHEAD:
        return JsonResponse({"refused": _("That moment has passed, or is less than a minute ahead.")})
    return JsonResponse({"means": _means(meant, at)})


def _means(meant: datetime, at: datetime) -> str:
    return _("%(moment)s, which is %(utc)s, in %(wait)s.") % {
        "moment": words.spell(meant),
        "utc": words.spell_utc(meant),
        "wait": wait(meant - at),
    }


def wait(left: timedelta) -> str:
    """How long it still is, in the two units that matter."""
    minutes = max(1, int(left.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}


def _publish(release: Release, by: User, said: dict[str, Any]) -> str:
    edition = publish(release=release, by=by, version=said["version"])
    return _("Published. Readers see it since %(moment)s.") % {"moment": words.spell(edition.visible_from)}


def _schedule(release: Release, by: User, said: dict[str, Any]) -> str:
    change = Change(said["change"]) if said.get("change") else None
    edition = schedule(
        release=release,
        by=by,
        version=said["version"],
        visible_from=said["moment"],
        change=change,
        note=said.get("note", ""),
    )
    return _("Scheduled for %(moment)s (%(utc)s). Readers see nothing before.") % {
        "moment": words.spell(edition.visible_from),
        "utc": words.spell_utc(edition.visible_from),
    }


def _unschedule(release: Release, by: User, said: dict[str, Any]) -> str:
    unschedule(release=release, by=by)
    return _("Unscheduled. What was planned will not become public.")


def _correct(release: Release, by: User, said: dict[str, Any]) -> str:
    edition = correct(release=release, by=by, version=said["version"], change=Change(said["change"]), note=said["note"])
    return _("Published. Readers see edition %(number)s now.") % {"number": edition.number}


def _withdraw(release: Release, by: User, said: dict[str, Any]) -> str:
    withdraw(release=release, by=by, reason=said["reason"], gone=said["page"] == "gone")
    return _("Withdrawn. Readers find your reason at its address.")


def _publish_outcome(now: Situation) -> list[str]:
    return [
        _("Readers see “%(headline)s” at once, on every page that lists releases.")
        % {"headline": now.release.headline},
        _("Its address is settled from then on."),
    ]


def _schedule_outcome(now: Situation) -> list[str]:
    lines = [_("The working copy is frozen as it is now; what you save later is not part of it.")]
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


def _correct_outcome(now: Situation) -> list[str]:
    if now.standing == Standing.WITHDRAWN:
        return [_("The working copy takes the place of the notice, at the same address, at once.")]
    if not now.differing:
        return [_("The working copy is the same as what readers see: there is nothing to update.")]
    return [
        _("What readers see changes at once in: %(fields)s.") % {"fields": words.names_of_fields(now.differing)},
        _("They can still read the edition before."),
    ]


def _withdraw_outcome(now: Situation) -> list[str]:
    lines = [_("It disappears from every list, feed and search at once, and its text from its own address.")]
    if now.ahead is not None:
        lines.append(_("The scheduled update is taken back too."))
    return lines


PAGES: dict[Verb, Page] = {
    Verb.PUBLISH: Page(lambda now: VerbForm, _publish_outcome, _publish),
    Verb.SCHEDULE: Page(
        lambda now: ScheduleForm if now.current is None else ScheduleUpdateForm, _schedule_outcome, _schedule
    ),
    Verb.UNSCHEDULE: Page(lambda now: VerbForm, _unschedule_outcome, _unschedule),
    Verb.CORRECT: Page(lambda now: UpdateForm, _correct_outcome, _correct),
    Verb.WITHDRAW: Page(lambda now: WithdrawForm, _withdraw_outcome, _withdraw, dangerous=True),
}
