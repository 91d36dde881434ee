"""Whoever writes is told of names that can be guessed."""

from datetime import timedelta

import pytest

from releases.models import Release
from releases.probing.hints import name_hints
from tests import scenes
from tests.scenes import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def march(time_machine):
    """A forecast that was public in March, with a file and a picture of their own names."""
    time_machine.move_to(NOW, tick=False)
    image = scenes.picture()
    type(image).objects.filter(pk=image.pk).update(original_name="EFO_cover_March_2025.png")
    return scenes.published(
        at=NOW - timedelta(days=30),
        slug="outlook-march-2025",
        attachments=(attached("EFO_March_2025.csv"),),
        lead_image=scenes.lead(image),
    )


def attached(name):
    return scenes.attached(scenes.document(f"Boats,Crossings\n{len(name)},96\n", name=name))


def hints_of(release):
    fresh = Release.objects.get(pk=release.pk)
    return name_hints(fresh.revisions.order_by("-number")[0].snapshot, fresh)


def test_a_file_an_address_and_a_picture_that_follow_earlier_names_are_told_of():
    image = scenes.picture(colour="navy")
    type(image).objects.filter(pk=image.pk).update(original_name="EFO_cover_Nov_2026.png")
    release = scenes.draft(
        slug="outlook-november-2026", attachments=(attached("EFO_November_2026.csv"),), lead_image=scenes.lead(image)
    )
    address, file, picture = hints_of(release)
    assert address.startswith(
        "The address “outlook-november-2026” follows those of earlier releases (“outlook-march-2025”)"
    )
    assert file.startswith(
        "The file name “EFO_November_2026.csv” follows those of earlier releases (“EFO_March_2025.csv”)"
    )
    assert "“EFO_cover_Nov_2026.png”" in picture
    assert "They get nothing by that before the release is public" in file


def test_names_of_their_own_and_names_that_readers_know_are_not_told_of(march):
    assert hints_of(scenes.draft(slug="tides", attachments=(attached("EFO_zq8fk.csv"),))) == []
    assert hints_of(march) == []
    scenes.rewritten(march, headline="Another headline")
    assert hints_of(march) == []


def test_what_is_only_scheduled_is_no_earlier_name():
    scenes.scheduled(visible_from=NOW + timedelta(days=3), slug="tidal-range-2026")
    assert hints_of(scenes.draft(slug="tidal-range-2027")) == []
