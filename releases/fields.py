"""Model fields of our own: a body with the rich editor and the border of ``releases.html`` behind it, a web address."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap
from js_asset.media import Media

from releases.html import EXTENSIONS, TooLong, clean, unusable_links
from releases.prose.links import normal_address


def _clean_or_invalid(html: str) -> str:
    try:
        return clean(html)
    except TooLong as error:
        raise ValidationError(str(error), code="too_long") from error


# The package's last sheet is named first so that ours come after it.
_STYLES = ["django_prose_editor/overrides.css", "css/admin-editor.css", "css/admin-picker.css"]
PICKER = {"pressroom/picker": "js/admin/picker.js"}
"""For a page's import map: what the editor and the form's rows call the dialog that chooses from the library."""
_IMPORTS = ImportMap(PICKER)
_PICTURE_ROUTE = "admin:releases_release_image"


class BodyWidget(AdminProseEditorWidget):  # type: ignore[misc]  # the package ships no types
    """The editor, with the styles that Tiptap would otherwise inject and a strict CSP would refuse.

    Its page includes ``admin/releases/picker.html``, from which pictures are chosen.
    """

    @property
    def media(self) -> forms.Media:
        media: forms.Media = super().media + Media(css={"all": _STYLES}, importmap=_IMPORTS)
        return media

    def get_config(self) -> dict[str, Any]:
        """Where the writer sees a picture: what is edited, like what is stored, holds only its key."""
        config: dict[str, Any] = super().get_config()
        picture = {"address": reverse(_PICTURE_ROUTE, args=["KEY", "w640.webp"])}
        return config | {"extensions": config["extensions"] | {"Picture": picture}}


class BodyFormField(ProseEditorFormField):  # type: ignore[misc]
    def to_python(self, value: Any) -> str:
        """The cleaned HTML: before ``required`` is judged, so that a body of empty paragraphs counts as missing.

        A link that could not stay is an error here, where the writer can mend it; imports only lose the link.
        """
        html = super().to_python(value)
        cleaned = _clean_or_invalid(html)
        if unusable := unusable_links(html):
            message = _("These links need a full address, such as https://www.example.org/page: %(links)s")
            raise ValidationError(message, code="link", params={"links": ", ".join(unusable)})
        return cleaned


class BodyField(ProseEditorField):  # type: ignore[misc]
    """A body of rich text. Migrations see a plain ``TextField``; actions clean what they freeze, whoever brought it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=_clean_or_invalid, **kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        # The admin asks for its own textarea here; the body always gets the editor.
        field: forms.Field = super().formfield(**kwargs | {"form_class": BodyFormField, "widget": BodyWidget})
        return field


def validate_web_address(address: str) -> None:
    """Only addresses that a reader's browser and a reader's eye understand alike, on the web."""
    if not address.startswith(("http://", "https://")) or not normal_address(address):
        raise ValidationError(
            _("This is not an address on the web. Paste it as your browser shows it."), code="address"
        )


class WebAddressField(models.URLField[str, str]):
    """A web address; one typed without a scheme is taken for https, which Django does by itself only from version 6.0."""

    default_validators = [validate_web_address]

    def formfield(self, **kwargs: Any) -> Any:
        """The form field, with that assumption."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """A migration knows it as what the database knows: a plain address."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
