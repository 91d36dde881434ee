"""What crawlers are asked to leave alone."""

from django.http import HttpRequest, HttpResponse

from releases.views.answers import public

ROBOTS = "User-agent: *\nDisallow: /admin/\n"


@public
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read (RFC 9309). Drafts are not named: what nobody links to needs no rule that tells of it."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
