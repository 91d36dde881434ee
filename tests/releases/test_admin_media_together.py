"""Pictures and files where two texts meet: a conflict, two languages side by side, many releases at once, the pre-flight."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.admin import carried as carrying
from releases.admin.carried import carried
from releases.admin.preflight import preflight
from releases.admin.standing import situation
from releases.difference.compare import compare
from releases.media.models import DocumentFile, Image
from releases.models import Release
from releases.parity import Lack, gaps
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import at_the_desk, filled, page_of, text_of, where
from tests.releases.test_admin_form import photograph
from tests.releases.test_admin_media import FILES, GALLERY, furnished, now, shown, table
from tests.releases.test_conflict import section, sections, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


# A conflict


def test_a_conflict_shows_the_gallery_and_the_attachments_of_both_and_can_keep_both(desk):
    release = furnished(lead_image=scenes.lead(scenes.picture(colour="red")))
    before = now(release)
    form = filled(desk.get(where(release)), **{f"{GALLERY}-0-caption": "At noon"})
    report = scenes.attached(scenes.document("a,b\n1,2\n", name="report.csv"), "The report")
    scenes.rewritten(release, attachments=(*before.attachments, report))
    # Where to look first moves in the library, and is nobody's typing.
    Image.objects.get(key=before.lead_image.key).picture.__class__.objects.update(focal_x=10)
    response = desk.post(where(release), form)
    assert response.status_code == 409
    assert sections(response) == ["gallery", "attachments"]
    assert "Only you changed this" in words(section(response, "gallery"))
    assert "At [removed: dawn]" in words(section(response, "gallery"))
    assert "At [added: noon]" in words(section(response, "gallery"))
    assert "saving over would take back" in words(section(response, "attachments"))
    assert "The report (report.csv" in words(section(response, "attachments"))
    assert "At noon" in page_of(response).get_element_by_id("typed-gallery").text_content()
    assert desk.post(where(release), filled(response, keep_theirs="1")).status_code == 302
    saved = now(release)
    assert saved.gallery[0].caption == "At noon"
    assert [one.title for one in saved.attachments] == ["Crossings a day", "The report"]


def test_a_file_uploaded_into_a_conflict_is_not_lost(desk):
    release = furnished()
    form = filled(desk.get(where(release)), **{f"{FILES}-0-file-upload": table("Cars", "cars.csv")})
    scenes.rewritten(release, summary="Wren was here.")
    response = desk.post(where(release), form)
    assert response.status_code == 409
    assert "cars.csv" in words(section(response, "attachments"))
    assert desk.post(where(release), filled(response)).status_code == 302
    (saved,) = now(release).attachments
    assert saved.name == "cars.csv"


# Many releases at once


def test_tags_for_many_releases_lose_no_pictures_and_no_files(desk):
    release = furnished()
    before = now(release)
    listed = "/admin/releases/release/"
    asked = desk.post(listed, {"action": "add_tags", "_selected_action": [str(release.pk)], "index": "0"}, follow=True)
    (form,) = [form for form in page_of(asked).forms if form.xpath(".//input[@name='tags']")]
    values = {**dict(form.form_values()), "tags": "Ferries"}
    desk.post(form.get("action") or asked.request["PATH_INFO"], values)
    assert now(release) == replace(before, tags=("Ferries",))


# Two languages


def pair():
    english = furnished(lead_image=scenes.lead(scenes.picture(colour="red")))
    french = scenes.draft(
        language="fr",
        translation_of=english.pk,
        headline="Le bac revient",
        gallery=now(english).gallery,
        lead_image=now(english).lead_image,
    )
    return english, french


def test_side_by_side_each_language_has_its_own_words_and_files(desk):
    english, french = pair()
    page = where(english, "pair/fr")
    before = now(english)
    sent = filled(
        desk.get(page),
        **{
            "fr-gallery-0-alt": "Le quai",
            "fr-gallery-0-caption": "À l’aube",
            "fr-lead_image_caption": "Le bac",
            "fr-attachments-0-file-upload": table("Bacs", "bacs.csv"),
            "fr-attachments-0-title": "Les traversées",
        },
    )
    response = desk.post(page, sent)
    assert response.status_code == 302, text_of(response)
    saved = now(french)
    assert (saved.gallery[0].alt, saved.gallery[0].caption) == ("Le quai", "À l’aube")
    assert saved.lead_image.caption == "Le bac"
    assert [(one.title, one.name) for one in saved.attachments] == [("Les traversées", "bacs.csv")]
    assert now(english) == before
    assert english.revisions.count() == 1


def test_side_by_side_a_page_sent_as_it_came_saves_nothing(desk):
    english, french = pair()
    page = where(english, "pair/fr")
    desk.post(page, filled(desk.get(page)))
    assert (english.revisions.count(), french.revisions.count()) == (1, 1)


def test_side_by_side_an_upload_survives_an_error_in_the_other_language(desk):
    english, _french = pair()
    page = where(english, "pair/fr")
    sent = filled(desk.get(page), **{"en-headline": "", "fr-attachments-0-file-upload": table("Bacs", "bacs.csv")})
    response = desk.post(page, sent)
    assert response.status_code == 422
    assert filled(response)["fr-attachments-0-file"] == DocumentFile.objects.get(name="bacs.csv").key


def lacks(one, other):
    return {(gap.lack, gap.language, gap.field, gap.subject) for gap in gaps(one, other)}


def test_what_one_language_shows_or_attaches_and_the_other_does_not_is_a_gap():
    english = now(furnished())
    french = replace(english, language="fr", translation_of=1, headline="Le bac", summary="Lundi", body="")
    french = replace(french, gallery=(replace(english.gallery[0], alt="Le quai", caption=""),), attachments=())
    found = lacks(french, english)
    assert (Lack.FILE, "fr", "attachments", "Crossings a day") in found
    assert (Lack.FILE, "fr", "gallery", "") in found
    assert (Lack.TEXT, "fr", "gallery_words", "") in found


def test_a_file_of_its_own_language_stands_in_for_the_others():
    english = now(furnished())
    (file,) = english.attachments
    own = replace(file, key="k" * 24, title="Les traversées", language="fr")
    french = replace(english, language="fr", translation_of=1, headline="Le bac", summary="Lundi", attachments=(own,))
    assert not {gap.field for gap in gaps(french, english)} & {"attachments"}


def test_words_of_pictures_and_titles_of_files_are_compared_like_other_texts():
    english = now(furnished())
    alike = replace(english.gallery[0], caption="The quay in the year 1907")
    english = replace(english, gallery=(alike,))
    french = replace(english, language="fr", translation_of=1, headline="Le bac", summary="Lundi")
    assert (Lack.SAME, "fr", "gallery", "") in lacks(french, english)
    told = replace(french, gallery=(replace(alike, caption="Le quai"),))
    assert (Lack.NUMBER, "fr", "gallery", "1907") in lacks(told, english)


# The pre-flight


def test_the_pre_flight_lists_what_will_be_public_and_what_to_think_of(desk, monkeypatch):
    monkeypatch.setattr(carrying, "LARGE", 10)
    release = furnished(lead_image=replace(scenes.lead(scenes.picture(colour="red")), alt=""))
    content = now(release)
    scenes.rewritten(release, attachments=(replace(content.attachments[0], accessible=False),))
    image = Image.objects.get(key=content.gallery[0].key)
    scenes.store_image(file=photograph(), by=cast.wren(), picture=image.picture)
    fresh = Release.objects.get(pk=release.pk)
    found = carried(fresh, read(fresh))
    assert [item.key for item in found.pictures] == [
        content.lead_image.key,
        *(picture.key for picture in content.gallery),
    ]
    assert [item.name for item in found.files] == ["crossings.csv"]
    assert found.pictures[0].told.startswith("800 × 450 pixels, ")
    said = " ".join(found.findings)
    assert "Images without an alternative text: 1." in said
    assert f"The library has a newer version of “{image.original_name}” (in the gallery)." in said
    assert "“crossings.csv” is not marked as accessible" in said
    assert "“crossings.csv” is large" in said
    page = text_of(desk.get(where(release, "publish")))
    assert "Which images and files" in page
    assert "“crossings.csv” is not marked as accessible" in page


def test_the_pre_flight_asks_no_more_for_many_pictures_than_for_one():
    def asked(number):
        gallery = tuple(shown(scenes.picture(colour=f"#00{n:02x}{number:02x}"), f"Picture {n}") for n in range(number))
        release = Release.objects.get(pk=furnished(gallery=gallery).pk)
        standing = situation(release, datetime.now(UTC))
        with CaptureQueriesContext(connection) as found:
            flight = preflight(standing)
        assert len(flight.carried[0].pictures) == number
        return len(found)

    assert asked(12) == asked(1)


# Comparing


def test_a_lead_images_new_words_are_told_and_a_moved_focal_point_is_not_called_words():
    picture = scenes.lead(scenes.picture())
    before = scenes.content(lead_image=picture)
    words = compare(before, replace(before, lead_image=replace(picture, caption="At dawn", licence="CC0")))
    assert [line.label for line in words.fields[0].rows[0].lines] == [
        "Alternative text",
        "Caption",
        "Credit",
        "Licence",
    ]
    moved = compare(before, replace(before, lead_image=replace(picture, focal_x=10)))
    assert moved.fields[0].notes == ("The same picture, cut around another point where it has to fit.",)
    decorative = compare(before, replace(before, lead_image=replace(picture, alt="", decorative=True)))
    assert "(decorative)" in repr(decorative.fields[0].rows)


def test_two_hundred_pictures_are_compared_in_bounded_time():
    picture = scenes.lead(scenes.picture())
    many = tuple(replace(picture, alt=f"Picture {n}", key=f"{n:024}") for n in range(200))
    other = tuple(replace(one, caption=f"Caption {n}") for n, one in enumerate(reversed(many)))
    began = time.monotonic()
    compare(scenes.content(gallery=many), scenes.content(gallery=other))
    assert time.monotonic() - began < 10
