"""The front page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from taggit.models import Tag

from releases import clock
from releases.languages import in_every_language
from releases.models import Edition
from releases.views.answers import public

LATEST = 7
MISSED = 4
TOPICS = 12


@public
def home(request: HttpRequest) -> HttpResponse:
    """The lead story, the latest releases, and older ones with pictures that a reader may have missed.

    The lead is the newest of the latest that has a picture, and the newest of all where none has.
    """
    at, language = clock.now(request), translation.get_language()
    every = Edition.objects.public(at).in_language(language)
    latest = list(every.for_cards().newest_first()[:LATEST])
    lead = next((edition for edition in latest if edition.lead_image_id), latest[0] if latest else None)
    pictured = every.filter(lead_image__isnull=False).for_cards().newest_first()[: LATEST + MISSED]
    shown = {edition.pk for edition in latest}
    context = {
        "lead": lead,
        "latest": [edition for edition in latest if edition != lead],
        "missed": [edition for edition in pictured if edition.pk not in shown][:MISSED],
        "topics": Tag.objects.filter(edition_items__edition__in=shown).distinct().order_by("name")[:TOPICS],
        "section": "home",
        "alternates": in_every_language("home"),
    }
    return render(request, "pressroom/home.html", context)
