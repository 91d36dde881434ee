"""The list of releases, the record of one, the preview, and tags: what staff look at."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from releases.actions.discard import discard
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.admin import list_filters, listing
from releases.models import Edition, QuietDay
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
    # Session, person, two for permissions; ids, rows; years, tags, saved filters.
    assert few <= 9


def test_the_form_costs_the_same_with_two_parts_and_with_twenty(desk):
    few = scenes.draft(picks=tuple(scenes.draft(headline=f"A{n}").pk for n in range(2)))
    many = scenes.draft(picks=tuple(scenes.draft(headline=f"B{n}").pk for n in range(20)))
    # Each picked release is looked up by its own choice field; nothing else grows.
    assert queries_of(desk, where(many)) - queries_of(desk, where(few)) <= 18


def test_the_search_wants_every_word_wherever_it_stands(desk):
    scenes.draft(headline="Herring quota", summary="For the north shore", slug="one")
    scenes.draft(headline="Herring festival", summary="In the harbour", slug="two")
    assert headlines(desk.get(RELEASES, {"q": "NORTH herring"})) == {"Herring quota"}
    assert headlines(desk.get(RELEASES, {"q": "herring two"})) == {"Herring festival"}
    assert "No release is like that." in text_of(desk.get(RELEASES, {"q": "herring cod"}))


def test_the_list_can_be_filtered_by_stage(desk, settings):
    settings.REVIEWERS = {"": 1}
    scenes.draft(headline="Being written")
    scenes.submitted(scenes.draft(headline="Looked at"))
    back = scenes.submitted(scenes.draft(headline="Back"))
    send_back(release=back, by=cast.edda(), version=1, reason="Which year?")
    scenes.approved(scenes.draft(headline="Ready"))
    publish_unreviewed(release=scenes.draft(headline="Night"), by=cast.edda(), version=1, reason="Night.")
    found = {
        stage: headlines(desk.get(RELEASES, {"stage": stage}))
        for stage in ("in_review", "sent_back", "approved", "unreviewed")
    }
    assert found == {"in_review": {"Looked at"}, "sent_back": {"Back"}, "approved": {"Ready"}, "unreviewed": {"Night"}}
    for badge, headline in (("In review", "Looked at"), ("Sent back", "Back"), ("Approved", "Ready")):
        assert badge in text_of(desk.get(RELEASES, {"q": headline})).split("Last saved")[1]
    assert page_of(desk.get(RELEASES)).xpath("//tr[.//a='Night']//span[contains(@class, 'badge-unreviewed')]")


def test_what_is_in_the_bin_is_seen_by_those_who_ask_for_it(desk):
    scenes.draft(headline="Kept")
    discard(release=scenes.draft(headline="Binned"), by=cast.wren(), version=1)
    assert headlines(desk.get(RELEASES)) == {"Kept"}
    assert headlines(desk.get(RELEASES, {"standing": "draft"})) == {"Kept"}
    assert headlines(desk.get(RELEASES, {"q": "Binned"})) == set()
    assert headlines(desk.get(RELEASES, {"stage": "discarded"})) == {"Binned"}
    assert "In the bin" in text_of(desk.get(RELEASES, {"stage": "discarded"})).split("Last saved")[1]


def test_the_list_can_be_narrowed_to_ones_own(desk, settings):
    settings.REVIEWERS = {"": 1}
    scenes.draft(by=cast.edda(), headline="Saved by me")
    scenes.submitted(scenes.draft(headline="Submitted by me"), by=cast.edda())
    scenes.draft(headline="Another’s")
    assert headlines(desk.get(RELEASES, {"mine": "saved"})) == {"Saved by me"}
    assert headlines(desk.get(RELEASES, {"mine": "submitted"})) == {"Submitted by me"}


def test_the_list_can_be_filtered_by_the_year_in_the_address(desk):
    # In Toronto the last hours of the year are in the next one already by UTC.
    scenes.published(at=datetime(2026, 1, 1, 4, 59, tzinfo=UTC), headline="The last of 2025")
    scenes.published(at=datetime(2026, 1, 1, 5, 0, tzinfo=UTC), headline="The first of 2026")
    assert headlines(desk.get(RELEASES, {"year": "2025"})) == {"The last of 2025"}
    assert headlines(desk.get(RELEASES, {"year": "2026"})) == {"The first of 2026"}
    offered = page_of(desk.get(RELEASES)).xpath("//nav[@id='changelist-filter']//a[contains(@href, 'year=')]/text()")
    assert offered == [str(year) for year in range(timezone.localdate().year, 2024, -1)]


def test_what_is_scheduled_in_any_way_is_one_filter(desk):
    soon = timezone.now() + timedelta(days=1)
    scenes.scheduled(visible_from=soon, headline="New")
    update = scenes.rewritten(scenes.published(headline="Known"), headline="Known, updated")
    schedule(release=update, by=cast.edda(), version=update.version, visible_from=soon)
    scenes.published(headline="Out")
    assert headlines(desk.get(RELEASES, {"standing": "ahead"})) == {"New", "Known, updated"}


def test_public_releases_with_changes_are_one_filter(desk):
    scenes.published(headline="Out")
    scenes.rewritten(scenes.published(headline="Known"), headline="Changed since")
    assert headlines(desk.get(RELEASES, {"stage": "changed"})) == {"Changed since"}


@pytest.mark.parametrize(
    "query", ["year=12345", "year=0000", "year=x", "standing=no", "stage=no", "tag=%00", "q=%00", "p=99", "o=9.x"]
)
def test_a_mistyped_address_of_the_list_is_no_error(desk, query):
    scenes.published()
    assert desk.get(f"{RELEASES}?{query}", follow=True).status_code == 200


def test_filters_and_search_narrow_together(desk):
    scenes.draft(headline="Herring", kind="speech", language="fr", tags=("ferries",))
    scenes.draft(headline="Herring", kind="speech", slug="en")
    wanted = {"q": "herring", "kind__exact": "speech", "language": "fr", "tag": "ferries", "standing": "draft"}
    assert page_of(desk.get(RELEASES, wanted)).xpath("count(//table[@id='result_list']/tbody/tr)") == 1


def test_a_tag_that_is_not_among_the_usual_ones_is_offered_when_it_is_asked_for(desk, monkeypatch):
    monkeypatch.setattr(list_filters, "TAGS_OFFERED", 1)
    scenes.draft(tags=("common",))
    scenes.draft(tags=("common", "rare"))
    offered = "//details[@data-filter-title='tag']//li[position() > 1]/a/text()"
    assert page_of(desk.get(RELEASES)).xpath(offered) == ["common"]
    assert page_of(desk.get(RELEASES, {"tag": "rare"})).xpath(offered) == ["common", "rare"]


def test_the_list_ends_after_so_many_and_says_so(desk, monkeypatch):
    monkeypatch.setattr(listing, "MOST", 60)
    for number in range(62):
        scenes.draft(headline=f"Number {number:02}")
    first, last = desk.get(RELEASES), desk.get(RELEASES, {"p": 2})
    assert len(headlines(first)) == 50
    assert headlines(last) == {f"Number {number:02}" for number in range(2, 12)}
    assert "More than 60 releases; the list ends there." in text_of(last)
    assert "12 releases" not in text_of(last)
    assert headlines(desk.get(RELEASES, {"q": "Number 61"})) == {"Number 61"}


def test_the_order_of_the_list_can_be_changed(desk):
    for headline in ("Beta", "Alpha", "Gamma"):
        scenes.draft(headline=headline)
    rows = page_of(desk.get(RELEASES, {"o": "1"})).xpath("//table[@id='result_list']//th/a/text()")
    assert rows == ["Alpha", "Beta", "Gamma"]


def test_the_record_of_no_release_is_not_there(desk):
    assert desk.get(f"{RELEASES}999/history/").status_code == 302


def test_quiet_days_to_come_are_first_and_editors_keep_them(desk):
    today = timezone.localdate()
    for days, reason in ((-9, "Long past"), (-2, "Past"), (9, "Later"), (2, "Soon")):
        QuietDay.objects.create(day=today + timedelta(days=days), reason=reason)
    page = "/admin/releases/quietday/"
    reasons = page_of(desk.get(page)).xpath("//td[contains(@class, 'field-reason')]//text()")
    assert [text for text in reasons if text.strip()] == ["Soon", "Later", "Past", "Long past"]
    desk.post(
        f"{page}add/", filled(desk.get(f"{page}add/"), day=(today + timedelta(days=5)).isoformat(), reason="Vote")
    )
    assert QuietDay.objects.filter(reason="Vote").exists()
    assert at_the_desk(cast.wren()).get(page).status_code == 403


def test_a_preview_is_the_page_that_readers_will_get(desk, client):
    release = scenes.draft(lead_image=scenes.lead(scenes.picture()), tags=("ferries",))
    preview = page_of(desk.get(where(release, "preview"))).xpath("//article")[0]
    form = filled(desk.get(where(release, "publish")))
    desk.post(where(release, "publish"), form)
    public = page_of(client.get(Edition.objects.get().get_absolute_url())).xpath("//article")[0]
    # What journalists take along is to be had once it is public.
    for taken_along in public.xpath(".//section[@class='take-along' or @class='share']"):
        taken_along.drop_tree()
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
