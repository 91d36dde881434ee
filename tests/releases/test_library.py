"""The library's pages in the back office: what is in it, what is said of it, its versions, and where they are used."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image as Pillow

from releases.actions.unschedule import unschedule
from releases.admin.library import crops, paging
from releases.media.models import Document, DocumentFile, Image, Picture
from releases.media.specs import parse, pixel_size
from releases.media.upload import store_image
from releases.models import EditionFile, Release
from tests import cast, scenes
from tests.releases.back_office import at_the_desk, page_of, text_of

pytestmark = pytest.mark.django_db

PICTURES = "/admin/media/picture/"
DOCUMENTS = "/admin/media/document/"


def photo(colour="teal", size=(80, 45)):
    file = io.BytesIO()
    Pillow.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()


def newer(picture, colour="red"):
    """The next version of a picture."""
    return store_image(file=io.BytesIO(photo(colour)), name=f"{colour}.jpg", by=cast.edda(), picture=picture)


def figure(image):
    return f'<p>Text.</p><figure><img data-file="{image.key}" alt="A harbour"></figure>'


def page(row):
    return f"{PICTURES if isinstance(row, Picture) else DOCUMENTS}{row.pk}/change/"


def words_of(response):
    """The fields of the page's form of words, as a browser would send them."""
    (form,) = page_of(response).xpath("//form[.//input[@name='seen']]")
    # HTML drops the line break with which Django begins a textarea.
    return {name: value.removeprefix("\n") for name, value in form.form_values()}


def cards(response):
    return [" ".join(each.text_content().split()) for each in page_of(response).xpath("//*[@class='grid-words']")]


def titles(response):
    return page_of(response).xpath("//table[@id='result_list']//th/a/text()")


# The lists


def test_the_grid_shows_the_newest_version_of_every_picture(edda):
    picture = scenes.picture().picture
    image = newer(picture)
    response = at_the_desk(edda).get(PICTURES)
    (source,) = page_of(response).xpath("//*[@class='grid-frame']/img/@src")
    assert source == f"/admin/releases/release/images/{image.key}/w320.webp"
    assert "1 image" in text_of(response)
    assert "No alternative text" in text_of(response)


@pytest.mark.parametrize(
    ("query", "expected"), [("alt=missing", "bare"), ("alt=decorative", "ornament"), ("by=me", "mine")]
)
def test_pictures_can_be_filtered(edda, query, expected):
    for name, by, words in (
        ("bare", cast.wren(), {}),
        ("ornament", cast.wren(), {"decorative": True}),
        ("mine", edda, {"alt": "A harbour"}),
    ):
        stored = store_image(file=io.BytesIO(photo(size=(80, 40 + len(name)))), name=f"{name}.jpg", by=by, words=words)
        Picture.objects.filter(pk=stored.picture.pk).update(caption=name)
    found = at_the_desk(edda).get(f"{PICTURES}?{query}")
    assert page_of(found).xpath("//*[contains(@class, 'grid-name')]/text()") == [f"{expected}.jpg"]


def test_every_way_of_using_a_picture_counts_as_use(edda):
    stored = {
        name: store_image(file=io.BytesIO(photo(size=(80, 40 + number))), name=name, by=edda, words={"alt": name})
        for number, name in enumerate(("lead", "gallery", "text", "published text", "nothing", "earlier"))
    }
    scenes.draft(lead_image=scenes.lead(stored["lead"]))
    scenes.draft(slug="b", gallery=(scenes.lead(stored["gallery"]),))
    scenes.draft(slug="c", body=figure(stored["text"]))
    scenes.published(slug="d", body=figure(stored["published text"]))
    scenes.rewritten(scenes.published(slug="e", lead_image=scenes.lead(stored["earlier"])), lead_image=None)
    desk = at_the_desk(edda)
    assert sorted(cards(desk.get(f"{PICTURES}?use=used"))) == ["earlier", "gallery", "lead", "published text", "text"]
    assert cards(desk.get(f"{PICTURES}?use=unused")) == ["nothing"]


