"""Through real servers and on the real clock: nothing of a file a moment before its embargo lifts, all of it from then on.

The leak matrix asks every address in every state, in this process. Here its question is put to gunicorn and to nginx, over
and over until the second has passed, in every way in which bytes can be asked for.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from releases.actions.schedule import schedule
from releases.actions.withdraw import withdraw
from releases.media.models import DocumentFile, Image
from releases.models import Release
from releases.workflow import Change
from tests import cast
from tests.addresses import FUTURE
from tests.scenes import ALONE, attached, document, draft, lead, picture, published, rewritten, scheduled
from tests.servers.asking import Answer, ask
from tests.servers.conftest import Behind
from tests.servers.running import Server

pytestmark = pytest.mark.django_db(transaction=True)

SECRET_ADDRESS, PUBLIC_ADDRESS = "a" * 24, "b" * 24
"""At which releases have their files."""
SPECS = ("w320.webp", "w320.jpg", "w320.avif", "card320-f50-50.webp", "social-f50-50.jpg")
NEVER_FILE, NEVER_IMAGE, NEVER_RELEASE = (
    "/files/never-was/never.csv",
    "/images/never-was/w320.webp",
    "/releases/2026/03/06/n/",
)


@dataclass(frozen=True)
class Asked:
    """One way of asking, and what those get who may have the bytes."""

    words: str
    method: str
    headers: Mapping[str, str] = field(hash=False)
    granted: int = 200


def ways(etag: str) -> list[Asked]:
    """For bytes whose ETag somebody knows who has them already, or has an own copy to take the hash of."""
    return [
        Asked("all", "GET", {}, 200),
        Asked("the head", "HEAD", {}, 200),
        Asked("a part", "GET", {"Range": "bytes=0-9"}, 206),
        Asked("what is behind the end", "GET", {"Range": "bytes=999999999-"}, 416),
        Asked("if it is another", "GET", {"If-None-Match": etag}, 304),
        Asked("the head if it is another", "HEAD", {"If-None-Match": etag}, 304),
        Asked("if there is none", "GET", {"If-None-Match": "*"}, 304),
        Asked("if it changed", "GET", {"If-Modified-Since": FUTURE}, 304),
        Asked("if it is this", "GET", {"If-Match": etag}, 200),
        Asked("if it is another than this", "GET", {"If-Match": '"other"'}, 412),
        Asked("the rest of this", "GET", {"Range": "bytes=0-9", "If-Range": etag}, 206),
    ]


Question = tuple[str, str, Asked]
"""An address, the one like it that never was, and the way of asking."""


@dataclass(frozen=True)
class World:
    """Bytes that are hidden until a moment, and bytes that stay so."""

    shown: Image
    file: DocumentFile
    old: DocumentFile
    new: DocumentFile
    update: Release
    never: list[Question]
    took: float
    """Seconds that it took to make: to schedule what it holds takes less."""

    def questions(self) -> list[Question]:
        """What is hidden before the moment and granted after it."""
        return [*_files(self.file, SECRET_ADDRESS), *list(_files(self.new, None))[:3], *_images(self.shown)]


@pytest.fixture
def world() -> World:
    """All that takes time to make: nothing is scheduled yet."""
    began = time.monotonic()
    before = timezone.now() - timedelta(hours=2)
    old = document("Old,figures\n1,2\n")
    update = published(at=before, slug="ferry", attachments=(attached(old, address=PUBLIC_ADDRESS),))
    new = document("New,figures\n3,4\n", document=old.document)
    kept, unseen = picture(colour="olive", size=(400, 225)), document("Never,heard\n5,6\n")
    draft(at=before, lead_image=lead(kept), attachments=(attached(unseen, address="c" * 24),))
    never = [*_files(unseen, "c" * 24), *_images(kept)]
    shown, file = picture(size=(400, 225)), document("Unheard,of\n1,2\n")
    return World(shown, file, old, new, update, never, took=time.monotonic() - began)


def embargoed(world: World, moment: datetime) -> None:
    """Schedule a release, and the update that replaces a public file, for the same moment."""
    before = timezone.now() - timedelta(hours=1)
    files = (attached(world.file, address=SECRET_ADDRESS),)
    scheduled(at=before, visible_from=moment, slug="quay", lead_image=lead(world.shown), attachments=files)
    fresh = rewritten(world.update, at=before, attachments=(attached(world.new, address=PUBLIC_ADDRESS),))
    schedule(
        release=fresh,
        by=cast.edda(),
        version=fresh.version,
        visible_from=moment,
        change=Change.MAJOR,
        note="New figures.",
        parity_reason=ALONE,
        at=before,
    )


def _files(file: DocumentFile, address: str | None) -> Iterator[Question]:
    """In every way at the version's own address, and in the ways that read bytes at the release's."""
    known = ways(f'"{file.sha256[:32]}"')
    yield from ((f"/files/{file.key}/{file.name}", NEVER_FILE, way) for way in known)
    yield from ((f"/files/{address}/{file.name}", NEVER_FILE, way) for way in known[:3] if address)


def _images(image: Image) -> Iterator[Question]:
    """In every way in one size, and all of it in the others."""
    for spec in SPECS:
        known = ways(f'"{image.sha256[:32]}-1-{spec}"')
        yield from (
            (f"/images/{image.key}/{spec}", NEVER_IMAGE, way) for way in known[: None if spec == SPECS[0] else 1]
        )


def _pages(moment: datetime) -> Iterator[Question]:
    local = timezone.localtime(moment)
    for rest in ("/", ".txt", ".zip"):
        for method in ("GET", "HEAD"):
            yield f"/releases/{local:%Y/%m/%d}/quay{rest}", NEVER_RELEASE, Asked("all", method, {}, 200)


def put(port: int, path: str, way: Asked) -> Answer:
    return ask(port, path, way.method, headers=way.headers)


def test_before_its_second_it_never_was_and_from_then_on_it_is_there(
    alone: Server, behind: Behind, world: World
) -> None:
    ports = {"gunicorn": alone.port, "nginx": behind.nginx.port}
    began = time.monotonic()
    nothing = {
        (port, like, way): put(port, like, way).told for _, like, way in world.questions() for port in ports.values()
    }
    # As long as it takes to schedule, and then to ask everything twice, on a machine of whatever speed.
    moment = timezone.now() + timedelta(seconds=4 + world.took + 6 * (time.monotonic() - began))
    embargoed(world, moment)
    until, asked = moment.timestamp(), Counter[tuple[str, bool]]()
    questions = [*world.questions(), *_pages(moment)]
    nothing |= {
        (port, like, way): put(port, like, way).told for _, like, way in _pages(moment) for port in ports.values()
    }
    every = len(questions) * len(ports)
    # To the end of the second, and on a slow machine until each has been asked after it.
    while time.time() < until + 1 or (sum(1 for _, after in asked if after) < every and time.time() < until + 60):
        for path, like, way in questions:
            for name, port in ports.items():
                sent = time.time()
                answer = put(port, path, way)
                told = f"{name}, {way.method} {path} ({way.words}), {sent - until:+.3f} s"
                if time.time() < until:
                    assert answer.told == nothing[port, like, way], told
                elif sent >= until:
                    assert answer.status == way.granted, told
                asked[f"{name} {way} {path}", sent >= until] += 1
        for port in ports.values():
            replaced_in_time(port, world, until)
    assert len(asked) == every * 2, "each was asked before and after"
    for path, like, way in world.never:
        for port in ports.values():
            assert put(port, path, way).told == put(port, like, way).told, (path, way.words)


def replaced_in_time(port: int, world: World, until: float) -> None:
    """At the release's own address of a public file: the old version before the second, the new one from then on."""
    sent = time.time()
    found = ask(port, f"/files/{PUBLIC_ADDRESS}/{world.old.name}")
    assert found["Cache-Control"] == "no-cache", "a cache has to ask for what may be another in a second"
    if time.time() < until:
        assert found.body.startswith(b"Old")
    elif sent >= until:
        assert found.body.startswith(b"New")
        assert ask(port, f"/files/{world.old.key}/{world.old.name}").body.startswith(b"Old"), (
            "as the earlier edition has it"
        )


