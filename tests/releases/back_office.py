"""How a person uses the back office in tests: opens a page, fills in what the page itself offers, and sends it."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from lxml import html

RELEASES = "/admin/releases/release/"


def at_the_desk(person: User) -> Client:
    """A browser in which this person is logged in, and in which forged requests are refused."""
    client = Client()
    client.force_login(person)
    return client


def where(release: Any, page: str = "change") -> str:
    """The address of a release's page."""
    return f"{RELEASES}{release.pk}/{page}/"


def page_of(response: Any) -> Any:
    """The answer as a tree."""
    return html.fromstring(response.content.decode())


def text_of(response: Any) -> str:
    """All words of an answer, in one line."""
    return " ".join(page_of(response).text_content().split())


def filled(response: Any, **changes: Any) -> dict[str, Any]:
    """What the browser would send of the form on this page, with these fields changed."""
    forms = (form for form in page_of(response).forms if form.get("id") != "logout-form")
    # What stands in a template is no part of the page until a script takes it out.
    (form,) = [form for form in forms if not form.xpath("ancestor::template")]
    return {**dict(form.form_values()), **changes}


def part(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    """The fields of a list of parts, in place of whatever was there."""
    fields: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return fields


def carry_out(desk: Client, release: Any, verb: str, **said: Any) -> Any:
    """Open a verb's page, fill it in, and press its button; once more where it asks for a confirmation."""
    page = where(release, verb)
    return confirmed(desk, page, desk.post(page, filled(desk.get(page), **said)))


def confirmed(desk: Client, page: str, response: Any) -> Any:
    """The answer to pressing the button once more, where a page asks for that; otherwise the same answer."""
    if response.status_code == 200 and page_of(response).xpath("//input[@name='confirmed']"):
        return desk.post(page, filled(response))
    return response
