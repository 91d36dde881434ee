"""Show a verb's page and carry the verb out. A refusal keeps what was typed; a rehearsal changes nothing."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from releases import access
from releases.actions.common import lock_all
from releases.admin import saving
from releases.admin.compare import moved_context
from releases.admin.history import done
from releases.admin.standing import Situation, label, situation
from releases.admin.verb_forms import PlainForm, latest_event
from releases.admin.verbs.page import Look
from releases.admin.verbs.registry import PAGES
from releases.errors import BadMoment, Conflict, Refused
from releases.models import Release
from releases.pairs import ParityGap
from releases.review import own_work, required_reviewers
from releases.workflow import ASIDE, Stage, Verb, permits, require_stage, require_standing


@dataclass(frozen=True, slots=True)
class _Visit:
    """Who asks for which verb, and what they find."""

    request: HttpRequest
    by: User
    verb: Verb
    now: Situation

    def form(self, posted: Any, release: Release | None = None) -> PlainForm:
        """The verb's form, filled with what was sent."""
        kind = PAGES[self.verb].form(self.now)
        return kind(posted, release=release or self.now.release, standing=self.now.standing)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int, verb: Verb, admin_site: AdminSite) -> HttpResponse:
    """Show the page, or carry the verb out and go back to the release.

    A form whose ``confirmation`` is not sent along is rehearsed: carried out in a transaction that is rolled back, so that
    whatever would refuse it refuses it now, and then shown once more with what will happen, to be confirmed.
    """
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User) or not permits(verb, by.has_perm):
        raise PermissionDenied
    visit = _Visit(request, by, verb, situation(release, timezone.now()))
    posted = request.POST if request.method == "POST" else None
    form = visit.form(posted)
    if posted is None or "again" in posted:
        return _answer(visit, admin_site, form)
    if not form.is_valid():
        return _answer(visit, admin_site, form, status=422)
    confirmed = form.confirmation in ("", posted.get("confirmed"))
    try:
        told = _carry_out(visit, form, for_good=confirmed)
    except Refused as refused:
        return _answer(visit, admin_site, _after(visit, refused), status=409)
    if not confirmed:
        return _answer(visit, admin_site, form, confirming=True)
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:releases_release_change", args=[release.pk]))


def _carry_out(visit: _Visit, form: PlainForm, *, for_good: bool) -> str:
    """Do it, and return what happened. Raises a ``Refused``."""
    with transaction.atomic():
        # The action takes the same lock again; taken here first, nothing can happen between the look and the act.
        # With its other languages, if they take part, in the order in which everybody locks.
        own = visit.now.release
        locked = lock_all([own, *form.companions])[own.pk]
        if "seen" in form.cleaned_data:
            _require_unmoved(locked, form.cleaned_data["seen"])
        told = PAGES[visit.verb].act(locked, visit.by, form.cleaned_data)
        transaction.set_rollback(not for_good)
    return told


def _require_unmoved(release: Release, seen: int) -> None:
    """Whatever happened since the person opened the page, they should know of it before they go on."""
    if latest_event(release) == seen:
        return
    last = release.events.exclude(verb__in=ASIDE).order_by("-pk")[0]
    raise Conflict(
        _("Meanwhile: %(person)s, %(time)s: %(act)s. Nothing you did now was carried out. Look again before you go on.")
        % {"person": last.actor_name, "time": timezone.localtime(last.at).strftime("%H:%M:%S"), "act": done(last)}
    )


def _after(visit: _Visit, refused: Refused) -> PlainForm:
    """The same form with what was typed and the reason, good for another try that knows of it."""
    posted = visit.request.POST.copy()
    fresh = Release.objects.get(pk=visit.now.release.pk)
    for name, value in visit.form(None, fresh).tokens().items():
        posted[name] = value
    form = visit.form(posted, fresh)
    form.is_valid()
    form.add_error(_field_of(refused, form), str(refused))
    return form


def _field_of(refused: Refused, form: PlainForm) -> str | None:
    """Beside which field the refusal is told; above all of them where it is about none."""
    name = {BadMoment: "time", ParityGap: "parity_reason"}.get(type(refused))
    return name if name in form.fields else None


def _answer(
    visit: _Visit, admin_site: AdminSite, form: PlainForm, *, confirming: bool = False, status: int = 200
) -> HttpResponse:
    """The page with this form."""
    now, verb = visit.now, visit.verb
    barred, shown = _barred(visit), PAGES[verb]
    look = Look(now, form, visit.by, confirming)
    context = {
        **admin_site.each_context(visit.request),
        "title": label(verb, now.standing),
        "subtitle": None,
        "opts": Release._meta,
        "original": now.release,
        "now": now,
        "verb": verb,
        "barred": barred,
        "outcome": [] if barred else shown.outcome(now),
        "sections": [] if barred else [section for draw in shown.sections if (section := draw(look))],
        "form": form,
        "confirming": confirming,
        "style": shown.style,
        "button": shown.button(now, verb) if confirming or not form.is_confirmed else _("See what will happen"),
    }
    if status == HTTPStatus.CONFLICT:
        context |= moved_context(form.release, saving.version_in(visit.request.POST.get("version", "")))
    return TemplateResponse(visit.request, "admin/releases/release/verb.html", context, status=status)


def _barred(visit: _Visit) -> str:
    """Why there is no form on this page, or nothing."""
    now, verb = visit.now, visit.verb
    try:
        require_standing(verb, now.standing)
        require_stage(verb, Stage(now.release.stage), required_reviewers(now.release.kind))
    except Refused as refused:
        return str(refused)
    return own_work(verb, now.release, visit.by) or PAGES[verb].barred(now, visit.by)
