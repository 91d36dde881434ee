"""One address for each kind of page: what is looked at in a browser, where looking at every page would take hours.

Imported inside the site's environment only (``serve.Site.kinds``): only the database knows where the rare ones are.
"""

from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from releases.models import Edition


def addresses() -> dict[str, str]:
    """Name and path of a page of each kind in this process's newsroom."""
    now = timezone.now()
    public = Edition.objects.public(now)
    english = public.in_language("en").newest_first()
    newest = english[0]
    month = f"/releases/{newest.first_published:%Y/%m/}"
    pages = {
        "front": "/",
        "list": "/releases/",
        "list-kind": "/releases/?kind=speech",
        "year": f"/releases/{newest.first_published:%Y/}",
        "month": month,
        "found": "/releases/?q=ferry",
        "found-nothing": "/releases/?q=zyzzyva",
        "misspelt": "/releases/?q=fery",
        "archive": reverse("releases:archives"),
        "tags": reverse("releases:tags"),
        "calendar": reverse("releases:calendar"),
        "feeds": "/feeds/",
        "api": "/api/",
        "french": "/fr/",
        "missing": "/no-such-page/",
    }
    pages |= _releases(now)
    if (tag := newest.tags.first()) is not None:
        pages["tag"] = f"/tags/{tag.slug}/"
    return pages


def _releases(now: datetime) -> dict[str, str]:
    """Releases of every sort: with all parts, replied to, corrected, withdrawn, in French."""
    public = Edition.objects.public(now)
    found: dict[str, str] = {}
    richest = max(public.in_language("en"), key=lambda edition: len(edition.article_html))
    found["release"] = richest.get_absolute_url()
    replied = public.in_language("en").annotate(replies=Count("release__comments")).order_by("-replies").first()
    if replied is not None:
        found["replies"] = replied.get_absolute_url()
        found["reply-form"] = f"{replied.get_absolute_url()}replies/"
    plain = public.in_language("en").filter(lead_image=None).newest_first().first()
    if plain is not None:
        found["release-plain"] = plain.get_absolute_url()
    corrected = public.in_language("en").filter(number__gt=1).newest_first().first()
    if corrected is not None:
        found["corrected"] = corrected.get_absolute_url()
        found["earlier"] = f"{corrected.get_absolute_url()}editions/1/"
        found["changes"] = f"{corrected.get_absolute_url()}editions/{corrected.number}/changes/"
    for name, gone in (("withdrawn", False), ("gone", True)):
        edition = Edition.objects.withdrawn(now).filter(gone=gone).first()
        if edition is not None:
            found[name] = edition.get_absolute_url()
    french = public.in_language("fr").first()
    if french is not None:
        found["release-french"] = french.get_absolute_url()
    return found