def test_the_list_of_files_says_what_each_is_and_finds_it(edda):
    used = scenes.document(title="Crossings", language="fr", accessible=True)
    scenes.document("other", name="plan.txt", title="The plan")
    scenes.draft(attachments=(scenes.attached(used),))
    desk = at_the_desk(edda)
    row = page_of(desk.get(f"{DOCUMENTS}?q=crossings")).xpath("//tbody/tr//text()[normalize-space()]")
    assert [text.replace("\xa0", " ").strip() for text in row][:7] == [
        "Crossings",
        "crossings.csv",
        "CSV",
        "French",
        f"{used.size} bytes",
        "yes",
        "yes",
    ]
    assert titles(desk.get(f"{DOCUMENTS}?use=unused")) == titles(desk.get(f"{DOCUMENTS}?accessible=no")) == ["The plan"]
    assert titles(desk.get(f"{DOCUMENTS}?q=plan.txt")) == ["The plan"]
    assert titles(desk.get(DOCUMENTS)) == ["The plan", "Crossings"]


def test_a_list_ends_where_nobody_reads_on(edda, monkeypatch):
    monkeypatch.setattr(paging, "MOST", 2)
    for number in range(3):
        scenes.picture(size=(80 + number, 45))
    response = at_the_desk(edda).get(PICTURES)
    assert "More than 2; the list ends there." in text_of(response)


# Adding without script


def test_several_files_are_added_at_once_and_each_is_told_of(edda, settings):
    settings.IMAGE_MAX_BYTES = 4000
    known_picture = scenes.picture().picture
    known = io.BytesIO()
    Pillow.new("RGB", (800, 450), "teal").save(known, "PNG")
    files = [
        SimpleUploadedFile("new.jpg", photo("red")),
        SimpleUploadedFile("broken.jpg", photo()[:50]),
        SimpleUploadedFile("known.jpg", known.getvalue()),
        SimpleUploadedFile("large.jpg", bytes(4096)),
        SimpleUploadedFile("last.jpg", photo("blue")),
    ]
    response = at_the_desk(edda).post(f"{PICTURES}add/", {"file": files})
    assert response.status_code == 200
    told = {
        each.xpath("string(strong)"): (each.get("class"), each.xpath(".//a/@href"))
        for each in page_of(response).xpath("//li[contains(@class, 'upload')]")
    }
    kinds = {name: kind for name, (kind, _links) in told.items()}
    assert kinds == {
        "new.jpg": "upload upload-stored",
        "broken.jpg": "upload upload-refused",
        "known.jpg": "upload upload-known",
        "large.jpg": "upload upload-refused",
        "last.jpg": "upload upload-stored",
    }
    assert told["known.jpg"][1] == [page(known_picture)]
    assert Image.objects.count() == 3


def test_nothing_sent_and_nothing_stored_are_no_success(edda):
    desk = at_the_desk(edda)
    assert desk.post(f"{PICTURES}add/").status_code == 422
    assert desk.post(f"{PICTURES}add/", {"file": SimpleUploadedFile("a.jpg", b"no")}).status_code == 422


# The words


def test_words_and_focal_point_are_saved_and_logged(edda):
    picture = scenes.picture().picture
    desk = at_the_desk(edda)
    said = {"alt": "A  harbour\nat dawn", "credit": "Lind", "focal_x": "20", "focal_y": "80"}
    answer = desk.post(page(picture), words_of(desk.get(page(picture))) | said)
    assert answer.status_code == 302
    picture.refresh_from_db()
    assert (picture.alt, picture.credit, picture.focal_x, picture.focal_y) == ("A harbour at dawn", "Lind", 20, 80)
    (entry,) = LogEntry.objects.all()
    assert (entry.user, entry.object_id) == (edda, str(picture.pk))
    assert "alternative text" in entry.get_change_message()
    assert entry.get_change_message() in text_of(desk.get(f"{PICTURES}{picture.pk}/history/"))


@pytest.mark.parametrize(
    "wrong", [{"alt": "x" * 126}, {"focal_x": "101"}, {"focal_y": "-1"}, {"alt": "A boat", "decorative": "on"}]
)
def test_words_that_cannot_be_are_given_back(edda, wrong):
    picture = scenes.picture().picture
    desk = at_the_desk(edda)
    answer = desk.post(page(picture), words_of(desk.get(page(picture))) | {"caption": "Kept"} | wrong)
    assert answer.status_code == 422
    assert words_of(answer)["caption"] == "Kept"
    assert page_of(answer).xpath("//ul[@class='errorlist']")
    assert not Picture.objects.filter(caption="Kept").exists()


