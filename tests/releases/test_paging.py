"""Pages by key: walking a list meets everything once, and what arrives meanwhile pushes nothing off a page."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from releases import paging
from releases.actions.withdraw import withdraw
from releases.models import Edition, Release
from releases.paging import Page, page_of
from tests import cast
from tests.scenes import NOW, published

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=999)


def page(query: str = "") -> Page[Edition]:
    """The page behind a link of the pager."""
    parameters = {name: values[0] for name, values in parse_qs(query).items()}
    return page_of(Edition.objects.public(LATER), parameters)


def slugs(shown: Page[Edition]) -> list[str]:
    return [row.slug for row in shown.rows]


def walk(first: Page[Edition], way: str) -> list[Page[Edition]]:
    """This page and all that follow in one direction."""
    pages = [first]
    while query := getattr(pages[-1], way):
        pages.append(page(query))
        assert len(pages) < 50
    return pages


def fill(seconds: list[int]) -> list[str]:
    """Releases first published at these seconds, many at the same; their slugs in the order of a list."""
    made = []
    for number, second in enumerate(seconds):
        # The slugs run against the order of the ids, so that neither can stand in for the other.
        slug = f"r{99 - number}"
        published(at=NOW + timedelta(seconds=second), slug=slug, headline=slug)
        made.append((second, slug))
    return [slug for _second, slug in sorted(made, reverse=True)]


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(seconds=st.lists(st.integers(0, 4), max_size=13))
def test_walking_down_and_up_again_meets_everything_once_and_in_order(seconds: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(paging, "PAGE_SIZE", 3)
        expected = fill(seconds)
        down = walk(page(), "older")
        assert [slug for shown in down for slug in slugs(shown)] == expected
        assert all(len(shown.rows) == 3 for shown in down[:-1])
        up = walk(down[-1], "newer")
        assert slugs(up[-1]) == expected[:3]
        seen = [slug for shown in reversed(up) for slug in slugs(shown)]
        assert sorted(set(seen)) == sorted(expected)
        transaction.set_rollback(True)


@pytest.fixture
def three_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages small enough to fill."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)


def test_what_arrives_meanwhile_pushes_nothing_from_one_page_to_the_next(three_a_page: None) -> None:
    expected = fill([9, 8, 7, 6, 5, 4, 3])
    first = page()
    published(at=NOW + timedelta(seconds=99), slug="new", headline="New")
    assert slugs(first) + slugs(page(first.older)) == expected[:6]
    assert slugs(page()) == ["new", *expected[:2]]


def test_a_link_still_leads_on_when_the_release_that_it_names_is_gone(three_a_page: None) -> None:
    expected = fill([9, 8, 7, 6, 5])
    older = page().older
    gone = Release.objects.get(slug=expected[2])
    withdraw(release=gone, by=cast.edda(), reason="It was wrong.", at=NOW + timedelta(minutes=1))
    assert slugs(page(older)) == expected[3:]


@pytest.mark.parametrize(
    "query",
    [
        "before=nonsense",
        "before=20260306T143000000000",
        "before=20261306T143000000000-r1",
        "before=20260306T143000000000-r1&after=20260306T143000000000-r1",
        "after=20260306T143000000000-r%C3%A9",
        "before=20200101T000000000000-r1",
        "before=",
    ],
)
def test_a_place_that_no_pager_named_is_no_page(query: str) -> None:
    fill([1, 2])
    with pytest.raises(Http404):
        page_of(Edition.objects.public(LATER), {k: v[0] for k, v in parse_qs(query, keep_blank_values=True).items()})
