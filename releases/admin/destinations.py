"""Suggestions of public releases, by the words of their headlines: where a withdrawn release may send its readers."""

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from releases import access
from releases.admin import words
from releases.models import Edition

SUGGESTIONS = 8


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """The newest public releases whose headline holds what was typed, with their addresses."""
    access.require_preview(request.user)
    typed = " ".join(request.GET.get("q", "")[:100].split())
    if not typed or "\x00" in typed:
        return JsonResponse({"releases": []})
    found = Edition.objects.public(timezone.now()).filter(headline__icontains=typed).defer("article_html")
    return JsonResponse(
        {
            "releases": [
                {
                    "address": edition.get_absolute_url(),
                    "label": f"{edition.headline} · {edition.language} · {words.short(edition.first_published)}",
                }
                for edition in found.newest_first()[:SUGGESTIONS]
            ]
        }
    )