def test_two_people_do_not_overwrite_each_other_unseen(edda, wren):
    picture = scenes.picture().picture
    hers, his = at_the_desk(edda), at_the_desk(wren)
    opened = [words_of(desk.get(page(picture))) for desk in (hers, his)]
    assert hers.post(page(picture), opened[0] | {"alt": "A ferry"}).status_code == 302
    late = his.post(page(picture), opened[1] | {"alt": "A boat"})
    assert late.status_code == 409
    assert "A ferry" in text_of(late)
    assert words_of(late)["alt"] == "A boat"
    assert Picture.objects.get().alt == "A ferry"
    # Knowing of it, he may.
    assert his.post(page(picture), words_of(late)).status_code == 302
    assert Picture.objects.get().alt == "A boat"


def test_words_outlive_a_session_that_ended(edda):
    picture = scenes.picture().picture
    desk = at_the_desk(edda)
    said = words_of(desk.get(page(picture))) | {"alt": "A harbour at dawn"}
    desk.logout()
    answer = desk.post(page(picture), said, headers={"sec-fetch-mode": "navigate"})
    assert answer.status_code == 403
    (packed,) = page_of(answer).xpath("//input[@name='kept']/@value")
    who = {"username": edda.get_username(), "password": cast.PASSWORD}
    waiting = desk.post("/admin/login/", {"kept": packed, **who}, follow=True)
    assert "Alternative text" in text_of(waiting)
    (form,) = page_of(waiting).xpath("//form[@id='kept-form']")
    assert desk.post(form.get("action"), dict(form.form_values())).status_code == 302
    assert Picture.objects.get().alt == "A harbour at dawn"


def test_a_release_keeps_the_words_that_it_has(edda):
    image = scenes.picture()
    release = scenes.draft(lead_image=scenes.lead(image))
    desk = at_the_desk(edda)
    desk.post(page(image.picture), words_of(desk.get(page(image.picture))) | {"alt": "Other words"})
    assert Release.objects.get(pk=release.pk).lead_image_alt == "The harbour at dawn"


def test_a_file_is_described(edda):
    document = scenes.document().document
    desk = at_the_desk(edda)
    said = {"title": "Crossings", "language": "fr", "accessible": "on"}
    assert desk.post(page(document), words_of(desk.get(page(document))) | said).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.language, document.accessible) == ("Crossings", "fr", True)
    refused = desk.post(page(document), words_of(desk.get(page(document))) | {"title": "", "language": "xx"})
    assert refused.status_code == 422


# Versions


def replace(desk, row, data, name="new.jpg"):
    address = page(row).replace("change", "replace")
    return desk.post(address, {"file": SimpleUploadedFile(name, data)})


def test_a_replacement_is_a_new_version_and_changes_nothing_that_uses_the_old_one(edda):
    first = scenes.picture()
    release = scenes.published(slug="old", lead_image=scenes.lead(first))
    desk = at_the_desk(edda)
    assert replace(desk, first.picture, photo("red")).status_code == 302
    second = first.picture.latest
    assert (second.number, second.uploaded_by) == (2, edda)
    assert Release.objects.get().lead_image == first
    shown = desk.get(page(first.picture))
    assert "1 release uses an older version in its working copy" in text_of(shown)
    links = page_of(shown).xpath("//*[@class='preflight-warnings']//a/@href")
    assert links == [f"/admin/releases/release/{release.pk}/change/"]
    assert page_of(shown).xpath("//*[@class='version']//strong/text()") == ["Version 2", "Version 1"]
    assert LogEntry.objects.get().get_change_message() == "Added version “2”."


def test_a_replacement_that_the_library_has_is_not_stored_twice(edda):
    ours = scenes.picture(colour="red").picture
    other = scenes.picture(colour="blue").picture
    desk = at_the_desk(edda)
    file = io.BytesIO()
    Pillow.new("RGB", (800, 450), "blue").save(file, "PNG")
    answer = replace(desk, ours, file.getvalue())
    assert answer.status_code == 422
    assert page_of(answer).xpath("//*[@class='refused']//a/@href") == [page(other)]
    assert "in use" in text_of(replace(desk, other, file.getvalue()))
    assert Image.objects.count() == 2


