"""How large an upload may be. More than this is dropped while it arrives."""

from django.conf import settings


def image() -> int:
    """Of an image, in bytes."""
    return settings.IMAGE_MAX_BYTES


def document() -> int:
    """Of another file, in bytes."""
    return settings.FILE_MAX_BYTES
