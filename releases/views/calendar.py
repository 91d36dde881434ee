"""The calendar of announced releases, as a page and for the calendars of newsrooms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _

from releases import clock
from releases.calendar.entries import calendar_of
from releases.calendar.ical import CONTENT_TYPE, icalendar
from releases.languages import in_every_language
from releases.office import office
from releases.views.answers import public


@public
def page(request: HttpRequest) -> HttpResponse:
    """What is announced in this language, month by month, and what has come of it."""
    context = {
        "calendar": calendar_of(translation.get_language(), clock.now(request)),
        "section": "calendar",
        "alternates": in_every_language("releases:calendar"),
    }
    return render(request, "releases/calendar.html", context)


@public
def feed(request: HttpRequest) -> HttpResponse:
    """The same as iCalendar."""
    language = translation.get_language()
    calendar = calendar_of(language, clock.now(request))
    name = _("%(office)s: announced releases") % {"office": office(request, language).name}
    entries = [*reversed(calendar.past), *calendar.ahead]
    response = HttpResponse(icalendar(entries, name, language), content_type=f"{CONTENT_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    # Readers should find the page, which says the same.
    response.headers["X-Robots-Tag"] = "noindex"
    # Calendars run in browsers as well, and there is nothing in it that is not for everybody.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
