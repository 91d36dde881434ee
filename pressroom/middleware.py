"""What every answer carries, and in which language it speaks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware
from django.utils import translation

from pressroom.client_address import client_address

GetResponse = Callable[[HttpRequest], HttpResponse]


class ClientAddressMiddleware:
    """Behind a proxy, whose connection it is: ``pressroom.client_address`` says whom to believe."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "")
        connection = request.META.get("REMOTE_ADDR", "")
        request.META["REMOTE_ADDR"] = client_address(connection, said, settings.TRUSTED_PROXIES)
        return self.get_response(request)


class LanguageMiddleware:
    """The language of a public page comes from its address alone.

    Django's LocaleMiddleware adds ``Vary: Accept-Language`` and reads a cookie: a public page would then no longer be the
    same for everybody. The back office has one address for all languages and follows the browser's.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            language = translation.get_language_from_request(request)
        else:
            language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response


class CookielessReadersMiddleware:
    """Whatever cookie comes with a request for a reader's page is not looked at.

    Browsers send ours to the back office only, but anybody can send one: Django answers a stale session or a malformed
    token with a ``Set-Cookie`` and a ``Vary: Cookie`` of its own, and the page would no longer be the same for everybody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/admin/"):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Headers that Django does not know of: no browser feature is used, and nothing may be embedded elsewhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class UnchangedMiddleware(ConditionalGetMiddleware):
    """304 for what has not changed, which says as the whole answer did who may read it.

    Django's 304 loses these headers. A script of another site that asked with If-None-Match would not be shown the answer
    (Fetch, 4.9), and a browser would take a default that is set later for a change of what it has stored (RFC 9111, 3.2).
    """

    WHO_MAY_READ = ("Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cross-Origin-Resource-Policy")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        answer = super().process_response(request, response)
        if answer is not response and answer.status_code == 304:
            for name in self.WHO_MAY_READ:
                if name in response.headers:
                    answer.headers[name] = response.headers[name]
        return answer


class HeadMiddleware:
    """A HEAD answer has the headers of the GET answer, and no body (RFC 9110, 9.3.2).

    Django leaves this to the server; gunicorn 27 drops the body and logs a warning for each, and monitors ask with HEAD.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            # Nothing of it is made, and what it would be made of is closed.
            response.streaming_content = ()
        elif request.method == "HEAD" and isinstance(response, HttpResponse):
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response
