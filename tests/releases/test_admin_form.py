"""The form of a release: one call writes, nothing typed is lost, and readers notice nothing."""

import io

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow

from releases.actions.save_draft import save_draft
from releases.admin import saving
from releases.media.models import Image
from releases.models import Edition, Release, Revision
from releases.snapshot import Contact, Fact, Link, Quote
from releases.workflow import KIND_USES
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, part, text_of, where

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(wren):
    return at_the_desk(wren)


def photograph(name="harbour.png"):
    file = io.BytesIO()
    Pillow.new("RGB", (640, 360), "teal").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")


def full_form(desk):
    other = scenes.draft(headline="The other one")
    picked = [scenes.draft(headline=f"Picked {number}") for number in (1, 2)]
    empty = desk.get(f"{RELEASES}add/")
    return (
        filled(
            empty,
            kind="speech",
            language="fr",
            headline="  Le bac   revient ",
            summary="Les traversées reprennent lundi.",
            dateline="Port Merrow",
            body="<p>Le bac <strong>revient</strong>.</p>",
            tags="Ferries, climate change, ferries",
            source_name="Le Journal",
            source_url="https://example.org/a?b=1",
            lead_image_alt="Le bac au port",
            lead_image_credit="Photo : l’office",
            translation_of=other.pk,
            **{"lead_image-upload": photograph()},
            **part(
                "quotes", {"text": "Second", "speaker": "B", "ORDER": 2}, {"text": "First", "speaker": "A", "ORDER": 1}
            ),
            **part("quickfacts", {"text": "40 cars", "ORDER": 1}),
            **part("associatedlinks", {"label": "Timetable", "url": "https://example.org/t", "ORDER": 1}),
            **part("contacts", {"name": "Ana", "email": "ana@example.org", "ORDER": 1}),
            **part("picks", {"picked": picked[1].pk, "ORDER": 1}, {"picked": picked[0].pk, "ORDER": 2}),
        ),
        other,
        picked,
    )


def test_every_field_and_part_reaches_the_working_copy_and_one_revision(desk):
    form, other, picked = full_form(desk)
    response = desk.post(f"{RELEASES}add/", form)
    release = Release.objects.get(kind="speech")
    assert response.status_code == 302, text_of(response)
    assert response["Location"] == where(release)
    saved = read(release)
    assert saved.headline == "Le bac revient"
    assert saved.body == "<p>Le bac <strong>revient</strong>.</p>"
    assert saved.quotes == (Quote(text="First", speaker="A"), Quote(text="Second", speaker="B"))
    assert saved.facts == (Fact(text="40 cars"),)
    assert saved.links == (Link(label="Timetable", url="https://example.org/t"),)
    assert saved.contacts == (Contact(name="Ana", email="ana@example.org"),)
    assert saved.tags == ("Ferries", "climate change")
    assert saved.picks == (picked[1].pk, picked[0].pk)
    assert saved.translation_of == other.pk
    assert (saved.lead_image.alt, saved.lead_image.credit) == ("Le bac au port", "Photo : l’office")
    assert (saved.source_name, saved.source_url) == ("Le Journal", "https://example.org/a?b=1")
    assert (saved.language, saved.dateline) == ("fr", "Port Merrow")
    (revision,) = release.revisions.all()
    assert revision.snapshot == saved
    assert revision.created_by == cast.wren()
    assert not Edition.objects.exists()


def test_saving_again_without_a_change_keeps_every_part(desk):
    form, _other, _picked = full_form(desk)
    desk.post(f"{RELEASES}add/", form)
    release = Release.objects.get(kind="speech")
    before = read(release)
    response = desk.post(where(release), filled(desk.get(where(release))))
    assert response.status_code == 302, text_of(response)
    assert read(Release.objects.get(pk=release.pk)) == before
    assert release.revisions.count() == 2


def test_a_ticked_remove_box_takes_out_one_part(desk):
    release = scenes.draft(facts=(Fact(text="one"), Fact(text="two"), Fact(text="three")))
    desk.post(where(release), filled(desk.get(where(release)), **{"quickfacts-1-DELETE": "on"}))
    assert read(Release.objects.get(pk=release.pk)).facts == (Fact(text="one"), Fact(text="three"))


def test_the_position_numbers_order_the_parts_without_script(desk):
    release = scenes.draft(facts=(Fact(text="one"), Fact(text="two")))
    form = filled(desk.get(where(release)), **{"quickfacts-0-ORDER": "2", "quickfacts-1-ORDER": "1"})
    desk.post(where(release), form)
    assert read(Release.objects.get(pk=release.pk)).facts == (Fact(text="two"), Fact(text="one"))


def test_an_empty_row_with_a_position_is_no_part(desk):
    release = scenes.draft()
    desk.post(where(release), filled(desk.get(where(release)), **{"quickfacts-0-ORDER": "1"}))
    assert read(Release.objects.get(pk=release.pk)).facts == ()


