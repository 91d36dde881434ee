"""Whoever saves too late sees both texts, knows who changed what, and loses nothing, whatever else is wrong with the form."""

from datetime import timedelta

import pytest
from django.utils import timezone

from releases.actions.schedule import schedule
from releases.media.models import Image
from releases.models import Edition, Release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import at_the_desk, filled, page_of, part, text_of, where
from tests.releases.test_admin_form import photograph
from tests.releases.test_compare import marked

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


def section(response, name):
    """One field on the page of a conflict, in the comparison of the saved text with the typed one."""
    (found,) = page_of(response).xpath(f"//section[@aria-labelledby='mine-{name}']")
    return found


def sections(response):
    found = page_of(response).xpath("//div[@id='mine']//section/@aria-labelledby")
    return [name.removeprefix("mine-") for name in found]


def words(element):
    return " ".join(element.text_content().split())


def lost(desk, release, saved, **typed):
    """Edda opened the form and typed; Wren saved; then Edda pressed Save."""
    form = filled(desk.get(where(release)), **typed)
    scenes.rewritten(release, **saved)
    return desk.post(where(release), form)


def test_both_texts_stand_side_by_side_with_the_words_that_differ_marked(desk):
    release = scenes.draft(headline="The ferry returns on Monday")
    response = lost(
        desk, release, {"headline": "The ferry returns on Tuesday"}, headline="The ferry returns on Wednesday"
    )
    assert response.status_code == 409
    found = section(response, "headline")
    (before,) = found.xpath(".//div[@class='difference__before']")
    (after,) = found.xpath(".//div[@class='difference__after']")
    assert words(before) == "The ferry returns on [removed: Tuesday]"
    assert words(after) == "The ferry returns on [added: Wednesday]"
    assert "Both of you changed this" in words(found)


def test_what_others_saved_meanwhile_is_told_apart_from_what_was_typed(desk):
    release = scenes.draft(summary="Crossings begin.", dateline="Port Merrow")
    response = lost(desk, release, {"summary": "Crossings begin again."}, dateline="North Shore")
    (others,) = page_of(response).xpath("//div[@id='others']")
    assert [words(label) for label in others.xpath(".//h4")] == ["Summary"]
    assert sections(response) == ["summary", "dateline"]
    assert "saving over would take back what was saved meanwhile" in words(section(response, "summary"))
    assert "Only you changed this" in words(section(response, "dateline"))


def test_the_typed_text_can_be_marked_and_copied_without_script(desk):
    release = scenes.draft()
    response = lost(
        desk, release, {"summary": "Meanwhile."},
        body="<h2>Heading</h2><p>First <strong>words</strong>.</p><ul><li>one</li><li>two</li></ul>",
        headline="Mine & <b>mine</b>",
    )  # fmt: skip
    (body,) = page_of(response).xpath("//textarea[@id='typed-body']")
    assert body.text.strip() == "Heading\n\nFirst words.\n\none\ntwo"
    assert body.get("readonly") is not None
    assert body.get("name") is None, "it must not be sent with the form"
    (headline,) = page_of(response).xpath("//textarea[@id='typed-headline']")
    assert headline.text.strip() == "Mine & <b>mine</b>"


def test_every_part_tag_and_picture_that_was_typed_is_compared(desk):
    other = scenes.draft(headline="Herring in the harbour")
    image = scenes.picture()
    release = scenes.draft(
        quotes=(Quote(text="At last it is here.", speaker="A"),), tags=("Ferries",), lead_image=scenes.lead(image)
    )
    response = lost(
        desk, release, {"summary": "Meanwhile."}, tags="ferries, harbour", lead_image_alt="The harbour at dusk",
        **part("quotes", {"text": "At last it was here.", "speaker": "A", "ORDER": 1}),
        **part("quickfacts", {"text": "second", "ORDER": 2}, {"text": "first", "ORDER": 1}),
        **part("associatedlinks", {"label": "Timetable", "url": "https://example.org/t", "ORDER": 1}),
        **part("contacts", {"name": "Ana", "email": "ana@example.org", "ORDER": 1}),
        **part("picks", {"picked": other.pk, "ORDER": 1}),
    )  # fmt: skip
    assert sections(response) == ["summary", "quotes", "facts", "links", "contacts", "tags", "picks", "lead_image"]
    assert "At last it [removed: is] [added: was] here." in words(section(response, "quotes"))
    assert [words(row) for row in section(response, "facts").xpath(".//div[@class='difference__inline']")] == [
        "[added: first]",
        "[added: second]",
    ]
    assert "Herring in the harbour" in words(section(response, "picks"))
    assert [words(tag) for tag in section(response, "tags").xpath(".//div[@class='difference__inline']")] == [
        "Ferries",
        "[added: harbour]",
    ]


