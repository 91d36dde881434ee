"""Rows of a form about pictures and files, from a snapshot and into one."""

from collections.abc import Mapping
from typing import Any

from releases.media.models.stored import new_key
from releases.snapshot import Attachment, LeadImage
from releases.working_copy import WORDS, lead_image_of, pin_file

_ATTACHED = ("address", "title", "language", "accessible")


def picture_row(picture: LeadImage) -> dict[str, Any]:
    """A picture of the gallery as initial data."""
    return {"image": picture.key, **{name: getattr(picture, name) for name in WORDS}}


def attachment_row(attachment: Attachment) -> dict[str, Any]:
    """An attachment as initial data."""
    return {"file": attachment.key, **{name: getattr(attachment, name) for name in _ATTACHED}}


def picture_of(row: Mapping[str, Any]) -> LeadImage:
    """The picture that a filled row describes."""
    return lead_image_of(row["image"], **{name: row[name] for name in WORDS})


def attachment_of(row: Mapping[str, Any]) -> Attachment:
    """The attachment that a filled row describes; one that is new gets the address that it keeps from then on."""
    said = {name: row[name] for name in _ATTACHED}
    return pin_file(row["file"], **said | {"address": said["address"] or new_key()})
