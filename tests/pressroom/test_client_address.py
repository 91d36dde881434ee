"""Whose request it is, where a proxy holds the connection."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from pressroom import env
from pressroom.middleware import ClientAddressMiddleware


def seen(**headers: str) -> str:
    """The address that everything behind the middleware sees."""
    found: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    named = {name.replace("_", "-"): value for name, value in headers.items()}
    ClientAddressMiddleware(answer)(RequestFactory(REMOTE_ADDR="127.0.0.1").get("/", headers=named))
    return found[0]


def test_nobody_is_believed_unless_the_operator_says_so(settings: Any) -> None:
    settings.CLIENT_ADDRESS_HEADER = ""
    assert seen(X_Forwarded_For="192.0.2.7") == "127.0.0.1"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:DB8::7", "2001:db8::7"),
        ("203.0.113.9, 192.0.2.7", "192.0.2.7"),
        ("192.0.2.7, unknown", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_proxys_word_is_the_last_one(settings: Any, said: str, expected: str) -> None:
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    assert seen(X_Forwarded_For=said) == expected


@pytest.mark.parametrize("value", ["X Forwarded", "X-Forwarded-For:", "ü", "-X"])
def test_what_is_no_header_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLIENT_ADDRESS_HEADER", value)
    with pytest.raises(env.Misconfigured, match="CLIENT_ADDRESS_HEADER is"):
        env.header("CLIENT_ADDRESS_HEADER")


@pytest.mark.parametrize("value", ["_stored", "/_stored", "/", "/a/b/", "/../", "/ä/", "https://news.example.org/"])
def test_what_is_no_folder_of_a_web_server_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X_ACCEL_PREFIX", value)
    with pytest.raises(env.Misconfigured, match="X_ACCEL_PREFIX is"):
        env.location("X_ACCEL_PREFIX")
    monkeypatch.setenv("X_ACCEL_PREFIX", "/_stored/")
    assert env.location("X_ACCEL_PREFIX") == "/_stored/"