def test_what_was_withdrawn_is_gone_at_once(alone: Server, behind: Behind) -> None:
    before = timezone.now() - timedelta(hours=2)
    shown, file = picture(size=(400, 225)), document("Wrong,figures\n1,2\n")
    content = {"lead_image": lead(shown), "attachments": (attached(file, address="a" * 24),)}
    questions = [*_files(file, "a" * 24), *_images(shown)]
    release = published(at=before, **content)
    for port in (alone.port, behind.nginx.port):
        for path, _like, way in questions:
            assert put(port, path, way).status == way.granted, (path, way.words)
    withdraw(release=release, by=cast.edda(), reason="The figures were wrong.", gone=True)
    for port in (alone.port, behind.nginx.port):
        for path, _like, way in questions:
            answer = put(port, path, way)
            assert answer.status == 410, (path, way.words)
            assert b"Wrong,fig" not in answer.body


def test_what_was_withdrawn_for_another_reason_never_was(alone: Server, behind: Behind) -> None:
    file = document("Old,figures\n1,2\n")
    release = published(at=timezone.now() - timedelta(hours=2), attachments=(attached(file, address="a" * 24),))
    withdraw(release=release, by=cast.edda(), reason="It is over.")
    for port in (alone.port, behind.nginx.port):
        for path, like, way in _files(file, "a" * 24):
            assert put(port, path, way).told == put(port, like, way).told, (path, way.words)
