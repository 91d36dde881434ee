"""What else to read: picked by hand first, then what shares tags; never itself, never its translation, nothing unseen."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Edition, Release
from releases.related import related_to
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def related(release: Release, at: datetime = NOW, limit: int = 3) -> list[str]:
    """The headlines beside a release at a moment."""
    edition = Edition.objects.public(at).get(release=release)
    return [other.headline for other in related_to(edition, list(edition.tags.all()), at, limit)]


def other(headline: str, *tags: str, days: int = 1, language: str = "en", **fields: object) -> Release:
    """A public release, some days old."""
    return published(at=NOW - days * DAY, headline=headline, tags=tags, language=language, **fields)


def test_what_was_picked_by_hand_comes_first_and_in_the_order_of_the_hand() -> None:
    second, first = other("Second", days=3), other("First", days=400)
    other("Shares a tag", "Ferries")
    release = other("This one", "Ferries", picks=(first.pk, second.pk))
    assert related(release) == ["First", "Second", "Shares a tag"]


def test_a_rare_tag_says_more_than_a_common_one() -> None:
    for number in range(8):
        other(f"Common {number}", "Harbour", days=2)
    other("Rare", "Harbour", "Icebreakers", days=3)
    assert related(other("This one", "Harbour", "Icebreakers"))[0] == "Rare"


def test_of_two_that_share_as_much_the_newer_one_comes_first() -> None:
    other("Older", "Ferries", days=900)
    other("Newer", "Ferries", days=2)
    assert related(other("This one", "Ferries")) == ["Newer", "Older"]


def test_never_itself_nor_its_translations() -> None:
    original = other("Original", "Ferries")
    translation = other("Traduction", "Ferries", language="fr", slug="traduction", translation_of=original.pk)
    neighbour = other("Neighbour", "Ferries", picks=(original.pk, translation.pk))
    assert related(original) == ["Neighbour"]
    assert related(translation) == []
    assert related(neighbour) == ["Original"], "a pick in another language is not for this page's readers"


def test_nothing_that_is_not_public_whether_picked_or_tagged() -> None:
    unseen = [
        draft(at=NOW - DAY, headline="Draft", tags=("Ferries",)),
        scheduled(at=NOW - DAY, visible_from=NOW + DAY, headline="Scheduled", tags=("Ferries",)),
        withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, headline="Withdrawn", tags=("Ferries",)),
    ]
    release = other("This one", "Ferries", picks=tuple(hidden.pk for hidden in unseen))
    assert related(release) == []
    assert related(release, at=NOW + DAY) == ["Scheduled"]
    assert related(release, at=NOW - DAY / 2) == []


def test_a_tag_counts_while_the_edition_that_carries_it_is_public() -> None:
    changed = other("Changed", "Ferries", days=5)
    release = other("This one", "Ferries")
    assert related(release) == ["Changed"]
    rewritten(changed, at=NOW - DAY / 2, tags=("Boats",))
    assert related(release) == ["Changed"], "a save changes nothing"
    corrected(changed, at=NOW - DAY / 4, tags=("Boats",))
    assert related(release) == []


def test_one_that_shares_several_tags_appears_once() -> None:
    other("Twin", "Ferries", "Harbour", "Boats")
    assert related(other("This one", "Ferries", "Harbour", "Boats")) == ["Twin"]


def test_no_more_than_asked_for() -> None:
    for number in range(6):
        other(f"Number {number}", "Ferries", days=number + 2)
    release = other("This one", "Ferries")
    assert related(release) == ["Number 0", "Number 1", "Number 2"]
    assert len(related(release, limit=5)) == 5


def test_two_queries_whatever_the_number_of_tags() -> None:
    tags = tuple(f"Tag {number}" for number in range(12))
    other("Twin", *tags)
    edition = Edition.objects.get(release=other("This one", *tags))
    mine = list(edition.tags.all())
    with CaptureQueriesContext(connection) as captured:
        assert related_to(edition, mine, NOW)
    assert len(captured) == 2, [query["sql"] for query in captured.captured_queries]


def test_words_of_the_headline_decide_between_those_that_share_as_many_tags() -> None:
    other("A pier is mended", "Harbour", days=1)
    other("The Orran ferry is late", "Harbour", days=30)
    assert related(other("A new ferry for Orran", "Harbour"))[0] == "The Orran ferry is late"


def test_where_no_tag_leads_anywhere_the_words_of_the_headline_do() -> None:
    for headline in ("Orran ferry is late", "Statement on the ferry", "A road", "Ferry to Orran, again"):
        other(headline)
    published(at=NOW - DAY, headline="Traversier Orran ferry", language="fr")
    scheduled(at=NOW - DAY, visible_from=NOW + DAY, headline="The Orran ferry sinks")
    assert related(other("A new ferry for Orran", days=0)) == ["Ferry to Orran, again", "Orran ferry is late"]
