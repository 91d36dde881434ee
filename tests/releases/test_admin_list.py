"""The list of releases, the record of one, the preview, and tags: what staff look at."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from releases.actions.unschedule import unschedule
from releases.admin.history import EVENTS_PER_PAGE
from releases.models import Edition
from releases.workflow import Standing
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, text_of, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


def headlines(response):
    return {
        cell.text_content()
        for cell in page_of(response).xpath(
            "//table[@id='result_list']//th[@scope='row']/a | //table[@id='result_list']//th/a[contains(@href, '/change/')]"
        )
    }


def queries_of(desk, page):
    desk.get(page)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert desk.get(page).status_code == 200
    return len(captured)


def one_of_each():
    now = timezone.now()
    week = timedelta(days=7)
    return {
        Standing.DRAFT: scenes.draft(headline="A draft"),
        Standing.SCHEDULED: scenes.scheduled(visible_from=now + week, headline="To come"),
        Standing.LIVE: scenes.published(headline="Out"),
        Standing.WITHDRAWN: scenes.withdrawn(published_at=now - week, at=now, headline="Gone"),
    }


def test_the_list_can_be_filtered_by_standing(desk):
    for standing, release in one_of_each().items():
        assert headlines(desk.get(RELEASES, {"standing": standing})) == {release.headline}
    assert len(headlines(desk.get(RELEASES))) == 4


def test_the_list_can_be_filtered_by_kind_language_and_tag(desk):
    scenes.draft(headline="One", kind="speech", tags=("ferries",))
    scenes.draft(headline="Deux", language="fr")
    assert headlines(desk.get(RELEASES, {"kind__exact": "speech"})) == {"One"}
    assert headlines(desk.get(RELEASES, {"language": "fr"})) == {"Deux"}
    assert headlines(desk.get(RELEASES, {"tag": "ferries"})) == {"One"}


def test_the_search_reads_headline_summary_and_address(desk):
    scenes.draft(headline="Herring", summary="s", slug="one")
    scenes.draft(headline="Two", summary="About herring", slug="two")
    scenes.draft(headline="Three", summary="s", slug="herring-three")
    scenes.draft(headline="Four", summary="s", slug="four")
    assert headlines(desk.get(RELEASES, {"q": "herring"})) == {"Herring", "Two", "Three"}


def test_a_row_says_who_saved_and_when_it_became_public(desk):
    scenes.published(at=scenes.NOW)
    said = text_of(desk.get(RELEASES))
    assert "6 Mar 2026, 09:30 Wren Okafor" in said
    assert "Public" in said


def test_the_list_costs_the_same_with_two_rows_and_with_twenty(desk):
    def more(count):
        for number in range(count):
            scenes.published(headline=f"Number {number} of {count}", tags=(f"tag {number} of {count}",))

    more(2)
    few = queries_of(desk, RELEASES)
    more(18)
    assert len(headlines(desk.get(RELEASES))) == 20
    assert queries_of(desk, RELEASES) == few
    assert few <= 9


def test_the_form_costs_the_same_with_two_parts_and_with_twenty(desk):
    few = scenes.draft(picks=tuple(scenes.draft(headline=f"A{n}").pk for n in range(2)))
    many = scenes.draft(picks=tuple(scenes.draft(headline=f"B{n}").pk for n in range(20)))
    # Each picked release is looked up by its own choice field; nothing else grows.
    assert queries_of(desk, where(many)) - queries_of(desk, where(few)) <= 18


def test_there_is_nothing_to_do_with_many_rows_at_once(desk):
    scenes.draft()
    assert not page_of(desk.get(RELEASES)).xpath("//select[@name='action']")


def test_the_record_shows_editions_and_every_act_in_order(desk):
    now = timezone.now()
    release = scenes.published(at=now - timedelta(days=3), headline="First words")
    scenes.corrected(release, at=now - timedelta(days=2), headline="Second words", note="It was Tuesday.")
    said = text_of(desk.get(where(release, "history")))
    for word in ("First publication", "Correction or update It was Tuesday.", "Edda Lind", "Wren Okafor"):
        assert word in said
    assert said.index("Published an update · edition 2 · revision 2") < said.index("Published · edition 1 · revision 1")
    assert Edition.objects.get(number=2).content_hash[:12] in said
    assert not page_of(desk.get(where(release, "history"))).xpath("//form[not(@id='logout-form')]")


def test_the_record_keeps_what_was_taken_back(desk):
    release = scenes.scheduled(visible_from=timezone.now() + timedelta(days=1))
    unschedule(release=release, by=cast.edda())
    said = text_of(desk.get(where(release, "history")))
    assert "unscheduled before its time" in said
    assert "Unscheduled · an edition taken back" in said


def test_a_long_record_has_pages(desk):
    release = scenes.draft()
    for number in range(EVENTS_PER_PAGE + 3):
        scenes.rewritten(release, summary=f"Save {number}")
    first, second = desk.get(where(release, "history")), desk.get(where(release, "history"), {"page": 2})
    assert f"revision {EVENTS_PER_PAGE + 4}" in text_of(first)
    assert "Saved · revision 1 " in text_of(second)
    assert queries_of(desk, where(release, "history")) <= 11


def test_the_record_of_no_release_is_not_there(desk):
    assert desk.get(f"{RELEASES}999/history/").status_code == 302


def test_a_preview_is_the_page_that_readers_will_get(desk, client):
    release = scenes.draft(lead_image=scenes.lead(scenes.picture()), tags=("ferries",))
    preview = page_of(desk.get(where(release, "preview"))).xpath("//article")[0]
    form = filled(desk.get(where(release, "publish")))
    desk.post(where(release, "publish"), form)
    public = page_of(client.get(Edition.objects.get().get_absolute_url())).xpath("//article")[0]
    assert " ".join(preview.text_content().split()) == " ".join(public.text_content().split())


def test_a_preview_is_of_the_working_copy_and_publishes_nothing(desk):
    release = scenes.published()
    scenes.rewritten(release, headline="Not yet for readers")
    assert "Not yet for readers" in text_of(desk.get(where(release, "preview")))
    assert Edition.objects.count() == 1


def test_a_preview_is_kept_by_nobody_and_indexed_by_nobody(desk):
    response = desk.get(where(scenes.draft(), "preview"))
    assert "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]
    assert page_of(response).xpath("//meta[@name='robots']/@content") == ["noindex, nofollow"]
    assert not page_of(response).xpath("//form[@id='commentform']")


def test_a_preview_speaks_the_language_of_its_release(desk):
    assert page_of(desk.get(where(scenes.draft(language="fr"), "preview"))).get("lang") == "fr"


def test_the_picture_of_a_draft_is_shown_to_staff_and_to_nobody_else(desk, client):
    image = scenes.picture()
    release = scenes.draft(lead_image=scenes.lead(image))
    address = reverse("admin:releases_release_image", args=[image.key, "w320.webp"])
    assert address.rsplit("/", 1)[0] in desk.get(where(release, "preview")).content.decode()
    assert address in desk.get(where(release)).content.decode()
    response = desk.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "image/webp")
    assert "no-store" in response["Cache-Control"]
    assert client.get(f"/images/{image.key}/w320.webp").status_code == 404
    assert desk.get(reverse("admin:releases_release_image", args=[image.key, "w99.webp"])).status_code == 404
    assert desk.get(reverse("admin:releases_release_image", args=["x" * 24, "w320.webp"])).status_code == 404


def test_tags_that_exist_are_suggested_those_that_begin_so_first(desk):
    for name in ("Coastal ferries", "Ferries", "ferry safety", "Rail"):
        Tag.objects.create(name=name)
    suggest = f"{RELEASES}tags/"
    assert desk.get(suggest, {"q": "FERR"}).json() == {"tags": ["Ferries", "ferry safety", "Coastal ferries"]}
    assert desk.get(suggest, {"q": " "}).json() == {"tags": []}
    assert desk.get(suggest, {"q": "a\x00b"}).json() == {"tags": []}


def test_related_releases_are_found_by_typing(desk):
    wanted = scenes.draft(headline="Herring in the harbour")
    scenes.draft(headline="Something else")
    ask = {"app_label": "releases", "model_name": "pick", "field_name": "picked", "term": "herring"}
    found = desk.get("/admin/autocomplete/", ask).json()["results"]
    assert found == [{"id": str(wanted.pk), "text": "Herring in the harbour · English · Draft"}]


def test_tags_are_a_plain_list_whose_addresses_stay(desk):
    scenes.draft(tags=("ferries", "rail"))
    tag = Tag.objects.get(name="rail")
    assert "ferries" in text_of(desk.get("/admin/taggit/tag/"))
    page = f"/admin/taggit/tag/{tag.pk}/change/"
    assert "slug" not in filled(desk.get(page))
    desk.post(page, filled(desk.get(page), name="Railways", slug="moved"))
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("Railways", "rail")
    assert desk.post(f"/admin/taggit/tag/{tag.pk}/delete/", {"post": "yes"}).status_code == 403


def test_every_page_of_the_back_office_comes_under_the_strict_policy(desk):
    release = scenes.draft()
    for page in ("/admin/", RELEASES, where(release), where(release, "publish"), where(release, "history")):
        policy = desk.get(page)["Content-Security-Policy"]
        assert "unsafe" not in policy, page
        assert "default-src 'none'" in policy, page
