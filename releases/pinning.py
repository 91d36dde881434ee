"""Writing down which stored versions an edition shows, when it is frozen."""

from releases.media.models import DocumentFile, Image
from releases.models import Edition, EditionFile, EditionImage
from releases.snapshot import Snapshot


def pin(edition: Edition, snapshot: Snapshot) -> None:
    """Pin every picture and file of the snapshot to the edition: from its first moment on, these and no others are public."""
    lead = snapshot.lead_image
    keys = dict.fromkeys([picture.key for picture in snapshot.gallery] + [pin.key for pin in snapshot.figures])
    if lead is not None:
        keys[lead.key] = None
    images = Image.objects.in_bulk(list(keys), field_name="key")
    EditionImage.objects.bulk_create(
        EditionImage(
            edition=edition,
            image=images[key],
            # Only the lead image is cut to fit cards and shared links.
            focal_x=lead.focal_x if lead is not None and key == lead.key else None,
            focal_y=lead.focal_y if lead is not None and key == lead.key else None,
        )
        for key in keys
    )
    addresses = {attachment.key: attachment.address for attachment in snapshot.attachments}
    EditionFile.objects.bulk_create(
        EditionFile(edition=edition, file=file, address=addresses[file.key])
        for file in DocumentFile.objects.filter(key__in=addresses).order_by("pk")
    )
