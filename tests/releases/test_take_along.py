"""What journalists take with them: the text alone, and everything in one archive that can be checked."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image as Pillow

from releases.bundle import members_of
from releases.media.models import Image
from releases.models import Edition
from releases.plain import plain_release
from releases.snapshot import Contact, Fact, Link, Quote
from releases.zipped import Altered, Member, stream, text_member
from tests import scenes
from tests.scenes import NOW

pytestmark = pytest.mark.django_db

BODY = (
    '<h2>What changes</h2><p>Read the <a href="https://example.org/plan">plan</a>.</p>'
    '<ol start="3"><li>Tide tables<ul><li>North</li></ul></li></ol><blockquote><p>At last.</p></blockquote>'
    "<table><tbody><tr><td>Boats</td><td>4</td></tr></tbody></table>"
)


@pytest.fixture(autouse=True)
def still(time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)


def published(**more: Any) -> Edition:
    release = scenes.published(
        at=NOW,
        dateline="PORT ANSEL",
        body=BODY,
        quotes=(Quote(text="We kept our word.", speaker="Mary Fell", title="Harbour master"),),
        facts=(Fact(text="Four boats."),),
        links=(Link(label="Timetable", url="https://example.org/times"),),
        contacts=(Contact(name="Ines Roy", phone="555 0100"),),
        **more,
    )
    return Edition.objects.get(release=release)


def archive_of(edition: Edition) -> zipfile.ZipFile:
    answer = Client().get(edition.get_archive_url())
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_plain_text_says_everything_in_the_order_of_the_page() -> None:
    edition = published()
    text = Client().get(edition.get_text_url())
    assert text.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert text.content.decode() == plain_release(edition)
    said = [
        "News release", "Published 6 March 2026, 09:30 EST", "Ferry returns to the north shore",
        "Crossings begin again on Monday.", "PORT ANSEL\n\nWhat changes", "Read the plan (https://example.org/plan).",
        "3. Tide tables\n   - North", "> At last.", "Boats\t4", "“We kept our word.”\n– Mary Fell, Harbour master",
        "- Four boats.", "Timetable\nhttps://example.org/times", "Ines Roy\n555 0100", edition.get_absolute_url(), "\n-30-\n",
    ]  # fmt: skip
    places = [text.content.decode().find(words) for words in said]
    assert -1 not in places, said[places.index(-1)]
    assert places == sorted(places)


def test_the_archive_holds_each_picture_as_it_is_stored_with_its_words_and_hashes_that_agree() -> None:
    image = scenes.picture(size=(640, 360))
    edition = published(lead_image=replace(scenes.lead(image), caption="Dawn.", licence="CC BY 4.0"))
    archive = archive_of(edition)
    folder = edition.slug
    assert archive.testzip() is None
    with image.file.open() as stored:
        assert archive.read(f"{folder}/images/01.jpg") == stored.read()
    assert Pillow.open(archive.open(f"{folder}/images/01.jpg")).size == (640, 360)
    captions = archive.read(f"{folder}/captions.txt").decode()
    assert captions == "01.jpg\nThe harbour at dawn\nDawn.\nPhotograph: the office\nCC BY 4.0\n"
    manifest = json.loads(archive.read(f"{folder}/manifest.json"))
    assert (manifest["edition"], manifest["headline"]) == (1, edition.headline)
    assert edition.content_hash not in archive.read(f"{folder}/manifest.json").decode()
    for name, digest in manifest["sha256"].items():
        assert hashlib.sha256(archive.read(f"{folder}/{name}")).hexdigest() == digest
    sums = archive.read(f"{folder}/SHA256SUMS").decode().splitlines()
    assert sums == [f"{digest}  {name}" for name, digest in manifest["sha256"].items()]
    listed = {name.removeprefix(f"{folder}/") for name in archive.namelist()}
    assert listed == {*manifest["sha256"], "manifest.json", "SHA256SUMS"}


def test_the_same_edition_is_the_same_archive_and_whoever_has_it_is_told_so() -> None:
    edition = published(lead_image=scenes.lead(scenes.picture()))
    first, second = (Client().get(edition.get_archive_url()) for _ in range(2))
    assert b"".join(first.streaming_content) == b"".join(second.streaming_content)  # type: ignore[attr-defined]
    assert first.headers["Content-Disposition"] == f'attachment; filename="{edition.slug}.zip"'
    again = Client().get(edition.get_archive_url(), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_picture_that_was_altered_on_disk_ends_the_archive_instead_of_going_out() -> None:
    image = scenes.picture()
    edition = published(lead_image=scenes.lead(image))
    Path(image.file.path).write_bytes(b"something else")
    pieces = stream(members_of(edition), NOW)
    with pytest.raises(Altered):
        list(pieces)
    assert Image.objects.get() == image


def test_the_archive_is_never_whole_in_memory() -> None:
    opened: list[str] = []

    class Large(io.RawIOBase):
        def __init__(self, name: str) -> None:
            opened.append(name)
            self.left = 40

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            return b"x" * size if self.left >= 0 else b""

    digest = hashlib.sha256()
    for _ in range(40):
        digest.update(b"x" * 256 * 1024)
    members = [text_member("a.txt", "a")] + [
        Member(name, digest.hexdigest(), lambda name=name: Large(name)) for name in "bc"
    ]
    sizes = []
    for piece in stream(members, NOW):
        sizes.append(len(piece))
        if sum(sizes) < 5_000_000:
            assert "c" not in opened, "what comes later is not opened yet"
    assert sum(sizes) > 20_000_000
    assert max(sizes) < 600_000