def test_one_can_go_back_to_an_earlier_version(edda):
    picture = store_image(file=io.BytesIO(photo("teal")), name="a.jpg", by=edda).picture
    newer(picture)
    assert replace(at_the_desk(edda), picture, photo("teal")).status_code == 302
    assert list(picture.versions.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    assert picture.latest.source_sha256 == picture.versions.get(number=1).source_sha256


def test_a_file_keeps_its_history_and_each_version_can_be_had(edda):
    first = scenes.document("one", name="notes.txt")
    desk = at_the_desk(edda)
    assert replace(desk, first.document, b"two", "notes.txt").status_code == 302
    links = page_of(desk.get(page(first.document))).xpath("//*[@class='version']//strong/a/@href")
    bodies = [b"".join(answer) if (answer := desk.get(link)).streaming else answer.content for link in links]
    assert bodies == [b"two", b"one"]


@pytest.mark.parametrize("data", [b"", b"<svg/>", bytes(4096)])
def test_a_replacement_that_cannot_be_stored_changes_nothing(edda, data, settings):
    picture = scenes.picture().picture
    settings.IMAGE_MAX_BYTES = 4000
    answer = replace(at_the_desk(edda), picture, data)
    assert answer.status_code == 422
    assert page_of(answer).xpath("string(//*[@class='refused'])").strip().endswith(".")
    assert picture.versions.count() == 1


# Where it is used


def uses(response):
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("th|td")]
        for row in page_of(response).xpath("//table[@class='uses']/tbody/tr")
    ]


def test_a_picture_says_where_it_is_used_and_was(edda):
    first = scenes.picture()
    now = datetime.now(UTC)
    scenes.draft(slug="a", headline="A draft", body=figure(first), gallery=(scenes.lead(first),))
    live = scenes.published(at=now - timedelta(days=2), slug="b", headline="Live", lead_image=scenes.lead(first))
    second = newer(first.picture)
    scenes.corrected(live, at=now - timedelta(days=1), lead_image=scenes.lead(second))
    scenes.scheduled(slug="c", headline="Ahead", visible_from=now + timedelta(days=1), body=figure(second))
    stopped = scenes.scheduled(
        slug="d", headline="Stopped", visible_from=now + timedelta(days=1), lead_image=scenes.lead(first)
    )
    unschedule(release=stopped, by=edda)
    scenes.rewritten(stopped, lead_image=None)
    found = {row[0].split()[0]: row[1:] for row in uses(at_the_desk(edda).get(page(first.picture)))}
    assert found["A"] == ["Gallery, In the text version 1", "–"]
    assert found["Live"] == ["Lead image version 2", "Public now edition 2, version 2Earlier edition 1, version 1"]
    assert found["Ahead"][0] == "In the text version 2"
    assert found["Ahead"][1].startswith("From ")
    # What was taken back before its time was never shown to anybody.
    assert found.keys() == {"A", "Live", "Ahead"}


def test_a_text_saved_before_the_picture_came_is_not_looked_through(edda):
    image = scenes.picture()
    release = scenes.draft(body=figure(image))
    assert len(uses(at_the_desk(edda).get(page(image.picture)))) == 1
    Release.objects.filter(pk=release.pk).update(updated_at=image.picture.created_at - timedelta(days=1))
    assert uses(at_the_desk(edda).get(page(image.picture))) == []


def test_a_file_says_where_readers_find_it(edda):
    file = scenes.document()
    release = scenes.published(attachments=(scenes.attached(file),), headline="Ferry")
    response = at_the_desk(edda).get(page(file.document))
    assert uses(response) == [["Ferry Public", "Attachment version 1", "Public now edition 1, version 1"]]
    (address,) = page_of(response).xpath("//*[@class='addresses']//a/text()")
    assert address.endswith(f"/files/{EditionFile.objects.get().address}/crossings.csv")
    assert release.headline in text_of(response)


def test_nothing_public_has_no_address(edda):
    file = scenes.document()
    scenes.draft(attachments=(scenes.attached(file),))
    assert "Where readers find it" not in text_of(at_the_desk(edda).get(page(file.document)))


