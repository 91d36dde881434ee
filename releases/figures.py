"""The pictures that a body names, found in the library."""

from releases.html import figures_of
from releases.media.models import Image
from releases.snapshot import Pin


def keys_of(body: str) -> list[str]:
    """The keys of the stored pictures that the figures of a cleaned body show, each once, in order of appearance."""
    return list(dict.fromkeys(figure.key for figure in figures_of(body)))


def pins_of(body: str) -> tuple[Pin, ...]:
    """Exactly which stored pictures a cleaned body shows. Pictures that are not stored are left out; vetting refuses them."""
    keys = keys_of(body)
    if not keys:
        return ()
    found = Image.objects.in_bulk(keys, field_name="key")
    return tuple(
        Pin(key=image.key, sha256=image.sha256, width=image.width, height=image.height, colour=image.colour)
        for image in (found[key] for key in keys if key in found)
    )
