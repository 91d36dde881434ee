"""The field that holds a body: the rich editor in forms, and the border of ``releases.html`` behind it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset.media import Media

from releases.html import EXTENSIONS, TooLong, clean, unusable_links


def _clean_or_invalid(html: str) -> str:
    try:
        return clean(html)
    except TooLong as error:
        raise ValidationError(str(error), code="too_long") from error


# The package's last sheet is named first so that ours comes after it.
_STYLES = ["django_prose_editor/overrides.css", "css/admin-editor.css"]


class BodyWidget(AdminProseEditorWidget):  # type: ignore[misc]  # the package ships no types
    """The editor, with the styles that Tiptap would otherwise inject and a strict CSP would refuse."""

    @property
    def media(self) -> forms.Media:
        media: forms.Media = super().media + Media(css={"all": _STYLES})
        return media


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
