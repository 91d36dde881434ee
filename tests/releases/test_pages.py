"""What readers get: the front page, lists, archives, the release page, and answers to what is not there."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation
from lxml import html

from releases.actions.publish import publish
from releases.media_addresses import PUBLIC
from releases.models import Edition, Release
from releases.preview import draft_edition
from releases.snapshot import Contact, Fact, Link, Quote
from releases.views.release import render_release
from releases.workflow import Kind
from tests import cast, scenes
from tests.markup import find, words
from tests.scenes import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The office's Friday morning, standing still."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader() -> Client:
    """Somebody without an account."""
    return Client()


def page(reader: Client, address: str) -> html.HtmlElement:
    """The page at an address, which must be there."""
    answer = reader.get(address)
    assert answer.status_code == 200, (answer.status_code, address)
    return html.fromstring(answer.content.decode())


def address(release: Release) -> str:
    """Where readers find a release."""
    return Edition.objects.filter(release=release).first().get_absolute_url()


def headlines(document: html.HtmlElement) -> list[str]:
    """The headlines of a list, as they stand."""
    return [link.text_content() for link in find(document, ".ledger__headline a")]


def markup(document: html.HtmlElement, selector: str) -> bytes:
    """The one element that a selector finds, as it is written."""
    (element,) = find(document, selector)
    return html.tostring(element)


def many(number: int, **fields: Any) -> list[Release]:
    """Releases of as many days, the oldest first."""
    return [
        scenes.published(at=NOW - (number - age) * DAY, headline=f"Release {age:02d}", **fields)
        for age in range(number)
    ]


class TestFrontPage:
    def test_it_leads_with_the_newest_release_that_has_a_picture(self, reader: Client) -> None:
        pictured = scenes.lead(scenes.picture())
        scenes.published(at=NOW - 3 * DAY, headline="Old picture", lead_image=pictured)
        scenes.published(at=NOW - 2 * DAY, headline="New picture", lead_image=pictured)
        scenes.published(at=NOW - DAY, headline="Words alone")
        document = page(reader, "/")
        assert words(document, ".lead__headline") == "New picture"
        assert headlines(document) == ["Words alone", "Old picture"]

    def test_it_leads_with_the_newest_release_when_none_has_a_picture(self, reader: Client) -> None:
        many(2)
        assert words(page(reader, "/"), ".lead__headline") == "Release 01"

    def test_you_missed_shows_pictured_releases_that_are_no_longer_among_the_latest(self, reader: Client) -> None:
        scenes.published(at=NOW - 30 * DAY, headline="Lighthouse opens", lead_image=scenes.lead(scenes.picture()))
        scenes.published(at=NOW - 29 * DAY, headline="Lighthouse without a picture")
        many(7)
        assert words(page(reader, "/"), ".missed .card__headline") == "Lighthouse opens"

    def test_a_site_without_releases_says_so(self, reader: Client) -> None:
        assert words(page(reader, "/"), ".empty") == "Nothing has been published yet."

    def test_each_language_has_its_own(self, reader: Client) -> None:
        scenes.published(at=NOW - DAY, headline="In English")
        scenes.published(at=NOW - DAY, headline="En français", language="fr")
        assert words(page(reader, "/"), ".lead__headline") == "In English"
        document = page(reader, "/fr/")
        assert words(document, ".lead__headline") == "En français"
        assert document.get("lang") == "fr"


class TestList:
    def test_pages_follow_one_another_without_a_gap_or_a_repeat(self, reader: Client) -> None:
        many(45)
        seen, way = [], "/releases/"
        trail = []
        while way:
            document = page(reader, way)
            trail.append((way, headlines(document)))
            seen += headlines(document)
            older = find(document, ".pager__older")
            way = f"/releases/{older[0].get('href')}" if older else ""
        assert seen == [f"Release {age:02d}" for age in reversed(range(45))]
        assert [len(titles) for _way, titles in trail] == [20, 20, 5]
        # And back: each page is the one that the reader came through.
        back = page(reader, trail[-1][0])
        for _way, titles in reversed(trail[:-1]):
            back = page(reader, f"/releases/{find(back, '.pager [rel=prev]')[0].get('href')}")
            assert headlines(back) == titles
        assert not find(back, ".pager [rel=prev]")

    def test_a_page_stays_what_it_was_when_something_new_appears(self, reader: Client) -> None:
        many(25)
        second = "/releases/" + find(page(reader, "/releases/"), ".pager__older")[0].get("href")
        before = headlines(page(reader, second))
        scenes.published(at=NOW, headline="Breaking")
        assert headlines(page(reader, second)) == before

    def test_releases_of_one_instant_are_all_listed_once(self, reader: Client) -> None:
        for number in range(25):
            scenes.published(at=NOW - DAY, headline=f"Annex {number:02d}")
        first = page(reader, "/releases/")
        second = page(reader, "/releases/" + find(first, ".pager__older")[0].get("href"))
        assert sorted(headlines(first) + headlines(second)) == [f"Annex {number:02d}" for number in range(25)]

    @pytest.mark.parametrize(
        "cursor",
        ["before=1", "after=x", "before=", "before=20261301T000000000000-x", "before=20250101T000000000000-x&after=x"],
    )
    def test_a_cursor_that_leads_nowhere_is_not_found(self, reader: Client, cursor: str) -> None:
        scenes.published(at=NOW - DAY)
        assert reader.get(f"/releases/?{cursor}").status_code == 404

    def test_it_is_narrowed_by_kind_tag_and_year_together(self, reader: Client) -> None:
        wanted = {"kind": Kind.SPEECH, "tags": ("Harbours",)}
        scenes.published(at=NOW - DAY, headline="Wanted", **wanted)
        scenes.published(at=NOW - DAY, headline="Another kind", tags=("Harbours",))
        scenes.published(at=NOW - DAY, headline="Another tag", kind=Kind.SPEECH)
        scenes.published(at=NOW - 300 * DAY, headline="Another year", **wanted)
        assert headlines(page(reader, "/releases/?kind=speech&tag=harbours&year=2026")) == ["Wanted"]

    def test_the_filters_go_along_to_the_next_page(self, reader: Client) -> None:
        many(21, kind=Kind.READOUT)
        scenes.published(at=NOW - 50 * DAY, headline="Of another kind")
        older = find(page(reader, "/releases/?kind=readout"), ".pager__older")[0].get("href")
        assert headlines(page(reader, f"/releases/{older}")) == ["Release 00"]

    def test_an_empty_filter_is_none_and_an_unknown_parameter_is_ignored(self, reader: Client) -> None:
        scenes.published(at=NOW - DAY, headline="Here")
        assert headlines(page(reader, "/releases/?kind=&year=&tag=&utm_source=x")) == ["Here"]

    @pytest.mark.parametrize("query", ["kind=gossip", "year=26", "year=0000", "year=x", "tag=a/b"])
    def test_a_value_that_can_never_match_is_not_found(self, reader: Client, query: str) -> None:
        assert reader.get(f"/releases/?{query}").status_code == 404

    def test_a_new_year_begins_by_the_offices_clock(self, reader: Client) -> None:
        # 23:30 on New Year's Eve in Toronto is already the next year in UTC.
        eve = NOW.replace(month=1, day=1, hour=4, minute=30)
        scenes.published(at=eve, headline="Last of the year")
        assert headlines(page(reader, "/releases/2025/")) == ["Last of the year"]
        assert reader.get("/releases/2026/").status_code == 404


class TestArchives:
    def test_a_month_shows_its_releases_and_the_other_months_that_have_any(self, reader: Client) -> None:
        scenes.published(at=NOW - DAY, headline="In March")
        scenes.published(at=NOW - 50 * DAY, headline="In January")
        document = page(reader, "/releases/2026/03/")
        assert headlines(document) == ["In March"]
        assert [link.get("href") for link in find(document, ".bars a")] == ["/releases/2026/01/", "/releases/2026/03/"]

    def test_a_year_shows_its_releases_newest_first(self, reader: Client) -> None:
        scenes.published(at=NOW - 50 * DAY, headline="Earlier")
        scenes.published(at=NOW - DAY, headline="Later")
        scenes.published(at=NOW - 400 * DAY, headline="Another year")
        assert headlines(page(reader, "/releases/2026/")) == ["Later", "Earlier"]

    @pytest.mark.parametrize("path", ["2024/", "2026/02/", "2026/3/", "2026/13/", "0000/", "9999/", "9999/12/"])
    def test_a_period_without_releases_is_not_found(self, reader: Client, path: str) -> None:
        scenes.published(at=NOW - DAY)
        assert reader.get(f"/releases/{path}").status_code == 404


class TestTagPage:
    def test_it_shows_what_carries_the_tag(self, reader: Client) -> None:
        scenes.published(at=NOW - DAY, headline="Tagged", tags=("Isle of Orran",))
        scenes.published(at=NOW - DAY, headline="Not tagged")
        document = page(reader, "/tags/isle-of-orran/")
        assert words(document, "h1") == "Isle of Orran"
        assert headlines(document) == ["Tagged"]

    def test_a_tag_in_another_script_has_a_page_too(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY, headline="Accessible", tags=("Accessibilité", "???"))
        (link,) = find(page(reader, address(release)), ".release__foot [rel=tag]")
        assert headlines(page(reader, link.get("href"))) == ["Accessible"]

    def test_a_tag_of_drafts_alone_is_answered_like_no_tag(self, reader: Client) -> None:
        scenes.draft(tags=("Secret merger",))
        secret, nothing = reader.get("/tags/secret-merger/"), reader.get("/tags/no-such-tag/")
        assert secret.status_code == nothing.status_code == 404
        assert secret.content == nothing.content
        assert secret.headers == nothing.headers

    def test_the_list_does_not_say_that_such_a_tag_exists(self, reader: Client) -> None:
        scenes.draft(tags=("Secret merger",))
        scenes.published(at=NOW - DAY)
        secret, nothing = (reader.get(f"/releases/?tag={tag}") for tag in ("secret-merger", "no-such-tag"))
        assert secret.content == nothing.content


class TestReleasePage:
    def test_every_part_of_the_release_is_there_in_the_order_of_the_trade(self, reader: Client) -> None:
        release = scenes.published(
            at=NOW - DAY,
            dateline="PORT ANSEL",
            lead_image=scenes.lead(scenes.picture(), alt="A ferry at the quay"),
            quotes=(Quote(text="We kept our word.", speaker="Mary Fell", title="Chair"),),
            facts=(Fact(text="Four crossings a day."),),
            links=(Link(label="Timetable", url="https://ferries.example.org/"),),
            contacts=(Contact(name="Press desk", email="press@example.org", phone="+1 902 555 0100"),),
            source_name="Office of the Chair",
            source_url="https://chair.example.org/",
            tags=("Ferries",),
        )
        document = page(reader, address(release))
        said = words(document, "main")
        order = [
            "News release",
            "Ferry returns to the north shore",
            "5 March 2026, 09:30 EST",
            "Photograph: the office",
            "PORT ANSEL",
            "The ferry returns to the north shore on Monday.",
            "We kept our word.",
            "Mary Fell",
            "Four crossings a day.",
            "Associated links",
            "Source link",
            "Press desk",
            "Ferries",
            "Leave a Reply",
        ]
        places = [said.find(each) for each in order]
        assert -1 not in places, dict(zip(order, places, strict=True))
        assert places == sorted(places), dict(zip(order, places, strict=True))
        assert words(document, ".quote blockquote") == "We kept our word."
        assert find(document, ".release__picture img")[0].get("alt") == "A ferry at the quay"
        assert find(document, "time")[0].get("datetime") == "2026-03-05T09:30:00-05:00"

    def test_its_address_says_the_date_in_two_digits(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        assert address(release) == "/releases/2026/03/05/ferry-returns-to-the-north-shore/"
        assert reader.get("/releases/2026/3/5/ferry-returns-to-the-north-shore/").status_code == 404
        assert reader.get("/releases/2026/02/30/ferry-returns-to-the-north-shore/").status_code == 404

    def test_a_major_change_is_told_at_the_top_with_its_date(self, reader: Client) -> None:
        release = scenes.published(at=NOW - 2 * DAY)
        scenes.corrected(release, at=NOW - DAY, note="Monday, not Tuesday.")
        document = page(reader, address(release))
        assert "5 March 2026, 09:30 EST Monday, not Tuesday." in words(document, ".notice--warn")
        assert "Updated 5 March 2026" in words(document, ".release__dates")

    def test_a_saved_change_is_not_shown_before_it_is_published(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        before = reader.get(address(release)).content
        scenes.rewritten(release, headline="Not yet")
        assert reader.get(address(release)).content == before

    def test_an_earlier_edition_can_be_read_and_says_that_it_was_replaced(self, reader: Client) -> None:
        release = scenes.published(at=NOW - 2 * DAY, body="<p>On Tuesday.</p>")
        scenes.corrected(release, at=NOW - DAY, body="<p>On Monday.</p>")
        current = page(reader, address(release))
        (link,) = (link for link in find(current, ".editions a") if not link.get("href").endswith("/changes/"))
        earlier = page(reader, link.get("href"))
        assert words(earlier, ".article") == "On Tuesday."
        assert "It has been replaced." in words(earlier, ".banner")
        assert find(earlier, "meta[name=robots]")[0].get("content") == "noindex"
        assert find(earlier, "link[rel=canonical]")[0].get("href").endswith(address(release))

    def test_the_current_edition_is_at_the_releases_own_address(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        answer = reader.get(f"{address(release)}editions/1/")
        assert (answer.status_code, answer.headers["Location"]) == (302, address(release))
        assert reader.get(f"{address(release)}editions/2/").status_code == 404

    def test_a_translation_is_offered_from_the_moment_it_is_public(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        french = {"language": "fr", "headline": "Le traversier revient", "translation_of": release.pk}
        translated = scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, **french)
        assert not find(page(reader, address(release)), "head link[hreflang]")
        with time_machine.travel(NOW + DAY, tick=False):
            document = page(reader, address(release))
        links = find(document, "head link[hreflang=fr]")
        assert [link.get("href") for link in links] == [settings.SITE_URL + address(translated)]
        assert find(document, ".languages [hreflang=fr]")[0].get("href") == address(translated)
        assert address(translated).startswith("/fr/releases/")

    def test_a_release_answers_in_its_own_language_only(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        assert reader.get(f"/fr{address(release)}").status_code == 404

    def test_what_an_editor_types_is_text_and_not_markup(self, reader: Client) -> None:
        trick = "<script>alert(1)</script>"
        release = scenes.published(
            at=NOW - DAY,
            headline=f"A {trick}",
            summary=trick,
            dateline=trick,
            quotes=(Quote(text=trick, speaker=trick, title=trick),),
            facts=(Fact(text=trick),),
            links=(Link(label=trick, url="https://example.org/"),),
            contacts=(Contact(name=trick, role=trick, phone=trick),),
            source_name=trick,
            source_url="https://example.org/",
            tags=(trick,),
        )
        for place in (address(release), "/", "/releases/"):
            assert trick not in reader.get(place).content.decode()


class TestPreview:
    def test_a_preview_is_the_page_that_publishing_makes_under_a_banner_and_without_the_form(
        self, reader: Client
    ) -> None:
        release = scenes.draft(
            dateline="PORT ANSEL",
            lead_image=scenes.lead(scenes.picture()),
            quotes=(Quote(text="We kept our word.", speaker="Mary Fell"),),
            tags=("Ferries",),
        )
        edition, tags = draft_edition(release, NOW, PUBLIC)
        answer = render_release(RequestFactory().get("/"), edition, NOW, tags=tags, preview_banner="Not public.")
        preview = html.fromstring(answer.content.decode())
        publish(release=release, by=cast.edda(), version=release.version, at=NOW)
        public = page(reader, address(release))
        for taken_along in find(public, ".take-along, .share"):
            taken_along.drop_tree()
        assert markup(preview, "article").split() == markup(public, "article").split()
        assert words(preview, ".banner") == "Not public."
        assert not find(preview, "main form, #respond")
        assert find(public, "#respond")
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert find(preview, "meta[name=robots]")[0].get("content") == "noindex, nofollow"


class TestRelatedAndMissed:
    def test_hand_picked_releases_come_first_each_with_its_date(self, reader: Client) -> None:
        by_tag = scenes.published(at=NOW - 2 * DAY, headline="Same tag", tags=("Ferries",))
        picked = scenes.published(at=NOW - 3 * DAY, headline="Picked", body="<p>How it begins.</p>")
        release = scenes.published(at=NOW - DAY, headline="Read now", tags=("Ferries",), picks=(picked.pk,))
        cards = find(page(reader, address(release)), ".related .card")
        assert [find(card, "a")[0].get("href") for card in cards] == [address(picked), address(by_tag)]
        assert find(cards[0], "time")[0].text_content() == "3 March 2026"
        assert find(cards[0], ".card__text")[0].text_content() == "How it begins."

    def test_neither_shows_the_release_its_translation_or_what_is_not_public(self, reader: Client) -> None:
        shown = {"tags": ("Ferries",), "lead_image": scenes.lead(scenes.picture())}
        release = scenes.published(at=NOW - DAY, headline="Read now", **shown)
        scenes.published(at=NOW - DAY, headline="Lu maintenant", language="fr", translation_of=release.pk, **shown)
        scenes.draft(headline="Draft", **shown)
        scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, headline="Scheduled", **shown)
        scenes.withdrawn(published_at=NOW - 3 * DAY, at=NOW - 2 * DAY, headline="Withdrawn", **shown)
        document = page(reader, address(release))
        assert not find(document, ".related, .missed")

    def test_you_missed_shows_recent_pictures_that_are_not_related_anyway(self, reader: Client) -> None:
        pictured = {"lead_image": scenes.lead(scenes.picture())}
        scenes.published(at=NOW - 4 * DAY, headline="Related", tags=("Ferries",), **pictured)
        for number in range(5):
            scenes.published(at=NOW - (10 + number) * DAY, headline=f"Recent {number}", **pictured)
        scenes.published(at=NOW - 2 * DAY, headline="Without a picture")
        release = scenes.published(at=NOW - DAY, headline="Read now", tags=("Ferries",), **pictured)
        document = page(reader, address(release))
        assert words(document, ".related .card__headline") == "Related"
        missed = [headline.text_content() for headline in find(document, ".missed .card__headline")]
        assert missed == ["Recent 0", "Recent 1", "Recent 2", "Recent 3"]


class TestWithdrawn:
    def test_a_withdrawn_release_answers_with_the_reason_and_without_the_article(self, reader: Client) -> None:
        release = scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, body="<p>Four hundred.</p>")
        document = page(reader, address(release))
        assert words(document, ".withdrawn__reason") == "The figures were wrong."
        assert "withdrawn on 5 March 2026, 09:30 EST" in words(document, "article")
        assert "Four hundred" not in document.text_content()
        assert find(document, "meta[name=robots]")[0].get("content") == "noindex"
        assert reader.get(f"{address(release)}editions/1/").status_code == 404

    def test_one_that_was_published_in_error_is_gone_and_says_only_why(self, reader: Client) -> None:
        release = scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, gone=True, headline="Never meant to be")
        answer = reader.get(address(release))
        assert answer.status_code == 410
        assert "The figures were wrong." in answer.content.decode()
        assert "Never meant to be" not in answer.content.decode()


class TestAnswers:
    def test_a_reader_may_keep_a_page_but_has_to_ask_again(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY)
        answer = reader.get(address(release))
        assert answer.headers["Cache-Control"] == "no-cache"
        again = reader.get(address(release), headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        scenes.corrected(release, at=NOW, body="<p>New text.</p>")
        assert reader.get(address(release), headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200

    def test_everybody_gets_the_same_bytes_and_nobody_a_cookie(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY, tags=("Ferries",), lead_image=scenes.lead(scenes.picture()))
        staff = Client(headers={"Accept-Language": "fr", "User-Agent": "Another"})
        staff.force_login(cast.ada())
        for place in every_page(release):
            one, other = reader.get(place), staff.get(place)
            assert one.content == other.content, place
            assert one.headers == other.headers, place
            assert not one.cookies, place
            assert "Cookie" not in one.headers.get("Vary", ""), place

    def test_pages_can_be_read_and_nothing_else(self, reader: Client) -> None:
        release = scenes.published(at=NOW - DAY, tags=("Ferries",))
        for place in every_page(release):
            get, head = reader.get(place), reader.head(place)
            assert (head.status_code, head.content) == (get.status_code, b""), place
            assert {method: reader.generic(method, place).status_code for method in ("POST", "PUT", "DELETE")} == {
                "POST": 405,
                "PUT": 405,
                "DELETE": 405,
            }, place

    def test_what_is_not_there_is_answered_in_the_language_of_its_address(self, reader: Client) -> None:
        english, other, french = (reader.get(path) for path in ("/nope/", "/releases/2026/03/06/nope/", "/fr/nope/"))
        assert {english.status_code, other.status_code, french.status_code} == {404}
        assert (english.content, english.headers) == (other.content, other.headers)
        assert html.fromstring(french.content.decode()).get("lang") == "fr"
        assert b"nope" not in english.content

    def test_a_fault_of_ours_has_a_page_that_asks_nothing_of_the_request(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Edition.objects, "public", None)
        answer = Client(raise_request_exception=False).get("/")
        assert answer.status_code == 500
        assert "Something broke on our side" in answer.content.decode()
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_no_page_holds_script_or_style_of_its_own(self, reader: Client, language: str) -> None:
        release = scenes.published(at=NOW - DAY, language=language, tags=("Ferries",))
        for place in every_page(release):
            document = html.fromstring(reader.get(place).content.decode())
            assert not find(document, "style, [style]"), place
            # Data that machines read is no script, and runs nowhere.
            assert all(script.get("src") for script in document.xpath("//script[not(@type='application/ld+json')]")), (
                place
            )
            assert not [name for name in document.xpath("//@*") if name.attrname.startswith("on")], place


def every_page(release: Release) -> list[str]:
    """The pages on which a release stands."""
    edition = Edition.objects.filter(release=release).first()
    with translation.override(edition.language):
        year, month = edition.published_on.year, edition.published_on.month
        return [
            reverse("home"),
            reverse("releases:list"),
            reverse("releases:year", kwargs={"year": year}),
            reverse("releases:month", kwargs={"year": year, "month": month}),
            reverse("releases:tag", kwargs={"slug": "ferries"}),
            edition.get_absolute_url(),
        ]


class TestBudgets:
    @pytest.mark.parametrize("place", range(6), ids=["home", "list", "year", "month", "tag", "release"])
    def test_a_page_costs_the_same_few_queries_with_2_releases_and_with_20(
        self, reader: Client, django_assert_num_queries: Any, django_assert_max_num_queries: Any, place: int
    ) -> None:
        shown = {"tags": ("Ferries", "Orran"), "lead_image": scenes.lead(scenes.picture())}
        releases = [
            scenes.published(at=NOW - DAY - timedelta(hours=hour), headline=f"A {hour}", **shown) for hour in (0, 1)
        ]
        scenes.corrected(releases[0], at=NOW - timedelta(minutes=5), picks=(releases[1].pk,))
        way = every_page(releases[0])[place]
        with django_assert_max_num_queries(9) as few:
            reader.get(way)
        for number in range(18):
            scenes.published(at=NOW - DAY - timedelta(minutes=number + 1), headline=f"B {number}", **shown)
        with django_assert_num_queries(len(few)):
            reader.get(way)
