"""Where the pictures and files of a release are to be had: it depends on who looks at it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
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


def _absolute_image(key: str, spec: str) -> str:
    return f"{settings.SITE_URL}{_image(key, spec)}"


def _absolute_file(attachment: Attachment) -> str:
    return f"{settings.SITE_URL}{_file(attachment)}"


PUBLIC = MediaAddresses(image=_image, file=_file)
"""On the page that readers see now: a file's address stays when the file is replaced."""
EXACT = MediaAddresses(image=_image, file=_exact_file)
"""On the page of an earlier edition: the very versions that it had."""
ABSOLUTE = MediaAddresses(image=_absolute_image, file=_absolute_file)
"""Those of the page, in what is read elsewhere: a feed, a mail, a program."""
