"""What people say of pictures and files. The form knows what it was opened on: nobody overwrites another unseen."""

import hashlib
import json
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from releases.languages import language_name
from releases.media.models import Document, Picture
from releases.media.models.picture import ALT_LENGTH

WIDE = {"class": "vLargeTextField"}
COUNTED = {"maxlength": ALT_LENGTH, "data-count-low": 1, "data-count-high": ALT_LENGTH}


class Words(forms.ModelForm):  # type: ignore[type-arg]
    """A form with the state of the row that it was opened on."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: getattr(self.instance, name) for name in self._meta.fields or ()}
        self.initial["seen"] = self.fields["seen"].initial = fingerprint(self.instance, self.stored)


def fingerprint(row: Model, words: dict[str, Any]) -> str:
    """A short name for exactly these words of a row."""
    said = json.dumps([row.pk, words], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:32]


class PictureWords(Words):
    """The words of a picture, and where to look first."""

    class Meta:
        model = Picture
        fields = ("alt", "decorative", "caption", "credit", "licence", "focal_x", "focal_y")
        widgets = {
            "alt": forms.Textarea(attrs={**WIDE, **COUNTED, "rows": 2}),
            "caption": forms.Textarea(attrs={**WIDE, "rows": 3, "maxlength": 500}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
            "licence": forms.TextInput(attrs={"class": "vTextField"}),
            "focal_x": forms.NumberInput(attrs={"min": 0, "max": 100, "data-focal-x": ""}),
            "focal_y": forms.NumberInput(attrs={"min": 0, "max": 100, "data-focal-y": ""}),
        }
        labels = {"focal_x": _("From the left, in %"), "focal_y": _("From the top, in %")}

    @property
    def words(self) -> list[forms.BoundField]:
        """What is written about the picture."""
        return [self[name] for name in ("alt", "decorative", "caption", "credit", "licence")]

    @property
    def focal(self) -> list[forms.BoundField]:
        """Where to look first."""
        return [self["focal_x"], self["focal_y"]]

    def clean_alt(self) -> str:
        """One line: a screen reader says it in one breath."""
        return " ".join(str(self.cleaned_data["alt"]).split())

    def clean_caption(self) -> str:
        """As the alternative text: a caption has no paragraphs."""
        return " ".join(str(self.cleaned_data["caption"]).split())

    def clean(self) -> dict[str, Any]:
        """What is decorative says nothing; two answers to one question are given back to be decided."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("decorative") and said.get("alt"):
            self.add_error("decorative", _("Either it is decorative, or it has an alternative text: choose one."))
        return said


class DocumentWords(Words):
    """What a file is called, and who can read it."""

    class Meta:
        model = Document
        fields = ("title", "language", "accessible")
        widgets = {"title": forms.TextInput(attrs={"class": "vTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code, _name in settings.LANGUAGES]
        if self.instance.language and self.instance.language not in codes:
            codes.append(self.instance.language)
        choices = [("", _("Not said")), *((code, language_name(code)) for code in codes)]
        self.fields["language"] = forms.ChoiceField(
            label=self.fields["language"].label, choices=choices, required=False
        )
