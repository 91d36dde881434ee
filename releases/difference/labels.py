"""What the fields of a snapshot are called, from the models, which the forms name them by too."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from releases import snapshot
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release
from releases.snapshot import LeadImage
from releases.workflow import Kind

_PARTS = {
    "quotes": Quote,
    "facts": QuickFact,
    "links": AssociatedLink,
    "contacts": Contact,
    "picks": Pick,
    "gallery": GalleryPicture,
    "attachments": Attachment,
}
_MODELS = {
    snapshot.Quote: Quote,
    snapshot.Fact: QuickFact,
    snapshot.Link: AssociatedLink,
    snapshot.Contact: Contact,
}


def of_field(name: str) -> str:
    """The name of a field, to stand above it."""
    if name in _PARTS:
        return capfirst(str(_PARTS[name]._meta.verbose_name_plural))
    if name == "tags":
        return capfirst(_("tags"))
    return capfirst(str(Release._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def of_attribute(kind: type, name: str) -> str:
    """The name of one text of a part."""
    model = _MODELS.get(kind, GalleryPicture)
    return capfirst(str(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]


def of_picture(name: str) -> str:
    """The name of one text of the lead image."""
    return capfirst(str(Release._meta.get_field(f"lead_image_{name}").verbose_name))  # type: ignore[union-attr]


def kind(value: str) -> str:
    """A kind in words."""
    return str(Kind(value).label) if value in Kind.values else value


def language(code: str) -> str:
    """A language in words."""
    return _(dict(settings.LANGUAGES).get(code, code))


def size(image: LeadImage) -> str:
    """How large a picture is."""
    return _("%(width)s × %(height)s pixels") % {"width": image.width, "height": image.height}
