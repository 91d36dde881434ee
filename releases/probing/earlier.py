"""Names that readers have seen: addresses of editions, and the file names of what they attach and show."""

from collections.abc import Iterator
from datetime import datetime

from releases.models import Edition, EditionFile, EditionImage
from releases.probing.names import read
from releases.probing.resembling import Earlier

NEWEST = 500
"""Of each kind. Habits are those of the last editions, and a search for older ones would have no end."""


def seen_names(at: datetime) -> Iterator[Earlier]:
    """The newest names of each kind that readers have seen by this moment, each once, the newest first."""
    met: set[str] = set()
    for text, release in (*_addresses(at), *_files(at), *_pictures(at)):
        if text and text not in met:
            met.add(text)
            yield Earlier(read(text), release)


def _addresses(at: datetime) -> list[tuple[str, int]]:
    found = Edition.objects.began(at).order_by("-visible_from").values_list("slug", "release_id")
    return list(found[:NEWEST])


def _files(at: datetime) -> list[tuple[str, int]]:
    pins = EditionFile.objects.filter(edition__in=Edition.objects.began(at)).order_by("-pk")
    rows = pins.values_list("file__name", "file__original_name", "edition__release_id")[:NEWEST]
    return [(text, release) for name, original, release in rows for text in (name, original)]


def _pictures(at: datetime) -> list[tuple[str, int]]:
    """Readers meet the name of a picture in what they take with them."""
    pins = EditionImage.objects.filter(edition__in=Edition.objects.began(at)).order_by("-pk")
    return list(pins.values_list("image__original_name", "edition__release_id")[:NEWEST])