def test_a_field_that_nobody_changed_is_not_shown(desk):
    everything = {
        "quotes": (Quote(text="Old words\n\nin two paragraphs", speaker="A", title="B"),),
        "facts": (Fact(text="one"), Fact(text="two")),
        "links": (Link(label="L", url="https://example.org/"),),
        "contacts": (Contact(name="Ana", role="R", email="a@example.org", phone="1"),),
        "tags": ("Ferries", "climate change"),
        "body": "<h2>A</h2><p>b <em>c</em></p><ul><li>d</li></ul>",
        "source_name": "The Journal",
        "source_url": "https://example.org/a",
        "lead_image": scenes.lead(scenes.picture()),
        "picks": (scenes.draft(headline="Other").pk,),
        "translation_of": scenes.draft(headline="Original", language="fr").pk,
    }
    release = scenes.draft(**everything)
    response = lost(desk, release, {"dateline": "Port Merrow"})
    assert sections(response) == ["dateline"]


def test_what_was_typed_twice_alike_is_no_difference(desk):
    release = scenes.draft(summary="Old.")
    response = lost(desk, release, {"summary": "New."}, summary="New.")
    assert "What you typed is what is saved now." in text_of(response)


def test_a_conflict_and_errors_in_the_form_are_told_together_and_nothing_is_lost(desk):
    release = scenes.draft()
    response = lost(
        desk, release, {"summary": "Meanwhile."},
        headline="", summary="x" * 700, source_url="javascript:alert(1)", body="<p>Mine.</p>", kind="nonsense",
        **part("quotes", {"text": "Words without a speaker", "speaker": "", "ORDER": 1}),
        **part("associatedlinks", {"label": "Half a link", "url": "nonsense", "ORDER": 1}),
        **{"lead_image-upload": photograph()}, lead_image_alt="My picture",
    )  # fmt: skip
    assert response.status_code == 409
    assert "Two people wrote at the same time" in text_of(response)
    assert "Please correct the errors below." in text_of(response)
    assert sections(response) == ["kind", "headline", "summary", "body", "quotes", "links", "source_url", "lead_image"]
    assert "Words without a speaker" in words(section(response, "quotes"))
    again = filled(response)
    assert again["lead_image"] == Image.objects.get().key
    assert again["summary"].strip() == "x" * 700
    assert again["body"].strip() == "<p>Mine.</p>"
    assert again["quotes-0-text"].strip() == "Words without a speaker"
    mended = {
        **again,
        "headline": "Mended",
        "summary": "Mine.",
        "source_url": "",
        "kind": "speech",
        "quotes-0-speaker": "A",
    }
    response = desk.post(where(release), mended | {"associatedlinks-0-url": "https://example.org/"})
    assert response.status_code == 302, text_of(response)
    saved = read(Release.objects.get(pk=release.pk))
    assert (saved.headline, saved.lead_image.alt) == ("Mended", "My picture")
    assert release.revisions.count() == 3


@pytest.mark.parametrize(
    "typed",
    [
        {"body": "<b>" * 30_000},
        {"body": "x" * 600_000},
        {"headline": "a\x00b", "tags": "a\x00b", "lead_image": "\x00"},
        {"version": "9" * 40},
        {"version": "99"},
        {"quotes-TOTAL_FORMS": "x"},
        {"translation_of": "9" * 18, "picks-0-picked": "-1", "quickfacts-0-ORDER": "x"},
        {"headline": "<script>alert(1)</script>", "tags": "</textarea><script>alert(2)</script>"},
    ],
    ids=lambda typed: next(iter(typed)),
)
def test_whatever_is_typed_the_page_comes(desk, typed):
    release = scenes.draft()
    response = lost(desk, release, {"summary": "Meanwhile."}, **typed)
    assert response.status_code == 409
    assert "alert(" not in "".join(page_of(response).xpath("//script/text()"))
    assert release.revisions.count() == 2


def test_saving_over_is_one_button_and_keeps_both_in_the_history(desk):
    release = scenes.draft()
    response = lost(desk, release, {"headline": "Wren’s headline"}, headline="Edda’s headline")
    (button,) = page_of(response).xpath("//button[@form='release_form']")
    assert words(button).startswith("Save over"), "there is nothing of hers to keep"
    assert desk.post(where(release), {**filled(response), button.get("name"): "1"}).status_code == 302
    assert [revision.snapshot.headline for revision in release.revisions.order_by("number")][1:] == [
        "Wren’s headline",
        "Edda’s headline",
    ]


def test_both_have_their_way_where_one_left_alone_what_the_other_changed(desk):
    release = scenes.draft(summary="Old.", dateline="Old", tags=("ferries",), facts=(Fact(text="old"),))
    response = lost(
        desk, release,
        {"summary": "Wren’s.", "tags": ("ferries", "harbour"), "headline": "Wren’s", "facts": (Fact(text="new"),)},
        dateline="Edda’s", headline="Edda’s", **part("contacts", {"name": "Ana", "ORDER": 1}),
    )  # fmt: skip
    keep, over = page_of(response).xpath("//button[@form='release_form']")
    assert words(keep) == "Save mine, and keep theirs where I changed nothing"
    assert words(over).startswith("Save over")
    assert desk.post(where(release), {**filled(response), keep.get("name"): keep.get("value")}).status_code == 302
    saved = read(Release.objects.get())
    assert (saved.summary, saved.tags, saved.facts) == ("Wren’s.", ("ferries", "harbour"), (Fact(text="new"),))
    assert (saved.dateline, saved.headline, saved.contacts) == ("Edda’s", "Edda’s", (Contact(name="Ana"),))


