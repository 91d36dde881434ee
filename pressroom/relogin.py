"""A session that ends while somebody writes costs them no word, with or without script.

Django sends a POST without a session to the login page and drops its body. Here the answer to such a POST is the login
page itself, with what was sent in one signed field of the login form. After the login it waits in the new session, on a
page that shows it and has one button to send it on. Nothing is sent by itself: whoever logs in may be somebody else, and
anybody can make this server sign what they sent. Nothing is stored for strangers: before the login it is in the page only.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

FIELD = "kept"
LIMIT = 4 * 1024 * 1024
"""The longest signed field, in characters, which need no escaping in a form. With the rest of the login form it stays below
``DATA_UPLOAD_MAX_MEMORY_SIZE``; otherwise the login would fail and take the text with it."""

_SALT = "pressroom.relogin"
_WAITING = "pressroom_waiting"
_APPS = ("releases_", "comments_", "taggit_", "media_")
"""What is kept is listed, not what is not: a page for accounts that is added one day must not be kept by mistake."""
_SENT_ON = "_kept"
"""What the form of the page after the login says beside the fields."""
_NOBODYS = frozenset({"csrfmiddlewaretoken", FIELD, _SENT_ON})


@dataclass(frozen=True, slots=True)
class Kept:
    """What was sent to a page of the back office by somebody whose session had ended."""

    path: str
    fields: list[tuple[str, list[str]]]
    files: list[str]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Every value with its name, as a form sends them."""
        return [(name, value) for name, values in self.fields for value in values]

    @property
    def written(self) -> list[tuple[str, str]]:
        """What a person wrote or chose, without the form's own bookkeeping and without what they left empty."""
        return [(name, value) for name, value in self.pairs if value.strip() and not _is_bookkeeping(name)]


def is_worth_keeping(request: HttpRequest) -> bool:
    """Whether this is a form that a person sent, from a page whose fields may be carried through a login."""
    # Browsers say how a request came about; scripts have no use for a page (Fetch Metadata, W3C).
    by_a_person = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    return request.method == "POST" and by_a_person and _leads_to_a_form(request.get_full_path())


def ask(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """The login page, with what was sent in it.

    403 and not 401, which would have to name a scheme of HTTP authentication (RFC 9110, 15.5.2); and not 200, because a
    script or a monitor would take that for success.
    """
    kept = _sent_with(request)
    packed = signing.dumps(asdict(kept), salt=_SALT, compress=True)
    fits = len(packed) <= LIMIT
    address = reverse("admin:login")
    page = {
        **admin_site.each_context(request),
        "title": _("Log in"),
        "subtitle": None,
        "form": AdminAuthenticationForm(request),
        "app_path": address,
        "next": kept.path,
        "username": request.user.get_username(),
        "session_ended": True,
        "kept": packed if fits else "",
        "to_copy": [] if fits else kept.written,
    }
    response = TemplateResponse(request, "admin/login.html", page, status=403)
    add_never_cache_headers(response)
    return response


def brought(request: HttpRequest) -> str:
    """What the login form brought along, still packed: a wrong password must not cost it either."""
    packed = request.POST.get(FIELD, "")
    return packed if len(packed) <= LIMIT and unpack(packed) is not None else ""


def unpack(packed: str) -> Kept | None:
    """What was kept, or nothing when this server did not pack it or it leads anywhere but to a form of the back office.

    There is no age at which it is refused: a page left open over a long weekend is what this is for.
    """
    try:
        found = signing.loads(packed, salt=_SALT)
        kept = Kept(found["path"], [(name, values) for name, values in found["fields"]], found["files"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None
    return kept if _leads_to_a_form(kept.path) else None


def let_wait(request: HttpRequest, packed: str) -> HttpResponse:
    """After the login: put it into the session, where neither a reload nor the Back button can lose it, and show it."""
    request.session[_WAITING] = packed
    return HttpResponseRedirect(reverse("admin:kept"))


def waiting(request: HttpRequest) -> Kept | None:
    """What waits in the session to be sent on."""
    return unpack(request.session.get(_WAITING, ""))


def forget(request: HttpRequest) -> None:
    """It was sent, or thrown away."""
    request.session.pop(_WAITING, None)


def forget_when_sent(request: HttpRequest, response: HttpResponseBase) -> None:
    """Every form of the back office answers success with a redirect; whatever else comes, the text goes on waiting."""
    if request.method == "POST" and response.status_code == 302 and _SENT_ON in request.POST:
        forget(request)


def _sent_with(request: HttpRequest) -> Kept:
    fields = [(name, values) for name, values in request.POST.lists() if _may_be_kept(name)]
    files = [file.name or "" for _name, many in request.FILES.lists() for file in many]
    return Kept(request.get_full_path(), fields, files)


def _may_be_kept(name: str) -> bool:
    return name not in _NOBODYS and "password" not in name.lower()


def _is_bookkeeping(name: str) -> bool:
    return name.startswith("_") or name in ("version", "seen") or name.endswith(("_FORMS", "-ORDER", "-id", "-release"))


def _leads_to_a_form(path: str) -> bool:
    """A path of this site, to a page of the back office that is about releases, replies, tags or the library."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return False
    try:
        found = resolve(urlsplit(path).path)
    except (Resolver404, ValueError):
        return False
    return found.namespaces == ["admin"] and (found.url_name or "").startswith(_APPS)
