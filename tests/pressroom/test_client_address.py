"""Whose request it is, where a proxy holds the connection."""

from ipaddress import ip_network
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from pressroom import env
from pressroom.checks import proxies
from pressroom.client_address import Proxies
from pressroom.middleware import ClientAddressMiddleware

PROXIES = Proxies(networks=(ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("2001:db8:ffff::/48")))
READER = "192.0.2.7"


def seen(connection: str, header: str = "X-Forwarded-For", **headers: str) -> str:
    """The address that everything behind the middleware sees."""
    found: list[str] = []

    def answer(request: HttpRequest) -> HttpResponse:
        found.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = RequestFactory(REMOTE_ADDR=connection).get("/", headers={header: headers["said"]} if headers else {})
    ClientAddressMiddleware(answer)(request)
    return found[0]


def test_without_proxies_nobody_is_believed(settings: Any) -> None:
    assert Proxies() == settings.TRUSTED_PROXIES
    assert seen("127.0.0.1", said=READER) == "127.0.0.1"
    assert seen("", said=READER) == ""


@pytest.mark.parametrize(
    ("connection", "said", "expected"),
    [
        ("127.0.0.1", READER, READER),
        ("127.0.0.1", f" {READER} ", READER),
        ("127.0.0.1", "2001:DB8::7", "2001:db8::7"),
        ("127.0.0.1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("127.0.0.1", f"{READER}:4711", READER),
        ("127.0.0.1", f"::ffff:{READER}", READER),
        # What the reader sent stands first, and is not looked at.
        ("127.0.0.1", f"203.0.113.9, {READER}", READER),
        ("127.0.0.1", f"127.0.0.1, 10.1.1.1, {READER}", READER),
        # Past our own, and no farther.
        ("127.0.0.1", f"203.0.113.9, {READER}, 10.1.1.1", READER),
        ("10.9.9.9", f"{READER}, 10.1.1.1, 127.0.0.1", READER),
        ("2001:db8:ffff::1", READER, READER),
        ("127.0.0.1", "10.1.1.1, 10.2.2.2", "10.1.1.1"),
        # What is no address ends the reading.
        ("127.0.0.1", f"{READER}, unknown", "127.0.0.1"),
        ("127.0.0.1", f"{READER}, unknown, 10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "<script>", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "," * 5000, "127.0.0.1"),
        ("127.0.0.1", "203.0.113.9," * 50_000 + READER, READER),
        # Nobody else is believed, whatever they say.
        ("192.0.2.99", READER, "192.0.2.99"),
        ("192.0.2.99", f"{READER}, 127.0.0.1", "192.0.2.99"),
        ("", READER, ""),
        ("nonsense", READER, "nonsense"),
    ],
)
def test_the_reader_is_the_first_before_our_own_proxies(
    settings: Any, connection: str, said: str, expected: str
) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    assert seen(connection, said=said) == expected


def test_a_server_at_a_socket_believes_whoever_holds_it_only_when_told(settings: Any) -> None:
    settings.TRUSTED_PROXIES = Proxies(unix=True)
    assert seen("", said=READER) == READER
    assert seen("192.0.2.99", said=READER) == "192.0.2.99"


def test_another_header_can_be_named(settings: Any) -> None:
    settings.TRUSTED_PROXIES, settings.CLIENT_ADDRESS_HEADER = PROXIES, "X-Real-IP"
    assert seen("127.0.0.1", "X-Real-IP", said=READER) == READER
    assert seen("127.0.0.1", said=READER) == "127.0.0.1"


def test_proxies_are_named_by_address_network_or_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,2001:db8:ffff::/48, unix")
    assert env.proxies("TRUSTED_PROXIES") == Proxies(networks=PROXIES.networks, unix=True)
    monkeypatch.setenv("TRUSTED_PROXIES", "")
    assert env.proxies("TRUSTED_PROXIES") == Proxies()


@pytest.mark.parametrize(
    "value", ["proxy.example.org", "10.0.0.1/8", "0.0.0.0/0", "::/0", "127.0.0.1 10.0.0.1", ",", "*"]
)
def test_what_names_no_proxy_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(env.Misconfigured, match="TRUSTED_PROXIES"):
        env.proxies("TRUSTED_PROXIES")


def test_a_proxy_that_is_there_and_not_named_is_an_error(settings: Any) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert [error.id for error in proxies(None)] == ["pressroom.E011"]
    settings.TRUSTED_PROXIES = PROXIES
    assert proxies(None) == []


def test_a_header_that_nobody_is_believed_about_is_told(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLIENT_ADDRESS_HEADER", "X-Real-IP")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert [warning.id for warning in proxies(None)] == ["pressroom.W012"]
    settings.TRUSTED_PROXIES = PROXIES
    assert proxies(None) == []


@pytest.mark.parametrize("value", ["X Forwarded", "X-Forwarded-For:", "ü", "-X"])
def test_what_is_no_header_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("CLIENT_ADDRESS_HEADER", value)
    with pytest.raises(env.Misconfigured, match="CLIENT_ADDRESS_HEADER is"):
        env.header("CLIENT_ADDRESS_HEADER", "X-Forwarded-For")


@pytest.mark.parametrize("value", ["_stored", "/_stored", "/", "/a/b/", "/../", "/ä/", "https://news.example.org/"])
def test_what_is_no_folder_of_a_web_server_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X_ACCEL_PREFIX", value)
    with pytest.raises(env.Misconfigured, match="X_ACCEL_PREFIX is"):
        env.location("X_ACCEL_PREFIX")
    monkeypatch.setenv("X_ACCEL_PREFIX", "/_stored/")
    assert env.location("X_ACCEL_PREFIX") == "/_stored/"