def test_after_a_second_conflict_it_is_still_known_at_which_version_the_form_was_opened(desk):
    release = scenes.draft(summary="Old.", headline="Old headline")
    response = lost(desk, release, {"summary": "Wren’s."}, dateline="Edda’s")
    scenes.rewritten(release, headline="Wren’s headline")
    again = desk.post(where(release), {**filled(response), "keep_theirs": "1"})
    assert again.status_code == 409
    assert "Changed since you opened it: headline, summary." in text_of(again)
    assert "saving over would take back" in words(section(again, "summary"))
    assert desk.post(where(release), {**filled(again), "keep_theirs": "1"}).status_code == 302
    saved = read(Release.objects.get())
    assert (saved.headline, saved.summary, saved.dateline) == ("Wren’s headline", "Wren’s.", "Edda’s")


def test_errors_in_between_do_not_forget_whose_text_was_to_be_kept(desk):
    release = scenes.draft(summary="Old.")
    response = lost(desk, release, {"summary": "Wren’s."}, dateline="Edda’s")
    refused = desk.post(where(release), {**filled(response), "keep_theirs": "1", "source_url": "nonsense://"})
    assert refused.status_code == 200
    assert desk.post(where(release), {**filled(refused), "source_url": ""}).status_code == 302
    saved = read(Release.objects.get())
    assert (saved.summary, saved.dateline) == ("Wren’s.", "Edda’s")


@pytest.mark.parametrize("began", ["99", "x", ""])
def test_a_version_that_never_was_keeps_nothing_and_saves_nothing_in_its_name(desk, began):
    release = scenes.draft()
    form = {**filled(desk.get(where(release))), "keep_theirs": "1", "began": began, "headline": "Mine"}
    response = desk.post(where(release), form)
    # What names no version at all asks for nothing but saving.
    assert response.status_code == (409 if began == "99" else 302)


def test_a_form_that_names_no_version_is_told_of_both_texts_without_guessing_whose_is_whose(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Blind")
    del form["version"]
    response = desk.post(where(release), form)
    assert sections(response) == ["headline"]
    assert "Only you" not in text_of(response)
    assert not page_of(response).xpath("//div[@id='others']")


def test_whoever_saves_after_it_was_scheduled_gets_their_text_to_copy_but_cannot_save_over(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Too late", body="<p>Late words.</p>")
    schedule(release=release, by=cast.ada(), version=1, visible_from=timezone.now() + timedelta(days=2))
    response = desk.post(where(release), form)
    assert response.status_code == 409
    assert "Your text was not saved" in text_of(response)
    assert sections(response) == ["headline", "body"]
    assert not page_of(response).xpath("//button[@form='release_form']")
    assert page_of(response).xpath("//textarea[@id='typed-body']")[0].text.strip() == "Late words."
    release.refresh_from_db()
    assert release.headline != "Too late"


def test_whoever_saves_after_it_was_published_saves_and_readers_notice_nothing(desk, client):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Typed before it was public")
    other = at_the_desk(cast.ada())
    other.post(where(release, "publish"), filled(other.get(where(release, "publish"))))
    address = Edition.objects.get().get_absolute_url()
    before = client.get(address).content
    assert desk.post(where(release), form).status_code == 302
    assert client.get(address).content == before
    release.refresh_from_db()
    assert release.headline == "Typed before it was public"


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_whoever_publishes_what_somebody_saved_meanwhile_is_shown_what_that_was(desk, verb):
    release = scenes.draft(headline="The ferry returns on Monday")
    page = filled(desk.get(where(release, verb)))
    tomorrow = timezone.localtime() + timedelta(days=1)
    moment = {"date": f"{tomorrow:%Y-%m-%d}", "time": "12:00"} if verb == "schedule" else {}
    scenes.rewritten(release, headline="The ferry returns on Tuesday")
    response = desk.post(where(release, verb), page | moment)
    assert response.status_code == 409
    assert "What was saved since you looked" in text_of(response)
    assert (marked(response, "del"), marked(response, "ins")) == (["Monday"], ["Tuesday"])
    assert not Edition.objects.exists()


def test_the_page_of_a_conflict_does_not_cost_more_for_more(desk, django_assert_max_num_queries):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Mine")
    for number in range(10):
        scenes.rewritten(release, facts=tuple(Fact(text=f"Fact {n}") for n in range(number)))
    with django_assert_max_num_queries(30):
        assert desk.post(where(release), form).status_code == 409
