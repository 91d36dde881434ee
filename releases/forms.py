"""What staff fill in: the working copy of a release. The form reads and checks; only ``save_draft`` writes."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise
from taggit.utils import split_strip

from releases.errors import Conflict, Refused
from releases.holdings import Holdings
from releases.media.models import Image
from releases.models import Release
from releases.snapshot import Snapshot
from releases.stored_fields import StoredField
from releases.vetting import translation_refused
from releases.widgets import KindSelect, TagsInput
from releases.workflow import Kind
from releases.working_copy import WORDS, lead_image_of

TAG_LENGTH = 100
"""What taggit's column holds."""

GUIDES: dict[str, tuple[int, int, StrOrPromise]] = {
    "headline": (40, 90, _("Search results show about the first 65 characters, phones less.")),
    "summary": (110, 200, _("One or two sentences. They stand on cards, in search results and in shared links.")),
    "dateline": (0, 40, _("The place, as in “Port Merrow”.")),
    "lead_image_alt": (20, 125, _("What the picture shows, for readers who cannot see it.")),
    "text": (0, 300, ""),
}
"""Field name: from how many characters to how many it reads best, and why. Advice; the hard limits are the model's."""


def guide(field: forms.Field, name: str) -> None:
    """Put the advice on length beside a field, in words, and as data for the live count."""
    low, high, why = GUIDES[name]
    lengths = (
        _("Best between %(low)s and %(high)s characters.") % {"low": low, "high": high}
        if low
        else _("Best within %(high)s characters.") % {"high": high}
    )
    field.help_text = format_lazy("{} {}", lengths, why)
    field.widget.attrs |= {"data-count-low": low, "data-count-high": high}


def one_answer(form: forms.BaseForm, alt: str, decorative: str) -> None:
    """What is decorative says nothing; two answers to one question are given back to be decided."""
    said = form.cleaned_data
    if said.get(decorative) and said.get(alt):
        form.add_error(decorative, _("Either it is decorative, or it has an alternative text: choose one."))


def tell_upload_errors(form: forms.BaseForm, errors: Mapping[str, str]) -> None:
    """Say beside each field why what was uploaded for it was not stored, in place of saying that nothing is there."""
    for name in form.fields:
        if why := errors.get(form.add_prefix(name)):
            form.errors.pop(name, None)
            form.add_error(name, why)


