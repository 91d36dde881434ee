"""What somebody sees whose form came with a token that is no longer theirs."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, saying what to do. In the back office this is nearly always a login in another tab, which changes the token.

    What was sent is not offered again, as it is after a session that ended: a form without the right token may have been
    put together by a stranger's site, and a page of ours with their words and a fresh token would finish their attack with
    one click. The person's own text is where they wrote it: in the page before, and in the browser's kept copy.
    """
    if not request.path.startswith("/admin/"):
        return csrf_failure(request, reason)
    context = {**admin.site.each_context(request), "title": _("Not sent"), "subtitle": None}
    response = render(request, "admin/not_sent.html", context, status=403)
    add_never_cache_headers(response)
    return response
