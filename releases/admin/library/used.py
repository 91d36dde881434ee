"""Whether something of the library is used at all: for the filters of its lists."""

import re

from django.db.models import Exists, OuterRef, Q

from releases.media.models import Image
from releases.models import Attachment, Edition, EditionFile, EditionImage, GalleryPicture, Release

MOST_TEXTS = 2000
"""Working copies with figures that no edition holds, the newest: more than an office writes at a time."""
_KEY = re.compile(r'data-file="([A-Za-z0-9_-]+)"')


def pictures() -> Q:
    """A condition on pictures: some release uses a version, or did before readers."""
    return (
        Q(Exists(EditionImage.objects.filter(image__picture=OuterRef("pk"))))
        | Q(Exists(Release.objects.filter(lead_image__picture=OuterRef("pk"))))
        | Q(Exists(GalleryPicture.objects.filter(image__picture=OuterRef("pk"))))
        | Q(Exists(Image.objects.filter(picture=OuterRef("pk"), key__in=_in_texts())))
    )


def documents() -> Q:
    """As ``pictures``, for files."""
    return Q(Exists(EditionFile.objects.filter(file__document=OuterRef("pk")))) | Q(
        Exists(Attachment.objects.filter(file__document=OuterRef("pk")))
    )


def _in_texts() -> set[str]:
    """The keys in texts that are not those of an edition: what an edition shows is known by its pins."""
    frozen = Edition.objects.filter(release=OuterRef("pk"), content_hash=OuterRef("content_hash"))
    texts = Release.objects.filter(~Exists(frozen), body__contains="data-file=").order_by("-updated_at")
    return {key for body in texts.values_list("body", flat=True)[:MOST_TEXTS] for key in _KEY.findall(body)}
