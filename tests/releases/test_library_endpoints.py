"""What scripts ask of the library: pages to choose from, and a place to send uploads to."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from releases.admin.library import picking
from releases.media.models import Image, Picture
from releases.media.upload import store_image
from tests import cast, scenes
from tests.releases.back_office import at_the_desk

pytestmark = pytest.mark.django_db

PICK = "/admin/media/picture/pick/"
UPLOAD = "/admin/media/picture/upload/"


def photo(colour="teal", size=(80, 45)):
    file = io.BytesIO()
    Pillow.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def upload(desk, data, name="harbour.jpg"):
    return desk.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})


def names(desk, **asked):
    return [picture["name"] for picture in desk.get(PICK, asked).json()["pictures"]]


def test_what_is_uploaded_can_be_picked(edda):
    desk = at_the_desk(edda)
    answer = upload(desk, photo())
    assert answer.status_code == 201
    assert answer.json()["duplicate"] is False
    image = Image.objects.get()
    picked = desk.get(PICK).json()
    assert picked == {"pictures": [answer.json()["picture"]], "more": False}
    assert {name: picked["pictures"][0][name] for name in ("key", "name", "width", "height", "alt")} == {
        "key": image.key,
        "name": "harbour.jpg",
        "width": 80,
        "height": 45,
        "alt": "",
    }
    assert desk.get(picked["pictures"][0]["thumb"])["Content-Type"] == "image/webp"
    assert image.uploaded_by == image.picture.created_by == edda


def test_the_same_bytes_are_stored_once_whoever_brings_them(edda, wren):
    first = upload(at_the_desk(wren), photo()).json()["picture"]
    again = upload(at_the_desk(edda), photo(), name="other-name.jpg")
    assert (again.status_code, again.json()["duplicate"]) == (200, True)
    assert again.json()["picture"] == first
    assert Image.objects.count() == 1


def test_a_picture_that_was_replaced_is_recognised_and_answers_with_its_newest_version(edda):
    desk = at_the_desk(edda)
    upload(desk, photo())
    newer = store_image(file=io.BytesIO(photo("red")), name="new.jpg", by=edda, picture=Picture.objects.get())
    again = upload(desk, photo())
    assert again.json()["duplicate"] is True
    assert again.json()["picture"]["key"] == newer.key
    assert names(desk) == ["new.jpg"]


def test_what_cannot_be_stored_is_told_in_a_sentence(edda):
    desk = at_the_desk(edda)
    for data in (b"", b"<svg onload=alert(1)>", photo()[:60]):
        answer = upload(desk, data)
        assert answer.status_code == 422
        assert answer.json()["error"].endswith(".")
    assert desk.post(UPLOAD).status_code == 422
    assert not Picture.objects.exists()


def test_too_large_a_file_is_told_and_never_reaches_the_disk(edda, monkeypatch, settings):
    settings.IMAGE_MAX_BYTES = 3 * 1024 * 1024
    kept = []
    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.file_complete", kept.append)
    answer = upload(at_the_desk(edda), bytes(settings.IMAGE_MAX_BYTES + 1))
    assert answer.status_code == 422
    assert "larger than 3.0\N{NO-BREAK SPACE}MB" in answer.json()["error"]
    assert not kept


@pytest.mark.parametrize("person", [cast.mo, cast.otto])
def test_who_may_not_is_refused_in_json(person):
    scenes.picture()
    desk = at_the_desk(person())
    for answer in (desk.get(PICK), upload(desk, photo("red"))):
        assert answer.status_code == 403
        assert answer.json() == {"error": "Your role does not include this."}
    assert Image.objects.count() == 1


def test_a_script_whose_session_ended_is_told_so(client, db):
    for answer in (client.get(PICK), upload(client, photo())):
        assert answer.status_code == 403
        assert "logged out" in answer.json()["error"]
    assert not Image.objects.exists()


def test_a_forged_upload_is_refused(edda):
    desk = at_the_desk(edda)
    desk.handler.enforce_csrf_checks = True
    assert upload(desk, photo()).status_code == 403
    assert not Image.objects.exists()


def test_pictures_are_found_by_their_words_and_by_what_the_uploader_called_them(edda):
    desk = at_the_desk(edda)
    upload(desk, photo("teal"), "IMG_2041.jpg")
    upload(desk, photo("red"), "bridge.jpg")
    Picture.objects.filter(versions__original_name="IMG_2041.jpg").update(
        alt="A ferry at dawn", caption="Crossing", credit="Lind", licence="CC BY 4.0"
    )
    for asked in ("ferry", "crossing dawn", "lind", "cc by", "img_2041", "2041 ferry"):
        assert names(desk, q=asked) == ["IMG_2041.jpg"], asked
    assert names(desk, q="bridge") == ["bridge.jpg"]
    assert names(desk, q="ferry bridge") == []
    assert names(desk, q="\0") == ["bridge.jpg", "IMG_2041.jpg"]


def test_pages_follow_each_other_without_a_gap_or_a_repetition(edda, monkeypatch):
    monkeypatch.setattr(picking, "PAGE", 2)
    desk = at_the_desk(edda)
    for number in range(5):
        upload(desk, photo(size=(80 + number, 45)), f"{number}.jpg")
    pages = [desk.get(PICK, {"page": page}).json() for page in (1, 2, 3, 4)]
    assert [[each["name"] for each in page["pictures"]] for page in pages] == [
        ["4.jpg", "3.jpg"],
        ["2.jpg", "1.jpg"],
        ["0.jpg"],
        [],
    ]
    assert [page["more"] for page in pages] == [True, True, False, False]
    for nonsense in ("0", "-1", "x", "²", "9" * 30):
        assert desk.get(PICK, {"page": nonsense}).json() == pages[0]


def test_answers_are_kept_nowhere(edda):
    assert "no-store" in at_the_desk(edda).get(reverse("admin:media_picture_pick"))["Cache-Control"]