def test_saving_a_public_release_changes_nothing_for_readers(desk, client):
    release = scenes.published()
    address = Edition.objects.get().get_absolute_url()
    before = client.get(address).content
    desk.post(where(release), filled(desk.get(where(release)), headline="Another headline"))
    assert client.get(address).content == before
    assert Release.objects.get().headline == "Another headline"


def test_the_message_says_that_readers_see_nothing_of_it(desk):
    release = scenes.draft()
    response = desk.post(where(release), filled(desk.get(where(release))), follow=True)
    assert "Saved as revision 2. Readers see nothing of it until it is published." in text_of(response)
    assert LogEntry.objects.filter(object_id=str(release.pk)).count() == 1


def test_saving_can_lead_to_the_preview_or_back_to_the_list(desk):
    release = scenes.draft()
    preview = desk.post(where(release), filled(desk.get(where(release)), _preview="1"))
    closed = desk.post(where(release), filled(desk.get(where(release)), _close="1"))
    assert preview["Location"] == where(release, "preview")
    assert closed["Location"] == RELEASES


def stale_form(desk, release, **typed):
    """A form that was opened before Edda saved."""
    form = filled(desk.get(where(release)), **typed)
    scenes.rewritten(release, summary="Edda was here.")
    return form


def test_a_stale_form_is_told_who_saved_and_what_and_keeps_everything_typed(desk):
    release = scenes.draft(quotes=(Quote(text="Old words", speaker="A"),))
    form = stale_form(
        desk, release, headline="Wren’s headline", tags="mine, too", **{"quotes-0-text": "Wren’s words"},
        **part("quickfacts", {"text": "Wren’s fact", "ORDER": 1}), body="<p>Wren’s body</p>",
    )  # fmt: skip
    response = desk.post(where(release), form)
    assert response.status_code == 409
    said = text_of(response)
    assert "Wren Okafor saved this release at" in said
    assert "Changed since you opened it: summary." in said
    again = filled(response)
    for name in ("headline", "tags", "quotes-0-text", "quickfacts-0-text", "body", "summary"):
        assert again[name].strip() == form[name].strip()
    assert Release.objects.get().headline != "Wren’s headline"
    assert Revision.objects.count() == 2


def test_saving_again_after_a_conflict_is_a_deliberate_decision(desk):
    release = scenes.draft()
    told = desk.post(where(release), stale_form(desk, release, headline="Wren’s headline"))
    response = desk.post(where(release), filled(told))
    assert response.status_code == 302
    assert Release.objects.get().headline == "Wren’s headline"
    assert Revision.objects.filter(content__contains="Edda was here.").exists()


def test_a_second_conflict_is_told_too(desk):
    release = scenes.draft()
    told = desk.post(where(release), stale_form(desk, release, headline="Wren’s headline"))
    scenes.rewritten(release, summary="And again.")
    assert desk.post(where(release), filled(told)).status_code == 409


def test_a_conflict_found_only_under_the_lock_is_told_in_the_same_way(desk, monkeypatch):
    """Edda saves between the first look and the write."""
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Wren’s headline")

    def late(**call):
        monkeypatch.setattr(saving, "save_draft", save_draft)
        scenes.rewritten(release, summary="Edda was here.")
        return save_draft(**call)

    monkeypatch.setattr(saving, "save_draft", late)
    response = desk.post(where(release), form)
    assert response.status_code == 409
    assert "saved this release at" in text_of(response)
    assert filled(response)["headline"] == "Wren’s headline"


def test_a_form_without_a_version_is_a_conflict_and_not_an_overwrite(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="Blind")
    del form["version"]
    assert desk.post(where(release), form).status_code == 409
    assert Release.objects.get().headline != "Blind"


def test_what_the_core_refuses_stands_above_the_form_with_everything_typed(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), summary="Typed", **part("picks", {"picked": release.pk, "ORDER": 1}))
    response = desk.post(where(release), form)
    assert response.status_code == 409
    assert "A release cannot be related to itself." in text_of(response)
    assert filled(response)["summary"].strip() == "Typed"


def test_an_upload_survives_an_error_in_another_field(desk):
    form = filled(desk.get(f"{RELEASES}add/"), headline="", **{"lead_image-upload": photograph()})
    response = desk.post(f"{RELEASES}add/", form)
    assert response.status_code == 200
    image = Image.objects.get()
    assert filled(response)["lead_image"] == image.key
    saved = desk.post(f"{RELEASES}add/", filled(response, headline="Now with a headline"))
    assert saved.status_code == 302
    assert Release.objects.get().lead_image == image
    assert Image.objects.count() == 1


def test_a_file_that_is_no_picture_is_an_error_of_its_field(desk):
    fake = SimpleUploadedFile("harbour.png", b"MZ not a picture", content_type="image/png")
    response = desk.post(f"{RELEASES}add/", filled(desk.get(f"{RELEASES}add/"), **{"lead_image-upload": fake}))
    assert response.status_code == 200
    assert "This is not a picture we can read." in text_of(response)
    assert not Image.objects.exists()
    assert not Release.objects.exists()