# Who may, and what it costs


@pytest.mark.parametrize("person", [cast.mo, cast.otto])
@pytest.mark.parametrize("row", ["picture", "document"])
def test_who_may_not_sees_and_changes_nothing(person, row):
    picture, document = scenes.picture().picture, scenes.document().document
    one = picture if row == "picture" else document
    desk = at_the_desk(person())
    base = page(one).split(str(one.pk))[0]
    for address in (base, f"{base}add/", page(one)):
        assert desk.get(address).status_code == 403, address
    assert desk.post(page(one), {}).status_code == 403
    assert replace(desk, one, photo("red")).status_code == 403
    assert "/admin/media/" not in desk.get("/admin/").content.decode()


def test_nothing_can_be_deleted(ada):
    desk = at_the_desk(ada)
    for row in (scenes.picture().picture, scenes.document().document):
        assert desk.post(page(row).replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert (Picture.objects.count(), Document.objects.count()) == (1, 1)


def test_there_is_no_second_way_to_the_form(edda):
    picture = scenes.picture().picture
    assert at_the_desk(edda).get(f"{PICTURES}%20{picture.pk}/change/").status_code == 404


def test_a_forged_replacement_is_refused(edda):
    picture = scenes.picture().picture
    desk = at_the_desk(edda)
    desk.handler.enforce_csrf_checks = True
    assert replace(desk, picture, photo("red")).status_code == 403
    assert picture.versions.count() == 1


def again(version, **others):
    """Another row with the same bytes: decoding forty pictures is not what this is about."""
    names = [field.name for field in version._meta.concrete_fields if field.name not in ("id", "key", *others)]
    return type(version).objects.create(**{name: getattr(version, name) for name in names}, **others)


def grow(rows):
    """One picture and one file with this many of everything around them, and as many beside them."""
    image, file = Image.objects.first() or scenes.picture(), DocumentFile.objects.first() or scenes.document()
    picture, document = image.picture, file.document
    for number in range(picture.versions.count(), rows + 1):
        again(image, picture=Picture.objects.create())
        again(file, document=Document.objects.create(title=f"{number}"))
        scenes.published(
            slug=f"r{number}",
            lead_image=scenes.lead(picture.latest),
            body=figure(picture.latest),
            attachments=(scenes.attached(document.latest),),
        )
        again(image, number=number + 1)
        again(file, number=number + 1)
    return picture, document


def test_no_page_of_the_library_asks_more_when_there_is_more(edda):
    desk, asked = at_the_desk(edda), {}
    for rows in (2, 20):
        picture, document = grow(rows)
        assert picture.versions.count() == rows + 1
        for address in (
            PICTURES,
            f"{PICTURES}?use=used&q=harbour",
            DOCUMENTS,
            f"{DOCUMENTS}?use=used",
            page(picture),
            page(document),
            f"{PICTURES}pick/",
            f"{DOCUMENTS}pick/",
        ):
            with CaptureQueriesContext(connection) as captured:
                assert desk.get(address).status_code == 200
            asked.setdefault(address, []).append(len(captured))
    assert all(few == many for few, many in asked.values()), asked
    assert max(many for _few, many in asked.values()) <= 20, asked


@pytest.mark.parametrize("size", [(1920, 1280), (400, 1200), (2000, 300), (1, 1)])
@pytest.mark.parametrize("focal", [(0, 0), (50, 50), (100, 33)])
def test_a_crop_is_shown_as_the_rendition_is_cut(size, focal):
    picture = Picture(focal_x=focal[0], focal_y=focal[1])
    shown = crops.crops_of(picture, Image(width=size[0], height=size[1]))
    for crop, spec in zip(shown, ("card960-f{}-{}.webp", "social-f{}-{}.jpg"), strict=True):
        left, top, across, down = map(float, crop.box.split())
        assert across / down == pytest.approx(crop.across / crop.down, rel=0.02)
        assert left >= 0 and top >= 0 and left + across <= size[0] + 0.01 and top + down <= size[1] + 0.01
        width, height = pixel_size(parse(spec.format(*focal)), *size)
        assert width <= across + 1 and height <= down + 1