class TagsField(forms.CharField):
    """Tags separated by commas: a space is part of a tag, as in “climate change”."""

    widget = TagsInput

    def clean(self, value: Any) -> list[str]:
        """The names, each once whatever its capitals, in the order typed."""
        names: dict[str, str] = {}
        for name in split_strip(super().clean(value)):
            names.setdefault(" ".join(name.split()).casefold(), " ".join(name.split()))
        if too_long := [name for name in names.values() if len(name) > TAG_LENGTH]:
            raise ValidationError(
                _("A tag has at most %(limit)s characters; put commas between tags: %(tags)s")
                % {"limit": TAG_LENGTH, "tags": "; ".join(too_long)}
            )
        return list(names.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare names, not spelling."""
        before = {str(tag).casefold() for tag in initial or ()}
        return before != {" ".join(name.split()).casefold() for name in split_strip(data or "")}


class ReleaseForm(forms.ModelForm[Release]):
    """The fields of a working copy. The admin makes a subclass for each request that sets the two class attributes."""

    refusal: ClassVar[Refused | None] = None
    """Why the last attempt to save was refused: shown in the form, which then holds everything that was typed."""
    upload_errors: ClassVar[Mapping[str, str]] = {}
    """Why uploads were not stored, by the names of the fields that they were for."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, widget=KindSelect, initial=Kind.NEWS_RELEASE)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE)
    lead_image = StoredField(Image, label=_("Lead image"), required=False, removable=True)
    tags = TagsField(
        label=_("Tags"), required=False, help_text=_("Separate them with commas. Capitals make no difference.")
    )

    class Meta:
        model = Release
        exclude: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self._name_lead_image()
        if isinstance(self.refusal, Conflict) and isinstance(self.data, QueryDict):
            # The person has been told; pressing Save again is then a deliberate decision for their own text.
            self.data = self.data.copy()
            self.data["version"] = str(self.instance.version)
        for name in GUIDES.keys() & self.fields.keys():
            guide(self.fields[name], name)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def _name_lead_image(self) -> None:
        """By its key, as the form names it, and not by its number."""
        field = self.fields.get("lead_image")
        if isinstance(field, StoredField):
            image = self.instance.lead_image
            self.initial["lead_image"] = image.key if image else ""
            field.use(Holdings(Image))

    def is_valid(self) -> bool:
        """What was refused is not tried again: the page says why, above the form."""
        return super().is_valid() and self.refusal is None

    def clean(self) -> dict[str, Any]:
        """What no field can see by itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tell_upload_errors(self, self.upload_errors)
        one_answer(self, "lead_image_alt", "lead_image_decorative")
        self._refuse_settled_address()
        self._check_translation(cleaned)
        return cleaned

    def validate_constraints(self) -> None:
        """The one constraint that a person can break is checked in ``clean``, whether or not the language is fixed."""

    def _refuse_settled_address(self) -> None:
        """The release was scheduled or published after this form was opened: say so instead of dropping what was typed."""
        for name in ("slug", "language"):
            posted = self.data.get(name)
            if name not in self.fields and posted is not None and posted != getattr(self.instance, name):
                message = _(
                    "Meanwhile the release was scheduled or published, so its address and language are settled. "
                    "You entered “%(entered)s”. Save again to keep everything else."
                )
                self.add_error(None, ValidationError(message % {"entered": posted}, code="settled"))

    def _check_translation(self, cleaned: dict[str, Any]) -> None:
        original = cleaned.get("translation_of")
        if original is None:
            return
        if why := translation_refused(original, cleaned.get("language", self.instance.language), self.instance):
            self.add_error("translation_of", why)

    def snapshot(self, **parts: Any) -> Snapshot:
        """The working copy that this form and the parts' forms describe. Valid forms only."""

        def value(name: str) -> Any:
            # Language and address are not in the form of a release whose address is settled.
            return self.cleaned_data[name] if name in self.cleaned_data else getattr(self.instance, name)

        names = ("kind", "language", "slug", "headline", "summary", "dateline", "body", "source_name", "source_url")
        image, original = self.cleaned_data["lead_image"], self.cleaned_data.get("translation_of")
        return Snapshot(
            **{name: value(name) for name in names},
            tags=tuple(self.cleaned_data["tags"]),
            lead_image=image
            and lead_image_of(image, **{name: self.cleaned_data[f"lead_image_{name}"] for name in WORDS}),
            translation_of=original and original.pk,
            **parts,
        )


class PartForm(forms.ModelForm[Any]):
    """One part of a release, at its place. Parts are values: the database's own rows are rewritten with every save."""

    upload_errors: ClassVar[Mapping[str, str]] = {}
    """As in ``ReleaseForm``, by the names with the row's prefix."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "text" in self.fields:
            guide(self.fields["text"], "text")
            self.fields["text"].help_text = ""

    @cached_property
    def changed_data(self) -> list[str]:
        """A row in which nothing but its place is filled in is an empty row."""
        changed = [name for name in super().changed_data if name != "ORDER"]
        # Nor is one whose upload was refused: its error has to be seen.
        return changed + [name for name in self.fields if self.add_prefix(name) in self.upload_errors]

    def clean(self) -> dict[str, Any]:
        """With what the uploads said."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        tell_upload_errors(self, self.upload_errors)
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The field has looked the version up; the model would do so again, row by row.
        stored = {name for name, field in self.fields.items() if isinstance(field, StoredField)}
        excluded: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return excluded | stored

    def validate_unique(self) -> None:
        """Rows in the database are about to be replaced by these: only these must differ, which the formset checks."""

    def validate_constraints(self) -> None:
        """See ``validate_unique``."""