def test_the_picture_can_be_removed(desk):
    release = scenes.draft(lead_image=scenes.lead(scenes.picture()))
    desk.post(where(release), filled(desk.get(where(release)), **{"lead_image-remove": "on"}))
    assert read(Release.objects.get()).lead_image is None


def test_a_key_that_names_no_picture_is_refused(desk):
    release = scenes.draft()
    response = desk.post(where(release), filled(desk.get(where(release)), lead_image="x" * 24))
    assert "This picture is no longer stored." in text_of(response)


@pytest.mark.parametrize("version", ["9" * 40, "-1", "x", "", "1\x00"])
def test_a_version_that_cannot_be_one_is_a_conflict(desk, version):
    release = scenes.draft()
    response = desk.post(where(release), filled(desk.get(where(release)), version=version))
    assert response.status_code == 409
    assert release.revisions.count() == 1


def test_text_that_no_database_holds_is_an_error_beside_its_field(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), headline="a\x00b", lead_image="\x00", tags="a\x00b")
    response = desk.post(where(release), form)
    assert response.status_code == 200
    assert "Null characters are not allowed." in text_of(response)


def test_the_address_is_fixed_once_a_moment_is_promised(desk):
    release = scenes.published()
    form = filled(desk.get(where(release)))
    assert "slug" not in form
    assert "language" not in form
    assert "English" in text_of(desk.get(where(release)))


def test_an_address_typed_while_somebody_published_is_not_dropped_in_silence(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), slug="another-address")
    from_edda = at_the_desk(cast.edda())
    from_edda.post(where(release, "publish"), filled(from_edda.get(where(release, "publish"))))
    response = desk.post(where(release), form)
    assert "its address and language are settled. You entered “another-address”" in text_of(response)
    assert desk.post(where(release), filled(response)).status_code == 302


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("javascript:alert(1)", "Enter a valid URL"),
        ("https://user:secret@example.org/", "not an address on the web"),
        ("ftp://example.org/file", "not an address on the web"),
    ],
)
def test_an_address_that_is_none_on_the_web_is_refused_beside_its_field(desk, address, said):
    release = scenes.draft()
    response = desk.post(where(release), filled(desk.get(where(release)), source_url=address))
    assert said in text_of(response)
    link = part("associatedlinks", {"label": "A link", "url": address, "ORDER": 1})
    response = desk.post(where(release), filled(desk.get(where(release)), **link))
    assert said in text_of(response)
    assert release.revisions.count() == 1


def test_a_space_is_part_of_a_tag_and_capitals_are_not(desk):
    scenes.draft(tags=("Climate Change",))
    release = scenes.draft(headline="Second")
    desk.post(where(release), filled(desk.get(where(release)), tags="climate  change, River Hallow,,"))
    assert read(Release.objects.get(pk=release.pk)).tags == ("Climate Change", "River Hallow")


def test_a_translation_names_an_original_in_another_language(desk):
    original, release = scenes.draft(headline="Original"), scenes.draft(headline="Second")
    response = desk.post(where(release), filled(desk.get(where(release)), translation_of=original.pk))
    assert "in the same language" in text_of(response)
    response = desk.post(where(release), filled(desk.get(where(release)), translation_of=release.pk))
    assert "not a translation of itself" in text_of(response)


def test_each_kind_says_what_it_is_for_and_fields_say_how_long(desk):
    said = text_of(desk.get(f"{RELEASES}add/"))
    for use in KIND_USES.values():
        assert str(use) in said
    assert "Best between 40 and 90 characters." in said


def test_every_control_has_a_name(desk):
    release = scenes.draft(quotes=(Quote(text="Words", speaker="A"),))
    page = page_of(desk.get(where(release)))
    labelled = {label.get("for") for label in page.iter("label")}
    for control in page.xpath("//form[@id='release_form']//*[self::input or self::textarea or self::select]"):
        if control.get("type") in ("hidden", "submit") or "__prefix__" in control.get("name", ""):
            continue
        inside = any(parent.tag == "label" for parent in control.iterancestors())
        assert inside or control.get("id") in labelled or control.get("aria-label"), control.get("name")


def test_a_person_who_may_only_look_sees_the_parts_and_no_button(desk):
    looker = cast.person("lo")
    looker.user_permissions.add(Permission.objects.get(codename="view_release"))
    release = scenes.draft(quotes=(Quote(text="Words to see", speaker="A"),))
    client = at_the_desk(cast.person("lo"))
    response = client.get(where(release))
    assert "Words to see" in text_of(response)
    assert not page_of(response).xpath("//input[@type='submit']")
    assert client.post(where(release), {"headline": "x"}).status_code == 403
