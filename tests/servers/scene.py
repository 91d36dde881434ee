"""What the servers have to give out: a public release with a file and a picture."""

from datetime import timedelta

from django.utils import timezone

from releases.models import Release
from tests.scenes import attached, document, lead, picture, published

NAME = "crossings.csv"
ADDRESS = "an-address-0000000000001"
TEXT = "Boats,Crossings\n" + "".join(f"{number},{number * 24}\n" for number in range(20_000))
SIZE = len(TEXT)


def public_release() -> Release:
    """The release; public for three days."""
    file = document(TEXT, name=NAME)
    return published(
        at=timezone.now() - timedelta(days=3),
        attachments=(attached(file, address=ADDRESS),),
        lead_image=lead(picture()),
    )


def exact(release: Release) -> str:
    """The address of the very version of its file."""
    [pinned] = release.revisions.order_by("-number")[0].snapshot.attachments
    return f"/files/{pinned.key}/{pinned.name}"


def rendition(release: Release) -> str:
    """The address of its picture in one size."""
    assert release.lead_image
    return f"/images/{release.lead_image.key}/w640.webp"


def body(first: int, last: int) -> bytes:
    """A part of the file."""
    return TEXT[first : last + 1].encode()
