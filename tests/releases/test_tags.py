"""Topics: all of them with their numbers, and what stands beside one."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html
from taggit.models import Tag

from releases import topics
from releases.archives import Number
from releases.models import Edition
from tests.markup import find, words
from tests.scenes import NOW, corrected, draft, published, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def reader(client: Client, time_machine: Any) -> Client:
    time_machine.move_to(NOW, tick=False)
    return client


def page(reader: Client, address: str) -> html.HtmlElement:
    return html.fromstring(reader.get(address).content.decode())


def numbers(at: datetime = NOW, language: str = "en") -> dict[str, int]:
    return {topic.name: topic.number for topic in topics.topics_of(language, at)}


def test_a_topic_is_there_from_the_second_in_which_something_public_carries_it() -> None:
    scheduled(at=NOW - DAY, visible_from=NOW, tags=("Common", "Ahead"), slug="ahead")
    draft(at=NOW - DAY, tags=("Common", "Draft"), slug="draft")
    withdrawn(published_at=NOW - 2 * DAY, at=NOW, tags=("Common", "Withdrawn"), slug="withdrawn")
    published(at=NOW - DAY, tags=("Common",), slug="public")
    published(at=NOW - DAY, tags=("Common", "Français"), slug="francais", language="fr")
    assert numbers(NOW - SECOND) == {"Common": 2, "Withdrawn": 1}
    assert numbers(NOW) == {"Common": 2, "Ahead": 1}
    assert numbers(NOW, "fr") == {"Common": 1, "Français": 1}


def test_a_corrected_release_counts_once_under_the_tags_that_it_has_now() -> None:
    release = published(at=NOW - 3 * DAY, tags=("Before", "Both"))
    release = corrected(release, at=NOW - 2 * DAY, tags=("Both",))
    corrected(release, at=NOW - DAY, tags=("Both", "After"))
    assert numbers() == {"Both": 1, "After": 1}
    assert numbers(NOW - 2 * DAY) == {"Both": 1}
    assert numbers(NOW - 3 * DAY) == {"Before": 1, "Both": 1}


def test_every_number_is_that_of_the_topics_own_page() -> None:
    for number in range(5):
        tags = ("All", "Even") if number % 2 == 0 else ("All",)
        release = published(at=NOW - number * DAY - SECOND, tags=tags, slug=f"of-{number}")
        if number == 4:
            corrected(release, at=NOW, tags=("All",))
    for tag in Tag.objects.all():
        assert topics.count_of(tag, "en", NOW) == Number(numbers().get(tag.name, 0)), tag
    assert numbers() == {"All": 5, "Even": 2}


def test_topics_stand_in_the_order_of_the_alphabet_with_accents_folded(reader: Client) -> None:
    names = ("Zinc", "école", "Eau", "Énergie", "œuvres", "Oak", "2026 budget", "Ferries")
    published(at=NOW, tags=names)
    document = page(reader, "/tags/")
    groups = {
        words(group, "h3"): [link.text_content() for link in find(group, "li a")]
        for group in find(document, ".topics__group")
    }
    assert list(groups.items()) == [
        ("#", ["2026 budget"]),
        ("E", ["Eau", "école", "Énergie"]),
        ("F", ["Ferries"]),
        ("O", ["Oak", "œuvres"]),
        ("Z", ["Zinc"]),
    ]
    ids = {heading.get("id") for heading in find(document, ".topics__letter")}
    assert {link.get("href").removeprefix("#") for link in find(document, ".letters a")} == ids


def test_the_most_used_come_first_and_say_how_often(reader: Client) -> None:
    for number in range(3):
        published(at=NOW, tags=("Common", "Rare") if number == 0 else ("Common",), slug=f"of-{number}")
    chips = [
        " ".join(link.text_content().split()) for link in find(page(reader, "/tags/"), "[aria-labelledby=most-used] a")
    ]
    assert chips == ["Common 3 releases", "Rare 1 release"]


def test_a_tag_without_a_page_is_not_listed(reader: Client) -> None:
    published(at=NOW, tags=("???", "Ferries"))
    assert [link.get("href") for link in find(page(reader, "/tags/"), ".topics a")] == ["/tags/ferries/"]


def test_scripts_without_capitals_have_letters_too() -> None:
    assert [topics.initial(name) for name in ("מים", "水", "ёлка", "-", "Ünal", "Ångström")] == [
        "מ",
        "水",
        "Е",
        "#",
        "U",
        "A",
    ]


def test_a_topics_page_says_how_many_there_are_and_what_stands_beside_it(reader: Client) -> None:
    published(at=NOW, tags=("Ferries", "Harbour", "Budget"), slug="one")
    published(at=NOW, tags=("Ferries", "Harbour"), slug="two")
    published(at=NOW, tags=("Elsewhere",), slug="three")
    draft(at=NOW, tags=("Ferries", "Secret"), slug="four")
    document = page(reader, "/tags/ferries/")
    assert find(document, ".page__count")[0].text_content() == "2 releases"
    related = find(document, "[aria-labelledby=related-topics] a")
    assert [link.text_content() for link in related] == ["Harbour", "Budget"]


def test_a_common_topic_is_counted_only_so_far(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        published(at=NOW, tags=("Common",), slug=f"of-{number}")
    monkeypatch.setattr(topics, "COUNTED", 3)
    assert topics.count_of(Tag.objects.get(), "en", NOW) == Number(3, is_more=True)
    assert find(page(reader, "/tags/common/"), ".page__count")[0].text_content() == "more than 3 releases"


def test_an_office_without_topics_says_so(reader: Client) -> None:
    published(at=NOW)
    assert "Nothing has been published here yet." in reader.get("/tags/").content.decode()
    assert Edition.objects.count() == 1
