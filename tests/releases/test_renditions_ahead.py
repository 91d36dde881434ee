"""Renditions are there before readers are: of what is public or will be, the nearest to now first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile

from releases import renditions_ahead
from releases.media import renditions
from releases.media.models import Image
from releases.media.storage import private
from releases.renditions_ahead import NotMade, RenditionsAhead
from tests import scenes
from tests.scenes import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The office's Friday morning, standing still: one slice lasts as long as there is something to do."""
    with time_machine.travel(NOW, tick=False):
        yield


def shown(image: Image) -> Any:
    """The picture as a release's lead."""
    return scenes.lead(image)


def made(image: Image) -> set[str]:
    """What there is of the picture."""
    return renditions.made_of(image)


def test_everything_that_pages_offer_of_a_scheduled_release_is_made() -> None:
    image = scenes.picture(size=(700, 500))
    scenes.scheduled(at=NOW - DAY, visible_from=NOW + DAY, lead_image=shown(image))
    wanted = {
        *(f"w{width}.{each}" for width in (320, 640) for each in ("avif", "webp", "jpg")),
        *(f"card{width}-f50-50.{each}" for width in (320, 640) for each in ("avif", "webp", "jpg")),
        "social-f50-50.jpg",
    }
    ahead = RenditionsAhead()
    assert ahead.due() == len(wanted)
    assert ahead.do() == len(wanted)
    assert made(image) == wanted
    assert (ahead.due(), ahead.do(), RenditionsAhead().do()) == (0, 0, 0)


def test_what_nobody_will_see_is_not_made() -> None:
    images = [scenes.picture(size=(60, 40)) for _ in range(4)]
    scenes.draft(lead_image=shown(images[1]))
    scenes.withdrawn(published_at=NOW - 2 * DAY, at=NOW - DAY, lead_image=shown(images[2]))
    live = scenes.published(at=NOW - DAY)
    scenes.rewritten(live, lead_image=shown(images[3]))
    assert RenditionsAhead().do() == 0
    assert [made(image) for image in images] == [set()] * 4


def test_the_nearest_to_now_comes_first() -> None:
    times = {"archive": -9 * DAY, "old": -3 * DAY, "new": -DAY / 2, "far": 8 * DAY, "soon": DAY}
    images = {name: scenes.picture(size=(60, 40)) for name in times}
    for name, shift in times.items():
        if shift > timedelta(0):
            scenes.scheduled(at=NOW - DAY, visible_from=NOW + shift, lead_image=shown(images[name]))
        else:
            scenes.published(at=NOW + shift, lead_image=shown(images[name]))
    names = {image.pk: name for name, image in images.items()}
    order = [names[image.pk] for image, _spec in RenditionsAhead().missing(NOW)]
    assert list(dict.fromkeys(order)) == ["soon", "far", "new", "old", "archive"]


def test_a_slice_ends_and_the_next_one_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renditions_ahead, "SLICE", -1.0)
    image = scenes.picture(size=(60, 40))
    scenes.published(at=NOW - DAY, lead_image=shown(image))
    ahead = RenditionsAhead()
    total = ahead.due()
    assert [ahead.do() for _ in range(total + 1)] == [1] * total + [0]


def test_what_comes_up_while_the_archive_is_gone_through_is_made_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renditions_ahead, "SLICE", -1.0)
    archive, urgent = scenes.picture(size=(60, 40)), scenes.picture(size=(60, 40))
    scenes.published(at=NOW - 9 * DAY, lead_image=shown(archive))
    ahead = RenditionsAhead()
    assert (ahead.do(), len(made(archive))) == (1, 1)
    scenes.scheduled(at=NOW, visible_from=NOW + DAY, lead_image=shown(urgent))
    assert (ahead.do(), len(made(archive)), len(made(urgent))) == (1, 1, 1)


def test_one_bad_picture_stops_nobody_and_is_left_alone_for_a_while(caplog: pytest.LogCaptureFixture) -> None:
    bad, good = scenes.picture(size=(60, 40)), scenes.picture(size=(60, 40))
    scenes.scheduled(at=NOW, visible_from=NOW + DAY, lead_image=shown(bad))
    scenes.scheduled(at=NOW, visible_from=NOW + 2 * DAY, lead_image=shown(good))
    with private().open(bad.file.name) as original:
        half = original.read()[:200]
    bad.file.storage.save(bad.file.name, ContentFile(half))
    ahead = RenditionsAhead()
    count = len(renditions.specs_for(60, 40, (50, 50)))
    assert ahead.do() == count
    assert (len(made(bad)), len(made(good))) == (0, count)
    assert caplog.text.count("could not be made") == count
    with pytest.raises(NotMade, match=f"{count} renditions"):
        ahead.do()
    # Not tried again at once, and not forgotten either.
    assert ahead.do() == 0
    assert RenditionsAhead().due() == count


def test_a_storage_that_takes_nothing_ends_the_work_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    image = scenes.picture(size=(60, 40))
    scenes.published(at=NOW - DAY, lead_image=shown(image))
    tried: list[str] = []

    def full(found: Image, spec: renditions.Spec) -> str:
        tried.append(str(spec))
        raise renditions.NotKept(b"")

    monkeypatch.setattr(renditions, "ready", full)
    ahead = RenditionsAhead()
    with pytest.raises(renditions.NotKept):
        ahead.do()
    assert ahead.do() == 0
    assert len(tried) == 1


def test_a_focal_point_that_moved_asks_for_its_own_crops_only() -> None:
    image = scenes.picture(size=(60, 40))
    release = scenes.published(at=NOW - DAY, lead_image=shown(image))
    ahead = RenditionsAhead()
    ahead.do()
    scenes.corrected(release, at=NOW, lead_image=replace(shown(image), focal_x=10))
    assert {str(spec) for _image, spec in ahead.missing(NOW)} == {
        *(f"card320-f10-50.{each}" for each in ("avif", "webp", "jpg")),
        "social-f10-50.jpg",
    }


def test_looking_again_costs_the_same_however_many_pictures_there_are(django_assert_num_queries: Any) -> None:
    for headline in ("Tides", "Gulls", "Piers"):
        scenes.published(at=NOW - DAY, headline=headline, lead_image=shown(scenes.picture(size=(60, 40))))
    ahead = RenditionsAhead()
    while ahead.do():
        pass
    with django_assert_num_queries(2):
        ahead.do()
