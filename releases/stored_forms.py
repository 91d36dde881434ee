"""Rows of the gallery and of the attachments: what is shown or attached, and what this release says of it."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.forms import PartForm, guide, one_answer
from releases.formsets import PartFormSet
from releases.holdings import Holdings
from releases.languages import language_name
from releases.media.models import DocumentFile, Image
from releases.media.models.stored import KEY
from releases.stored_fields import StoredField

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ADDRESS = RegexValidator(rf"^{KEY.pattern}\Z", gettext_lazy("This is not the address of an attached file."))


class GalleryForm(PartForm):
    """A picture of the gallery."""

    image = StoredField(Image, label=gettext_lazy("Image"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guide(self.fields["alt"], "lead_image_alt")
        self.fields["alt"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """Two answers to one question are given back to be decided."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        one_answer(self, "alt", "decorative")
        return cleaned


class AttachmentForm(PartForm):
    """An attached file. Its address comes back as it was sent, so that another version of the file keeps it."""

    file = StoredField(DocumentFile, label=gettext_lazy("File"))
    address = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput, validators=[_ADDRESS])
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code, _name in settings.LANGUAGES]
        name = self.add_prefix("language")
        # A file may be in a language in which the site has no releases.
        own = str((self.data.get(name) if self.is_bound else self.initial.get("language")) or "")
        if own not in codes and len(own) <= 12 and _LANGUAGE.fullmatch(own):
            codes.append(own)
        field = self.fields["language"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Not said")), *((code, language_name(code)) for code in codes)]


class StoredFormSet(PartFormSet):
    """Rows that name stored versions, which are looked up together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = self.form.base_fields.items()
        self.stored_name, self.stored_model = next(
            (name, field.model) for name, field in fields if isinstance(field, StoredField)
        )
        self.holdings = Holdings(self.stored_model, self._keys())

    def _keys(self) -> list[str]:
        if not self.is_bound:
            return [str(row[self.stored_name]) for row in self.initial_extra or ()]
        row = re.compile(rf"{re.escape(str(self.prefix))}-\d+-{self.stored_name}(-newer)?")
        return [str(value) for name, value in self.data.items() if row.fullmatch(name)]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Let the row look where all rows look."""
        super().add_fields(form, index)
        field = form.fields[self.stored_name]
        if isinstance(field, StoredField):
            field.use(self.holdings)

    def clean(self) -> None:
        """One version of a file has one address in a release."""
        super().clean()
        if self.stored_model is not DocumentFile:
            return
        seen: set[str] = set()
        for form in self.forms:
            file = getattr(form, "cleaned_data", {}).get(self.stored_name)
            if file is None or form.cleaned_data.get("DELETE"):
                continue
            if file.key in seen:
                form.add_error(self.stored_name, _("This file is attached already, in another row."))
            seen.add(file.key)
