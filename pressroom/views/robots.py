"""What crawlers are asked to leave alone, and where they find the rest."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from releases.views.answers import public

# Searches and their filters are endless addresses of what stands elsewhere (RFC 9309, 2.2.3 for the pattern).
RULES = "User-agent: *\nDisallow: /admin/\nDisallow: /*?q=\nDisallow: /*&q=\n"


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read (RFC 9309). Drafts are not named: what nobody links to needs no rule that tells of it."""
    maps = "".join(f"Sitemap: {settings.SITE_URL}{reverse(name)}\n" for name in ("sitemap", "news_sitemap"))
    return HttpResponse(f"{RULES}\n{maps}", content_type="text/plain; charset=utf-8")
