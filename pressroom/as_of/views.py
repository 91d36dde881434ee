"""The back office's pages for looking at another moment: choosing one, and the reader's pages as they were then."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pressroom.as_of import choices, moments
from pressroom.as_of.asking import Outside, ask
from pressroom.as_of.forms import MomentForm
from pressroom.as_of.rewriting import Addresses, rewrite
from releases import access
from releases.models import Release


@require_safe
def choose(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """The form for a moment, with the moments that somebody may well mean. ``?release=`` offers those of one release."""
    access.require_preview(request.user)
    now = timezone.now()
    local = timezone.localtime(_moment_in(request) or now)
    asked = request.GET if "date" in request.GET else None
    initial = {"date": local.date(), "time": local.time(), "path": request.GET.get("path", "")}
    form = MomentForm(asked, now=now, host=request.get_host(), initial=initial)
    if form.is_valid():
        return HttpResponseRedirect(moments.address(form.cleaned_data["moment"], form.cleaned_data["path"]))
    path = form.cleaned_data.get("path", "/") if form.is_bound else "/"
    release = _release_in(request)
    context = {
        **admin_site.each_context(request),
        "title": _("What did the site say at …"),
        "form": form,
        "readings": [(moments.spell_reading(moment), moments.address(moment, path)) for moment in form.readings],
        "release": release,
        "usual": choices.usual(now, path),
        "beginnings": choices.of_release(release) if release else choices.latest(now),
    }
    return TemplateResponse(request, "admin/as_of.html", context, status=422 if form.errors else 200)


def _moment_in(request: HttpRequest) -> datetime | None:
    """The moment from which somebody comes back for another."""
    try:
        return moments.MomentConverter().to_python(request.GET.get("from", ""))
    except ValueError:
        return None


def _release_in(request: HttpRequest) -> Release | None:
    number = request.GET.get("release", "")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        return None
    return Release.objects.filter(pk=int(number)).first()


@require_safe
def page(request: HttpRequest, admin_site: AdminSite, moment: datetime, path: str = "") -> HttpResponse:
    """One of the reader's pages, with the status it had then, under a banner that cannot be overlooked.

    The text is that of the moment; the layout is today's, and so is the spelling of topics. Replies are left out.
    """
    access.require_preview(request.user)
    now = timezone.now()
    if not moments.is_near(moment, now):
        raise Http404
    try:
        answer = ask(moment, f"/{path}", request)
    except Outside:
        context = {
            **admin_site.each_context(request),
            "title": _("Not part of what can be looked at"),
            "front": moments.address(moment),
            "moment": moments.spell(moment),
        }
        return TemplateResponse(request, "admin/as_of_outside.html", context, status=404)
    return _for_staff(_dressed(answer, request, moment, f"/{path}", now))


def _dressed(answer: HttpResponse, request: HttpRequest, moment: datetime, path: str, now: datetime) -> HttpResponse:
    """The answer with its links led to the same moment, and the banner where it is a page."""
    addresses = Addresses(moments.address(moment, ""), (request.get_host(), urlsplit(settings.SITE_URL).netloc))
    if "Location" in answer.headers:
        answer.headers["Location"] = addresses.lead(answer.headers["Location"])
    if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
        shown = _banner(request, moment, path, now)
        answer.content = rewrite(
            answer.content.decode(),
            addresses,
            head=render_to_string("admin/as_of_head.html"),
            title=f"{escape(moments.spell_short(moment))} · ",
            banner=render_to_string("admin/as_of_banner.html", shown),
        )
    return answer


def _banner(request: HttpRequest, moment: datetime, path: str, now: datetime) -> dict[str, object]:
    query = request.GET.urlencode()
    here = iri_to_uri(path) + (f"?{query}" if query else "")
    around = moments.neighbours(moment)
    again = urlencode({"from": moments.MomentConverter().to_url(moment), "path": here})
    return {
        "language": get_language(),
        "ahead": moment > now,
        "moment": moment.isoformat(),
        "words": moments.spell(moment),
        "utc": moments.spell_utc(moment),
        "before": _neighbour(around.before, here),
        "after": _neighbour(around.after, here),
        "after_is_ahead": around.after is not None and around.after > now,
        "here": here,
        "choose": f"{reverse('admin:as_of')}?{again}",
    }


def _neighbour(moment: datetime | None, here: str) -> dict[str, str] | None:
    return {"words": moments.spell_short(moment), "address": moments.address(moment, here)} if moment else None


def _for_staff(response: HttpResponse) -> HttpResponse:
    """No cache keeps it and no robot lists it, whatever the reader's page said of itself."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    for name in ("ETag", "Last-Modified"):
        response.headers.pop(name, None)
    return response
