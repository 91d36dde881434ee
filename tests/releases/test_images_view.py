"""Pictures reach whoever may see a release that shows them, at the sizes we offer, and nobody else."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from releases.media.models import Image
from releases.models import Edition
from tests import scenes
from tests.markup import find
from tests.releases.test_pages import page
from tests.scenes import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The office's Friday morning, standing still."""
    with time_machine.travel(NOW, tick=False):
        yield


def ask(image: Image, spec: str = "w320.jpg", **headers: str) -> HttpResponse:
    """A reader's request for one rendition."""
    return Client().get(reverse("image", kwargs={"key": image.key, "spec": spec}), headers=headers)


def test_every_size_that_a_page_offers_can_be_had(client: Client) -> None:
    image = scenes.picture(size=(1400, 700))
    release = scenes.published(at=NOW - DAY, lead_image=scenes.lead(image))
    document = page(client, Edition.objects.get(release=release).get_absolute_url())
    (picture,) = find(document, ".release__picture picture")
    (shown,) = find(picture, "img")
    offered = [each.get("srcset") for each in find(picture, "source")] + [shown.get("srcset")]
    found = re.findall(r"(\S+) (\d+)w", ", ".join(offered))
    assert [each.get("type") for each in find(picture, "source")] == ["image/avif", "image/webp"]
    assert [int(width) for _address, width in found] == [320, 640, 960, 1280] * 3
    for address, width in found:
        answer = client.get(address)
        assert answer.status_code == 200
        with Pillow.open(io.BytesIO(b"".join(answer.streaming_content))) as rendition:
            assert rendition.size == (int(width), int(width) // 2)
            assert address.endswith({"AVIF": ".avif", "WEBP": ".webp", "JPEG": ".jpg"}[rendition.format])
            assert Pillow.MIME[rendition.format] == answer.headers["Content-Type"]
    assert (shown.get("width"), shown.get("height")) == ("1400", "700")
    assert client.get(shown.get("src")).status_code == 200


def test_a_card_shows_the_picture_cut_around_what_must_stay_in_view(client: Client) -> None:
    image = scenes.picture(size=(1400, 500))
    lead = replace(scenes.lead(image), focal_x=90, focal_y=10)
    scenes.published(at=NOW - DAY, lead_image=lead)
    document = page(client, reverse("releases:list"))
    (picture,) = find(document, ".ledger__picture picture")
    (shown,) = find(picture, "img")
    offered = [each.get("srcset") for each in find(picture, "source")] + [shown.get("srcset")]
    found = re.findall(r"(\S+) (\d+)w", ", ".join(offered))
    assert len(found) == 2 * 3
    for address, width in found:
        assert f"/card{width}-f90-10." in address
        with Pillow.open(io.BytesIO(b"".join(client.get(address).streaming_content))) as rendition:
            assert rendition.size == (int(width), round(int(width) * 2 / 3))
    assert (shown.get("width"), shown.get("height"), shown.get("alt")) == ("640", "427", "")
    # With another focal point it would be one of ten thousand pictures that nobody needs.
    assert client.get(found[0][0].replace("f90-10", "f90-11")).status_code == 404


def test_a_shared_link_shows_the_picture_cut_around_what_must_stay_in_view(client: Client) -> None:
    image = scenes.picture(size=(1400, 1000))
    release = scenes.published(at=NOW - DAY, lead_image=replace(scenes.lead(image), focal_x=0, focal_y=100))
    document = page(client, Edition.objects.get(release=release).get_absolute_url())
    told = {each.get("property"): each.get("content") for each in find(document, "meta[property]")}
    path = f"/images/{image.key}/social-f0-100.jpg"
    assert told["og:image"] == f"http://testserver{path}"
    assert told["og:image:alt"] == "The harbour at dawn"
    with Pillow.open(io.BytesIO(b"".join(client.get(path).streaming_content))) as rendition:
        assert rendition.format == "JPEG"
        assert [str(side) for side in rendition.size] == [told["og:image:width"], told["og:image:height"]]
        assert rendition.size == (1200, 630)


def test_a_page_without_a_picture_names_the_drawn_card_for_shared_links(client: Client) -> None:
    release = scenes.published(at=NOW - DAY)
    document = page(client, Edition.objects.get(release=release).get_absolute_url())
    told = {each.get("property"): each.get("content") for each in find(document, "meta[property]")}
    path = urlsplit(told["og:image"]).path
    assert not path.startswith("/images/")
    assert client.get(path).headers["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "spec", ["w321.jpg", "w320.png", "w0320.jpg", "w320.jpg.webp", "original", "w99999.jpg", "W320.jpg", "w٣٢٠.jpg"]
)
def test_no_other_size_exists(client: Client, spec: str) -> None:
    image = scenes.picture()
    scenes.published(at=NOW - DAY, lead_image=scenes.lead(image))
    assert ask(image, spec).status_code == 404


def test_a_picture_that_nobody_may_see_is_answered_like_one_that_does_not_exist() -> None:
    hidden = {
        "stored": scenes.picture(),
        "draft": scenes.picture(),
        "scheduled": scenes.picture(),
        "withdrawn": scenes.picture(),
        "saved": scenes.picture(),
    }
    scenes.draft(lead_image=scenes.lead(hidden["draft"]))
    scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, lead_image=scenes.lead(hidden["scheduled"]))
    scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, lead_image=scenes.lead(hidden["withdrawn"]))
    live = scenes.published(at=NOW - DAY, headline="Live")
    scenes.rewritten(live, lead_image=scenes.lead(hidden["saved"]))
    nothing = Client().get("/images/AAAAAAAAAAAAAAAAAAAAAAAA/w320.jpg")
    for state, image in hidden.items():
        answer = ask(image)
        assert (answer.status_code, answer.content, answer.headers) == (404, nothing.content, nothing.headers), state


