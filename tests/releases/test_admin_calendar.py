"""The back office's pages for announced releases and for merged spellings."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from lxml import html
from taggit.models import Tag

from releases.actions.merge_tags import merge_tags
from releases.likeness import likely_same
from releases.models import Announcement, MergedTag
from tests import cast
from tests.markup import find, words
from tests.releases.test_announcements import NEXT, announced, moved
from tests.scenes import NOW, published, scheduled

pytestmark = pytest.mark.django_db

CALENDAR = "/admin/releases/announcement/"
SPELLINGS = "/admin/releases/mergedtag/"
FILLED = {
    "kind": "news_release",
    "shown_en": "on",
    "title_en": "Annual report",
    "shown_fr": "on",
    "title_fr": "",
    "precision": "moment",
    "date": "2026-03-16",
    "time": "10:30",
    "confirmed": "on",
}


@pytest.fixture
def desk(client: Client, time_machine: Any) -> Client:
    """Edda at her desk."""
    time_machine.move_to(NOW + timedelta(minutes=5), tick=False)
    client.force_login(cast.edda())
    return client


def read(answer: Any) -> html.HtmlElement:
    return html.fromstring(answer.content.decode())


class TestCalendar:
    def test_an_announcement_is_looked_at_before_it_is_public(self, desk: Client) -> None:
        shown = desk.post(f"{CALENDAR}add/", FILLED)
        assert shown.status_code == 200
        titles = [title.text_content() for title in find(read(shown), ".announced__title")]
        # The second is in French, and says that there is no title yet.
        assert (len(titles), titles[0]) == (2, "Annual report")
        assert not Announcement.objects.exists()
        assert desk.post(f"{CALENDAR}add/", {**FILLED, "_announce": "1"}).status_code == 302
        version = Announcement.objects.get().versions.get()
        assert (version.words, version.planned, version.status) == (
            {"en": "Annual report", "fr": ""},
            NEXT,
            "confirmed",
        )
        assert "Annual report" in desk.get("/calendar/").content.decode()

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"time": ""}, "Say the time as well."),
            ({"date": "2026-03-08", "time": "02:30"}, "does not exist"),
            ({"date": "2026-03-01", "_announce": "1"}, "This time is over."),
            ({"precision": "month", "_announce": "1"}, "confirmed with its time"),
            ({"shown_en": "", "shown_fr": "", "_announce": "1"}, "at least one language"),
        ],
    )
    def test_what_cannot_be_announced_comes_back_with_the_reason(
        self, desk: Client, change: dict[str, str], told: str
    ) -> None:
        answer = desk.post(f"{CALENDAR}add/", {**FILLED, **change})
        assert answer.status_code == 422
        assert told in answer.content.decode()
        assert find(read(answer), "[name=title_en]")[0].get("value") == "Annual report"
        assert not Announcement.objects.exists()

    def test_each_form_changes_one_thing(self, desk: Client) -> None:
        page = f"{CALENDAR}{announced(at=NOW).pk}/change/"
        move = {"act": "move", "move-version": "1", "move-precision": "moment", "move-date": "2026-03-17"}
        assert desk.post(page, {**move, "move-time": "10:30"}).status_code == 302
        confirm = {"act": "confirm", "confirm-version": "2", "confirm-date": "2026-03-17", "confirm-time": "10:30"}
        assert desk.post(page, confirm).status_code == 302
        reword = {
            "act": "reword",
            "reword-version": "3",
            "reword-kind": "statement",
            "reword-shown_en": "on",
            "reword-title_en": "Report",
        }
        assert desk.post(page, reword).status_code == 302
        cancel = {"act": "cancel", "cancel-version": "4", "cancel-reason_en": "Not needed."}
        assert desk.post(page, cancel).status_code == 302
        verbs = Announcement.objects.get().versions.order_by("number").values_list("verb", "status")
        assert list(verbs) == [
            ("announce", "provisional"),
            ("move", "provisional"),
            ("confirm", "confirmed"),
            ("reword", "confirmed"),
            ("cancel", "cancelled"),
        ]
        assert len(find(read(desk.get(page)), "[aria-labelledby=record] tbody tr")) == 5
        assert not find(read(desk.get(page)), "[name=act]"), "what is cancelled changes no more"

    def test_a_reason_that_is_owed_is_asked_for_and_what_was_typed_stays(self, desk: Client) -> None:
        page = f"{CALENDAR}{announced(confirmed=True, at=NOW).pk}/change/"
        move = {
            "act": "move",
            "move-version": "1",
            "move-precision": "moment",
            "move-date": "2026-03-19",
            "move-time": "10:30",
        }
        answer = desk.post(page, move)
        assert (answer.status_code, words(read(answer), ".refused")) == (
            422,
            "Readers rely on a confirmed date: say in each language why it moves.",
        )
        assert find(read(answer), "[name=move-date]")[0].get("value") == "2026-03-19"

    def test_of_two_who_change_it_at_once_one_is_told(self, desk: Client) -> None:
        announcement = announced(at=NOW)
        moved(announcement, NEXT + timedelta(days=1), by=cast.emil())
        cancel = {"act": "cancel", "cancel-version": "1", "cancel-reason_en": "Not needed."}
        answer = desk.post(f"{CALENDAR}{announcement.pk}/change/", cancel)
        assert answer.status_code == 422
        assert "Emil Corrigan changed this announcement" in answer.content.decode()

    def test_a_schedule_that_says_another_moment_is_warned_of(self, desk: Client) -> None:
        release = scheduled(at=NOW, visible_from=NEXT + timedelta(hours=1), headline="Secret")
        announcement = announced(release=release, at=NOW)
        for page in (CALENDAR, f"{CALENDAR}{announcement.pk}/change/"):
            assert "scheduled for 16 March 2026, 11:30 EDT" in desk.get(page).content.decode()
        same = scheduled(at=NOW, visible_from=NEXT, slug="same")
        assert (
            "scheduled for" not in desk.get(f"{CALENDAR}{announced(release=same, at=NOW).pk}/change/").content.decode()
        )

    def test_only_what_is_not_public_is_offered_as_a_link(self, desk: Client) -> None:
        published(at=NOW, headline="Public", slug="public")
        scheduled(at=NOW, visible_from=NEXT, headline="Ahead", slug="ahead")
        options = [option.text_content() for option in find(read(desk.get(f"{CALENDAR}add/")), "[name=release] option")]
        assert options == ["–", "Ahead (en)"]

    def test_writers_look_and_others_do_not(self, client: Client) -> None:
        announcement = announced()
        client.force_login(cast.wren())
        page = f"{CALENDAR}{announcement.pk}/change/"
        assert client.get(CALENDAR).status_code == client.get(page).status_code == 200
        assert not find(read(client.get(page)), "[name=act]")
        assert client.get(f"{CALENDAR}add/").status_code == 403
        assert client.post(page, {"act": "cancel", "cancel-version": "1"}).status_code == 403
        client.force_login(cast.mo())
        assert client.get(CALENDAR).status_code == client.get(page).status_code == 403

    def test_the_list_costs_the_same_however_long_it_is(self, desk: Client, django_assert_max_num_queries: Any) -> None:
        for number in range(9):
            announced(
                at=NOW, release=scheduled(at=NOW, visible_from=NEXT, slug=f"of-{number}", headline=f"Of {number}")
            )
        desk.get(CALENDAR)
        with django_assert_max_num_queries(12):
            desk.get(CALENDAR)


class TestSpellings:
    def test_what_a_merging_would_change_is_seen_before_it_is_done(self, desk: Client) -> None:
        published(at=NOW, tags=("Ferrys",), slug="one")
        published(at=NOW, tags=("Ferries", "Ferrys"), slug="two")
        shown = desk.post(SPELLINGS, {"old": "ferrys", "into": "Ferries"})
        effect = words(read(shown), ".spellings-effect")
        assert "2 public releases move" in effect
        assert "1 has both, and keeps one." in effect
        assert "Readers know the address “ferrys” (English)" in effect
        assert not MergedTag.objects.exists()
        assert desk.post(SPELLINGS, {"old": "Ferrys", "into": "Ferries", "_merge": "1"}).status_code == 302
        assert MergedTag.objects.get().survivor.name == "Ferries"
        assert "Edda Lind" in words(read(desk.get(SPELLINGS)), "section[aria-labelledby=record]")

    def test_likely_duplicates_are_suggested_the_most_used_as_survivor(self, desk: Client) -> None:
        for number in range(2):
            published(at=NOW, tags=("Ferries", "Énergie"), slug=f"of-{number}")
        published(at=NOW, tags=("Ferry", "energie", "Harbour"), slug="other")
        rows = find(read(desk.get(SPELLINGS)), "[aria-labelledby=likely] tbody tr")
        assert [[cell.text_content() for cell in row][:4] for row in rows] == [
            ["energie", "1", "Énergie", "2"],
            ["Ferry", "1", "Ferries", "2"],
        ]

    def test_it_is_separated_by_a_button(self, desk: Client) -> None:
        published(at=NOW, tags=("Ferrys", "Ferries"))
        tags = {tag.name: tag for tag in Tag.objects.all()}
        merge = merge_tags(old=tags["Ferrys"], into=tags["Ferries"], by=cast.edda(), at=NOW)
        assert desk.get(f"{SPELLINGS}{merge.pk}/separate/").status_code == 405
        assert desk.post(f"{SPELLINGS}{merge.pk}/separate/").status_code == 302
        assert not MergedTag.objects.exists()

    @pytest.mark.parametrize(
        ("old", "into", "told"),
        [("Never", "Ferries", "There is no tag “Never”."), ("ferries", "Ferries", "into itself")],
    )
    def test_what_cannot_be_merged_comes_back_with_the_reason(
        self, desk: Client, old: str, into: str, told: str
    ) -> None:
        published(at=NOW, tags=("Ferries",))
        answer = desk.post(SPELLINGS, {"old": old, "into": into})
        assert answer.status_code == 422
        assert told in answer.content.decode()

    def test_writers_look_and_others_do_not(self, client: Client) -> None:
        published(at=NOW, tags=("Ferrys", "Ferries"))
        client.force_login(cast.wren())
        assert client.get(SPELLINGS).status_code == 200
        assert client.post(SPELLINGS, {"old": "Ferrys", "into": "Ferries", "_merge": "1"}).status_code == 403
        client.force_login(cast.mo())
        assert client.get(SPELLINGS).status_code == 403

    def test_whoever_begins_an_old_spelling_is_offered_the_survivor(self, desk: Client) -> None:
        published(at=NOW, tags=("Bacs", "Ferries"))
        tags = {tag.name: tag for tag in Tag.objects.all()}
        merge_tags(old=tags["Bacs"], into=tags["Ferries"], by=cast.edda(), at=NOW)
        assert desk.get("/admin/releases/release/tags/?q=bac").json() == {"tags": ["Ferries"]}


def test_names_that_differ_in_little_are_likely_one() -> None:
    names = [
        "Ferries",
        "ferry",
        "Coast-Line",
        "coastline",
        "Coast Lines",
        "École",
        "ecoles",
        "Bateau",
        "bateaux",
        "Bus",
    ]
    assert likely_same([*names, "Business", "Glass", "Gla", "---", "???"]) == [
        ["Bateau", "bateaux"],
        ["Coast Lines", "Coast-Line", "coastline"],
        ["École", "ecoles"],
        ["Ferries", "ferry"],
    ]
