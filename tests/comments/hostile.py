"""Hostile text, sent through the real form address in every field, and what became of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import HttpResponse
from django.test import Client
from lxml import html

from comments import cleaning, website
from comments.actions import decide
from comments.addresses import reply_url
from comments.models import Comment
from comments.states import State
from releases.errors import Refused
from releases.models import Release
from tests import cast
from tests.comments.conversation import edition_of

FIELDS = {"comment": "text", "author": "author", "email": "email", "url": "url"}
"""Names in the form, and in the database."""
CLEANED = {"comment": "text", "author": "author", "email": "email", "url": "website"}
"""By which function of comments.cleaning."""
HARMLESS = {"author": "Noor Said", "email": "noor@example.org", "url": ""}


@dataclass
class Sent:
    """What was posted and how it was answered."""

    stored: list[Comment] = field(default_factory=list)
    waiting: dict[int, str] = field(default_factory=dict)
    """By the reply's number: the page on which its writer sees it."""
    refusals: list[bytes] = field(default_factory=list)
    """Pages that gave the form back."""
    fields: Counter[str] = field(default_factory=Counter)
    """How often a payload was taken in as each field."""


def dressed(payload: str) -> dict[str, str]:
    """As what each field takes, where that is possible: an address can hold nearly anything behind its host, or in quotes."""
    return {
        "comment": f"{payload}\n\nhttps://example.org/{payload}",
        "author": payload if fits("author", payload) else f"{payload} x",
        "email": f'"{payload}"@example.org',
        "url": f"https://example.org/{payload}?{payload}#{payload}",
    }


def fits(name: str, value: str) -> bool:
    """Whether a field takes it, by the function that decides for the form."""
    try:
        getattr(cleaning, CLEANED[name])(value)
    except Refused:
        return False
    return True


def send_all(client: Client, release: Release, named: Iterable[tuple[str, str]]) -> Sent:
    """Post everything. Each is answered as it must be, or this fails."""
    sent = Sent()
    for number, (name, payload) in enumerate(named):
        # As it is, in all four fields: hardly ever an address, so it is refused, and says where.
        _offer(client, release, name, payload, number, sent)
        fitting = {key: value for key, value in dressed(payload).items() if fits(key, value)}
        _store(client, release, name, fitting, number, sent)
    return sent


def _offer(client: Client, release: Release, name: str, payload: str, number: int, sent: Sent) -> None:
    before, tried = Comment.objects.count(), dict.fromkeys(FIELDS, payload)
    answer = post(client, release, _from(number), tried)
    wrong = {key for key, value in tried.items() if not fits(key, value)}
    assert wrong, (name, "nothing of the corpora is a name, a text, a mailbox and a website all at once")
    assert answer.status_code == 422, (name, answer.status_code)
    assert refused_fields(answer.content) == wrong, name
    assert Comment.objects.count() == before, (name, "half stored")
    sent.refusals.append(answer.content)


def _store(client: Client, release: Release, name: str, fitting: dict[str, str], number: int, sent: Sent) -> None:
    tried = {"comment": f"Harmless {number}", **HARMLESS} | fitting
    answer = post(client, release, _from(number), tried)
    assert answer.status_code == 303, (name, refused_fields(answer.content))
    comment = Comment.objects.latest("pk")
    for key, value in tried.items():
        assert getattr(comment, FIELDS[key]) == normalised(key, value), (name, key)
    sent.fields.update(fitting.keys())
    sent.stored.append(comment)
    sent.waiting[comment.pk] = answer["Location"]


def post(client: Client, release: Release, address: str, fields: Mapping[str, str]) -> HttpResponse:
    """What a browser at this address sends from our own page."""
    return client.post(
        reply_url(edition_of(release)),
        urlencode({"parent": ""} | fields),
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        REMOTE_ADDR=address,
    )


def _from(number: int) -> str:
    """An address of its own: so many from one would be too many."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def refused_fields(content: bytes) -> set[str]:
    """At which fields the form says that something is wrong, each with a sentence that assistive technology finds."""
    tree = html.fromstring(content.decode())
    found = set()
    for control in tree.xpath("//form[@id='commentform']//*[@aria-invalid='true']"):
        told = [tree.get_element_by_id(each).text_content().strip() for each in control.get("aria-describedby").split()]
        assert any(told), html.tostring(control)
        found.add(control.get("name"))
    return found


def normalised(name: str, value: str) -> str:
    """All that may happen to it on its way into the database (comments/cleaning.py), said a second time."""
    if name == "comment":
        return re.sub("\r\n?", "\n", value).strip()
    if name == "url" and value:
        return percent_encoded(value)
    return unicodedata.normalize("NFC", value.strip()) if name == "author" else value.strip()


def percent_encoded(value: str) -> str:
    """An address behind https://example.org/, in which nothing is left that markup or a browser could read otherwise."""
    address = website.normalised_website(value.strip()) or ""
    assert re.fullmatch(r"https://example\.org/[A-Za-z0-9/:@!$&*+,;=~._%?#-]*", address), address
    return address


def approve_all(comments: Iterable[Comment]) -> None:
    """By a moderator, one by one."""
    mo = cast.mo()
    for comment in comments:
        decide(comment=comment, to=State.APPROVED, by=mo, seen_state=State.PENDING)