def test_a_picture_that_was_published_in_error_is_gone() -> None:
    image = scenes.picture()
    scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, gone=True, lead_image=scenes.lead(image))
    assert ask(image).status_code == 410
    assert ask(image, "w320.webp").content == ask(image).content


def test_a_picture_appears_with_its_release_to_the_second() -> None:
    image = scenes.picture()
    scenes.scheduled(at=NOW, visible_from=NOW + DAY, lead_image=scenes.lead(image))
    with time_machine.travel(NOW + DAY - timedelta(seconds=1), tick=False):
        assert ask(image).status_code == 404
    with time_machine.travel(NOW + DAY, tick=False):
        assert ask(image).status_code == 200


def test_the_picture_of_an_earlier_edition_stays_as_long_as_the_release_does() -> None:
    image = scenes.picture()
    release = scenes.published(at=NOW - 2 * DAY, lead_image=scenes.lead(image))
    scenes.corrected(release, at=NOW - DAY, lead_image=None)
    assert ask(image).status_code == 200


def test_a_reader_who_has_the_picture_is_told_so_only_while_it_is_public() -> None:
    image = scenes.picture()
    scenes.published(at=NOW - DAY, lead_image=scenes.lead(image))
    tag = ask(image).headers["ETag"]
    again = ask(image, **{"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert ask(image, "w640.jpg", **{"If-None-Match": tag}).status_code == 200
    with time_machine.travel(NOW - 2 * DAY, tick=False):
        assert ask(image, **{"If-None-Match": tag}).status_code == 404


def test_it_is_kept_for_a_minute_and_is_nothing_but_a_picture() -> None:
    image = scenes.picture()
    scenes.published(at=NOW - DAY, lead_image=scenes.lead(image))
    answer = ask(image)
    assert answer.headers["Cache-Control"] == "public, max-age=60, must-revalidate"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert "harbour.png" not in str(answer.headers)
    assert not answer.cookies


def test_it_can_be_read_and_nothing_else(client: Client) -> None:
    image = scenes.picture()
    scenes.published(at=NOW - DAY, lead_image=scenes.lead(image))
    address = reverse("image", kwargs={"key": image.key, "spec": "w320.webp"})
    head = client.head(address)
    assert (head.status_code, head.content, head.headers["Content-Type"]) == (200, b"", "image/webp")
    assert client.post(address).status_code == 405
