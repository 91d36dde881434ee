"""Telling the browser which of the texts that it keeps were saved: see ``static/js/admin/keep.js``.

The browser names the text that it sends, and is told the name again, in a cookie that only this browser has, once a save
really succeeded. Nothing else is proof: a page that came back may hold errors, a conflict, or the login, and whoever saves
and closes may open the form again tomorrow, in another session.
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from js_asset import ImportMap

from releases.fields import PICKER

IMPORTS = ImportMap({"pressroom/typed": "js/admin/typed.js", **PICKER})
"""For the page's import map: the name in a script stays, while that of a static file holds a hash of what is in it."""
COOKIE = "pressroom_saved"
_FIELD = "_text"
_NAME = re.compile(r"[a-z0-9]{1,16}")
_MANY = 12
"""Texts that a browser may have on the way at once, with room to spare."""
_DAYS = 30
"""As long as the browser keeps a text."""


def tell_saved(request: HttpRequest, response: HttpResponse) -> None:
    """Put the name of the text that was saved into the cookie, before those of the last few."""
    name = request.POST.get(_FIELD, "")
    if not _NAME.fullmatch(name):
        return
    known = [old for old in request.COOKIES.get(COOKIE, "").split(".") if _NAME.fullmatch(old) and old != name]
    response.set_cookie(
        COOKIE,
        ".".join([name, *known][:_MANY]),
        max_age=_DAYS * 24 * 3600,
        path=settings.SESSION_COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
        # The form's script reads it.
        httponly=False,
    )
