"""Pictures and files in the form of a release: chosen by key, uploaded without script, and kept by every save."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from releases.actions.restore import restore
from releases.media.models import DocumentFile, Image, Picture
from releases.models import Release
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, part, text_of, where
from tests.releases.test_admin_form import photograph

pytestmark = pytest.mark.django_db

GALLERY, FILES = "gallerypictures", "attachments"


@pytest.fixture
def desk(wren):
    return at_the_desk(wren)


def table(word="Boats", name="crossings.csv"):
    return SimpleUploadedFile(name, f"{word},Crossings\n4,96\n".encode(), content_type="text/csv")


def shown(image, alt, **words):
    return replace(scenes.lead(image, alt), **words)


def furnished(**more):
    """A release with two pictures in its gallery and a file."""
    gallery = (
        shown(scenes.picture(colour="teal"), "The quay", caption="At dawn", licence="CC BY 4.0"),
        shown(scenes.picture(colour="navy"), "", decorative=True),
    )
    file = scenes.attached(scenes.document(), "Crossings a day", language="en", accessible=True)
    return scenes.draft(**{"gallery": gallery, "attachments": (file,)} | more)


def now(release):
    return read(Release.objects.get(pk=release.pk))


def test_saving_again_without_a_change_keeps_pictures_and_files(desk):
    release = furnished(lead_image=shown(scenes.picture(colour="red"), "The ferry", caption="Now", licence="CC0"))
    before = now(release)
    response = desk.post(where(release), filled(desk.get(where(release))))
    assert response.status_code == 302, text_of(response)
    assert now(release) == before


def test_rows_are_put_in_order_taken_out_and_described_without_script(desk):
    release = furnished()
    form = filled(
        desk.get(where(release)),
        **{
            f"{GALLERY}-0-ORDER": "2",
            f"{GALLERY}-1-ORDER": "1",
            f"{GALLERY}-0-caption": "At noon",
            f"{FILES}-0-DELETE": "on",
        },
    )
    assert desk.post(where(release), form).status_code == 302
    saved = now(release)
    assert [picture.decorative for picture in saved.gallery] == [True, False]
    assert saved.gallery[1].caption == "At noon"
    assert saved.attachments == ()


def test_uploads_in_rows_survive_an_error_elsewhere_and_are_stored_once(desk):
    form = filled(
        desk.get(f"{RELEASES}add/"),
        headline="",
        **part(GALLERY, {"image-upload": photograph(), "alt": "The quay", "ORDER": 1}),
        **part(FILES, {"file-upload": table(), "title": "Crossings", "ORDER": 1}),
    )
    response = desk.post(f"{RELEASES}add/", form)
    assert response.status_code == 200
    again = filled(response, headline="Now with a headline")
    assert again[f"{GALLERY}-0-image"] == Image.objects.get().key
    assert again[f"{FILES}-0-file"] == DocumentFile.objects.get().key
    assert desk.post(f"{RELEASES}add/", again).status_code == 302
    saved = read(Release.objects.get())
    assert [picture.alt for picture in saved.gallery] == ["The quay"]
    assert [(one.title, one.name) for one in saved.attachments] == [("Crossings", "crossings.csv")]
    assert (Image.objects.count(), DocumentFile.objects.count()) == (1, 1)


def test_what_cannot_be_stored_is_an_error_of_its_row_even_if_nothing_else_is_in_it(desk):
    release = scenes.draft()
    fake = SimpleUploadedFile("harbour.png", b"MZ not a picture", content_type="image/png")
    form = filled(desk.get(where(release)), **part(GALLERY, {"image-upload": fake, "ORDER": 1}))
    response = desk.post(where(release), form)
    assert response.status_code == 200
    (row,) = page_of(response).xpath(f"//*[@id='{GALLERY}-0']")
    assert "This is not a picture we can read." in row.text_content()
    assert "Choose one" not in row.text_content()
    assert release.revisions.count() == 1


def test_a_duplicate_is_the_librarys_own_and_brings_its_words_where_nothing_was_typed(desk):
    known = photograph()
    release = scenes.draft()
    desk.post(where(release), filled(desk.get(where(release)), **{"lead_image-upload": known, "lead_image_alt": "A"}))
    Picture.objects.update(alt="The quay", caption="At dawn", credit="Ana", licence="CC0")
    form = filled(
        desk.get(where(release)), **part(GALLERY, {"image-upload": photograph(), "caption": "Typed", "ORDER": 1})
    )
    assert desk.post(where(release), form).status_code == 302
    (picture,) = now(release).gallery
    assert (picture.alt, picture.caption, picture.credit, picture.licence) == ("The quay", "Typed", "Ana", "CC0")
    assert Image.objects.count() == 1


def test_a_row_without_a_picture_says_so(desk):
    release = scenes.draft()
    form = filled(desk.get(where(release)), **part(GALLERY, {"alt": "Something", "ORDER": 1}))
    assert "Choose one, or remove this row." in text_of(desk.post(where(release), form))


def test_a_newer_version_is_told_and_taken_only_when_its_box_is_ticked(desk):
    release = furnished(lead_image=scenes.lead(scenes.picture(colour="red")))
    before = now(release)
    pictures = [Image.objects.get(key=one.key).picture for one in (before.lead_image, before.gallery[0])]
    newer = [scenes.store_image(file=photograph(), by=cast.wren(), picture=picture) for picture in pictures]
    document = DocumentFile.objects.get().document
    file = scenes.store_document(file=table("new"), name="new.csv", by=cast.wren(), document=document)
    assert "The library has a newer version of this image." in text_of(desk.get(where(release)))
    desk.post(where(release), filled(desk.get(where(release))))
    assert now(release) == before
    boxes = {
        "lead_image-newer": newer[0].key,
        f"{GALLERY}-0-image-newer": newer[1].key,
        f"{FILES}-0-file-newer": file.key,
    }
    assert desk.post(where(release), filled(desk.get(where(release)), **boxes)).status_code == 302
    after = now(release)
    assert (after.lead_image.key, after.gallery[0].key) == (newer[0].key, newer[1].key)
    assert after.gallery[0].alt == before.gallery[0].alt
    assert after.attachments[0].key == file.key
    assert after.attachments[0].address == before.attachments[0].address


def test_replacing_the_file_of_a_row_keeps_its_address_and_a_new_row_gets_one(desk):
    release = furnished()
    (before,) = now(release).attachments
    rows = part(
        FILES,
        {"file-upload": table("other"), "address": before.address, "title": "Crossings", "ORDER": 1},
        {"file-upload": table("second", "second.csv"), "title": "Second", "ORDER": 2},
    )
    assert desk.post(where(release), filled(desk.get(where(release)), **rows)).status_code == 302
    first, second = now(release).attachments
    assert first.address == before.address
    assert first.key != before.key
    assert second.address not in ("", before.address)


@pytest.mark.parametrize("address", ["../../etc/passwd", "x" * 40, "a\x00b", "short", "é" * 24])
def test_a_forged_address_is_refused(desk, address):
    release = furnished()
    response = desk.post(where(release), filled(desk.get(where(release)), **{f"{FILES}-0-address": address}))
    assert response.status_code == 200
    assert release.revisions.count() == 1


def test_the_address_of_another_releases_file_is_refused(desk):
    other, release = furnished(), scenes.draft()
    taken = now(other).attachments[0]
    rows = part(FILES, {"file-upload": table("own"), "address": taken.address, "title": "Mine", "ORDER": 1})
    response = desk.post(where(release), filled(desk.get(where(release)), **rows))
    assert response.status_code == 409
    assert "belongs to another release" in text_of(response)


def test_the_same_file_twice_is_an_error_beside_the_second_row(desk):
    release = furnished()
    (one,) = now(release).attachments
    rows = part(
        FILES,
        {"file": one.key, "address": one.address, "title": "One", "ORDER": 1},
        {"file": one.key, "title": "Two", "ORDER": 2},
    )
    response = desk.post(where(release), filled(desk.get(where(release)), **rows))
    assert "This file is attached already, in another row." in text_of(response)


@pytest.mark.parametrize("key", ["x" * 24, "\x00", "y" * 400, "../original"])
def test_a_key_that_names_nothing_is_an_error_of_its_row(desk, key):
    release = scenes.draft()
    rows = part(GALLERY, {"image": key, "ORDER": 1}) | part(FILES, {"file": key, "title": "A", "ORDER": 1})
    response = desk.post(where(release), filled(desk.get(where(release)), **rows))
    assert response.status_code == 200
    said = text_of(response)
    assert "no longer stored" in said or "Choose one, or remove this row." in said


def test_decorative_and_described_at_once_is_given_back(desk):
    release = furnished(lead_image=scenes.lead(scenes.picture(colour="red")))
    form = filled(desk.get(where(release)), lead_image_decorative="on", **{f"{GALLERY}-0-decorative": "on"})
    said = text_of(desk.post(where(release), form))
    assert said.count("Either it is decorative, or it has an alternative text") == 2


def test_rows_cost_no_query_each(desk):
    def asked(pictures, files, post):
        gallery = tuple(shown(scenes.picture(colour=f"#0000{n:02x}"), f"Picture {n}") for n in range(pictures))
        attachments = tuple(
            scenes.attached(scenes.document(f"{n},{pictures}\n1,2\n", name=f"{n}.csv"), f"File {n}")
            for n in range(files)
        )
        release = furnished(gallery=gallery, attachments=attachments)
        page = desk.get(where(release))
        form = filled(page, headline="") if post else None
        with CaptureQueriesContext(
            connection,
        ) as found:
            response = desk.post(where(release), form) if form else desk.get(where(release))
        assert response.status_code == 200
        assert page_of(response).xpath(f"count(//*[@name='{GALLERY}-{pictures - 1}-image'])") == 1
        return len(found)

    for post in (False, True):
        assert asked(12, 6, post) == asked(1, 1, post)


def test_a_restored_revision_brings_its_pictures_and_files_back(desk):
    release = furnished()
    before = now(release)
    scenes.rewritten(release, gallery=(), attachments=())
    fresh = Release.objects.get(pk=release.pk)
    restore(release=fresh, number=1, by=cast.edda(), version=fresh.version)
    assert now(release) == before


def test_a_person_who_may_only_look_reads_what_is_in_the_gallery_and_attached(desk):
    release = scenes.scheduled(
        visible_from=timezone.now() + timedelta(days=1),
        gallery=(shown(scenes.picture(), "The quay"),),
        attachments=(scenes.attached(scenes.document(), "Crossings a day"),),
    )
    said = text_of(desk.get(where(release)))
    assert "The quay" in said
    assert "Crossings a day" in said
