"""What every answer tells a browser that it may not do, from the first day."""

import pytest
from django.test import Client

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGES = ["/", "/releases/", "/no/such/page/", "/healthz", "/robots.txt", "/admin/login/", "/fr/"]


def policy(header: str) -> dict[str, set[str]]:
    """A Content-Security-Policy by directive."""
    return {name: set(sources) for name, *sources in (part.split() for part in header.split(";"))}


@pytest.mark.parametrize("path", PAGES)
def test_every_page_carries_the_security_headers(client: Client, db: None, path: str) -> None:
    response = client.get(path)
    assert {name: response.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert "camera=()" in response.headers["Permissions-Policy"]
    found = policy(response.headers["Content-Security-Policy"])
    assert found["default-src"] == {"'none'"}
    assert found["base-uri"] == {"'none'"}
    assert found["frame-ancestors"] == {"'none'"}
    assert found["form-action"] == {"'self'"}
    allowed = set.union(*found.values())
    assert not allowed & {"'unsafe-inline'", "'unsafe-eval'", "*", "https:", "http:", "data:"}
    assert not any("." in source for source in allowed), "another host is allowed"


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/admin/")])
def test_a_public_page_depends_on_nothing_about_its_reader(client: Client, db: None, path: str) -> None:
    response = client.get(path, headers={"Accept-Language": "fr", "Cookie": "django_language=fr; sessionid=x"})
    assert not response.cookies
    assert "nonce" not in response.headers["Content-Security-Policy"]
    assert not {"cookie", "accept-language"} & {word.strip().lower() for word in response.get("Vary", "").split(",")}
    assert response.headers["Content-Language"] == ("fr" if path.startswith("/fr/") else "en")


def test_the_back_office_speaks_the_language_of_the_browser(client: Client, db: None) -> None:
    response = client.get("/admin/login/", headers={"Accept-Language": "fr"})
    assert response.headers["Content-Language"] == "fr"


@pytest.mark.parametrize("path", ["/", "/no/such/page/"])
def test_head_has_the_headers_of_get_and_no_body(client: Client, db: None, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert int(head.headers["Content-Length"]) == len(got.content)


@pytest.mark.parametrize("path", ["/static/css/tokens.css", "/static/js/share.js", "/static/img/favicon.svg"])
def test_a_static_file_carries_what_concerns_it_and_a_drawing_runs_nothing(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    said = policy(headers.get("Content-Security-Policy", "default-src"))
    assert ("sandbox" in said and said["default-src"] == {"'none'"}) == path.endswith(".svg")
    assert ("Permissions-Policy" in headers) is False
