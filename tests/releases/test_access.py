"""What a door lets through when a release has been away and come back."""

from datetime import timedelta

import pytest
from django.http import Http404

from releases.access import Address, earlier_edition, public_image
from releases.actions.correct import correct
from releases.errors import Withdrawn
from releases.history import surroundings
from releases.models import Edition, Release
from releases.workflow import Change
from tests import cast, scenes
from tests.scenes import NOW

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def brought_back(*, gone: bool) -> tuple[Release, str]:
    """A release whose first text and picture were withdrawn, and that was public again with others two hours later."""
    first = scenes.picture()
    release = scenes.withdrawn(published_at=NOW, at=NOW + HOUR, gone=gone, lead_image=scenes.lead(first))
    release = scenes.rewritten(
        release, at=NOW + HOUR, headline="The right text", lead_image=scenes.lead(scenes.picture(colour="navy"))
    )
    correct(release=release, by=cast.edda(), version=2, change=Change.MAJOR, note="The right text.", at=NOW + 2 * HOUR)
    return release, first.key


def where(release: Release) -> Address:
    edition = Edition.objects.filter(release=release)[0]
    return Address(edition.language, edition.published_on, edition.slug)


def test_what_was_published_in_error_does_not_come_back_with_the_release() -> None:
    release, first_picture = brought_back(gone=True)
    later = NOW + 3 * HOUR
    with pytest.raises(Http404):
        earlier_edition(where(release), 1, later)
    with pytest.raises(Withdrawn):
        public_image(first_picture, later)
    current = Edition.objects.public(later).get()
    assert [edition.number for edition in surroundings(current, later).editions] == [3]


def test_what_was_withdrawn_with_a_notice_can_be_read_again_once_the_release_is_back() -> None:
    release, first_picture = brought_back(gone=False)
    later = NOW + 3 * HOUR
    assert earlier_edition(where(release), 1, later)[0].number == 1
    assert public_image(first_picture, later).image.key == first_picture
    current = Edition.objects.public(later).get()
    assert [edition.number for edition in surroundings(current, later).editions] == [3, 1]
