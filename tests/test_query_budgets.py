"""What a page asks of the database does not grow with what is in it, and is little for the pages that readers ask most."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.actions.decide import decide
from comments.actions.submit import submit
from comments.models import Comment
from comments.states import State
from releases.models import Release
from tests import cast
from tests.scenes import NOW, corrected, lead, picture, published
from tests.worlds import reply_keys

pytestmark = pytest.mark.django_db

ADDRESS = f"/releases/{NOW:%Y/%m/%d}/ferry/"
ROWS = (2, 20)

# Nothing is cached, so this is also what a page costs when it is asked for the first time.
BUDGETS = {
    "/": 8,
    "/releases/": 8,
    "/releases/?kind=news_release": 8,
    "/releases/?tag=common": 8,
    "/releases/?year=2026": 8,
    "/releases/?q=ferry": 12,
    "/releases/?q=other&sort=newest": 12,
    "/releases/2026/": 8,
    "/releases/2026/03/": 8,
    "/releases/archive/": 4,
    "/tags/": 5,
    "/calendar/": 5,
    "/calendar.ics": 5,
    "/tags/common/": 8,
    ADDRESS: 9,
    f"{ADDRESS[:-1]}.txt": 4,
    f"{ADDRESS[:-1]}.pdf": 5,
    f"{ADDRESS}editions/1/": 8,
    f"{ADDRESS}editions/2/changes/": 8,
    f"{ADDRESS}replies/": 8,
    f"{ADDRESS}replies.atom": 4,
    f"{ADDRESS}replies.rss": 5,
    f"{ADDRESS}replies.feed.json": 5,
    f"{ADDRESS}replies.json": 4,
    f"{ADDRESS}replies/reply-1/": 4,
    f"{ADDRESS}replies/reply-1/report/": 4,
    "/feeds/": 3,
    "/feeds/releases.rss": 6,
    "/feeds/releases.atom": 6,
    "/feeds/releases.json": 6,
    "/feeds/kinds/news_release.rss": 6,
    "/feeds/tags/common.rss": 7,
    "/feeds/all-languages.rss": 8,
    f"{ADDRESS[:-1]}.json": 6,
    f"{ADDRESS[:-1]}.ninjs.json": 6,
    f"/api/v1/releases/{NOW:%Y-%m-%d}/ferry/": 6,
    "/api/": 1,
    "/api/v1/": 1,
    "/api/v1/releases/": 3,
    "/api/v1/releases/?tag=common&kind=news_release&from=2026-01-01": 3,
    "/api/v1/search/?q=other": 5,
    "/api/v1/tags/": 1,
    "/api/v1/kinds/": 0,
    "/api/v1/openapi.json": 0,
    "/sitemap.xml": 11,
    "/sitemaps/pages.xml": 8,
    "/sitemaps/2026-03.xml": 3,
    "/news-sitemap.xml": 2,
    f"{ADDRESS}card.png": 2,
    "/card.png": 1,
    f"/oembed?url={quote(settings.SITE_URL + ADDRESS)}": 2,
    "/robots.txt": 0,
    "/favicon.ico": 1,
    "/apple-touch-icon.png": 1,
    "/icons/icon.svg": 1,
    "/site.webmanifest": 1,
    "/nothing-here/": 1,
    "/office/1/never-was.css": 2,
}

ANSWERS = {"/nothing-here/": 404, "/office/1/never-was.css": 404, f"{ADDRESS}replies/reply-1/": 302}


@pytest.fixture
def grow(time_machine: Any) -> Callable[[int], None]:
    """Fill the newsroom with this many of everything that a page could loop over."""
    time_machine.move_to(NOW + timedelta(hours=1), tick=False)

    def to(rows: int) -> None:
        image = lead(picture(size=(400, 225)))
        others = [
            published(
                at=NOW - timedelta(minutes=number + 1),
                slug=f"other-{number}",
                headline=f"Other {number}",
                tags=("Common", f"Tag {number}"),
                lead_image=image,
            )
            for number in range(rows)
        ]
        release = published(
            at=NOW,
            slug="ferry",
            tags=("Common", *(f"Tag {number}" for number in range(rows))),
            picks=tuple(other.pk for other in others),
            lead_image=image,
        )
        published(at=NOW, slug="traversier", language="fr", translation_of=release.pk)
        for number in range(rows):
            corrected(release, at=NOW + timedelta(minutes=number + 1), headline=f"Ferry {number}")
        with reply_keys("reply-"):
            _discuss(release, rows)

    return to


def _discuss(release: Release, rows: int) -> None:
    parent: Comment | None = None
    for number in range(rows):
        comment = submit(
            release=release,
            at=NOW + timedelta(minutes=number + 1),
            author="Reader",
            email="reader@example.org",
            url="",
            text=f"Reply {number}",
            parent=parent if number % 2 else None,
        )
        decide(comment=comment, to=State.APPROVED, by=cast.mo(), seen_state=comment.state)
        parent = comment


def queries_of(path: str) -> list[str]:
    """What one reader's visit asks of the database."""
    client = Client()
    with CaptureQueriesContext(connection) as captured:
        response = client.get(path)
    assert response.status_code == ANSWERS.get(path, 200), path
    return [query["sql"] for query in captured.captured_queries]


SPARED = {"/releases/?q=ferry", "/releases/?q=other&sort=newest"}
"""Pages with one query less when they are full: nobody is told then what another language has."""


def test_no_page_asks_more_when_there_is_more_and_none_asks_much(grow: Callable[[int], None]) -> None:
    asked: dict[int, dict[str, list[str]]] = {}
    for rows in ROWS:
        with transaction.atomic():
            grow(rows)
            asked[rows] = {path: queries_of(path) for path in BUDGETS}
            transaction.set_rollback(True)
    few, many = (asked[rows] for rows in ROWS)
    for path, budget in BUDGETS.items():
        saved = path in SPARED
        assert len(few[path]) - saved == len(many[path]), _told(path, few[path], many[path])
        assert len(many[path]) <= budget, _told(path, few[path], many[path])


def _told(path: str, one: list[str], other: list[str]) -> str:
    return "\n".join(
        [f"{path}: {len(one)} queries with {ROWS[0]} rows:", *one, f"{len(other)} with {ROWS[1]}:", *other]
    )
