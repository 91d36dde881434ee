"""Where the pictures and files of a release are to be had: it depends on who looks at it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from releases.snapshot import Attachment


@dataclass(frozen=True, slots=True)
class MediaAddresses:
    """The addresses of what one page shows."""

    image: Callable[[str, str], str]
    """From the key of a stored picture and the text of a rendition's spec."""
    file: Callable[[Attachment], str]


def _image(key: str, spec: str) -> str:
    return reverse("image", args=[key, spec])


def _file(attachment: Attachment) -> str:
    return reverse("file", args=[attachment.address, attachment.name])


def _exact_file(attachment: Attachment) -> str:
    return reverse("file", args=[attachment.key, attachment.name])


PUBLIC = MediaAddresses(image=_image, file=_file)
"""On the page that readers see now: a file's address stays when the file is replaced."""
EXACT = MediaAddresses(image=_image, file=_exact_file)
"""On the page of an earlier edition: the very versions that it had."""
