"""What a person calls a field that was sent, where the form's own name for it says little."""

import re
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases.html import TooLong, clean
from releases.media.models import Document, Picture
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release

_PART = re.compile(r"(?P<prefix>[a-z]+)-(?P<number>\d{1,4})-(?P<field>\w+)")
# The prefix of an inline form is the name by which a release knows its parts.
_PARTS: dict[str, type[models.Model]] = {
    "quotes": Quote,
    "quickfacts": QuickFact,
    "associatedlinks": AssociatedLink,
    "contacts": Contact,
    "picks": Pick,
    "gallerypictures": GalleryPicture,
    "attachments": Attachment,
}
_WHOLE = (Release, Picture, Document)
"""What has a form of its own; a name that several have means the same in each."""


def name_of(name: str) -> str:
    """The field of a release, of one of its parts or of something in the library in words; other names as they are."""
    if (found := _PART.fullmatch(name)) and (part := _PARTS.get(found["prefix"])):
        said = {
            "part": capfirst(str(part._meta.verbose_name)),
            "number": int(found["number"]) + 1,
            "field": _verbose(part, found["field"]),
        }
        return _("%(part)s %(number)s, %(field)s") % said
    model: type[models.Model] = next((each for each in _WHOLE if _field(each, name) is not None), Release)
    return capfirst(_verbose(model, name))


def value_of(name: str, value: str) -> str | SafeString:
    """The value as a person chose or wrote it: the label of a choice, and a body without its tags in the way."""
    if name == "body":
        try:
            return mark_safe(clean(value))  # noqa: S308  (cleaned at the border)
        except TooLong:
            return value
    labels = dict(getattr(_field(Release, name), "flatchoices", None) or ())
    return str(labels.get(value, value))


def _verbose(model: type[models.Model], name: str) -> str:
    field = _field(model, name)
    return name if field is None else str(getattr(field, "verbose_name", name))


def _field(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
