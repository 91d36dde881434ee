"""The form of one language version on the page that shows two: its texts and its parts, under the language's own prefix."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import inlineformset_factory
from django.http import QueryDict
from django.utils.translation import gettext as _

from releases import snapshot
from releases.actions.common import require_version
from releases.errors import Conflict
from releases.forms import PartForm, guide, one_answer
from releases.formsets import SPARE, PartFormSet
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, QuickFact, Quote, Release
from releases.snapshot import Snapshot
from releases.stored_forms import AttachmentForm, GalleryForm, StoredFormSet
from releases.stored_rows import attachment_of, attachment_row, picture_of, picture_row
from releases.working_copy import WORDS, read

TEXTS = (
    "headline",
    "slug",
    "summary",
    "dateline",
    "body",
    "lead_image_alt",
    "lead_image_decorative",
    "lead_image_caption",
    "lead_image_credit",
    "lead_image_licence",
    "source_name",
    "source_url",
)
_GUIDED = ("headline", "summary", "dateline", "lead_image_alt")


@dataclass(frozen=True, slots=True)
class PartKind:
    """One kind of part: its table, its form, and the way from a snapshot into a row and back."""

    model: type[models.Model]
    fields: tuple[str, ...]
    part: Callable[..., Any]
    """From a filled row, by the names of its fields."""
    form: type[PartForm] = PartForm
    formset: type[PartFormSet] = PartFormSet
    row: Callable[[Any], dict[str, Any]] = asdict


def _picture(**row: Any) -> snapshot.LeadImage:
    return picture_of(row)


def _attachment(**row: Any) -> snapshot.Attachment:
    return attachment_of(row)


PARTS: dict[str, PartKind] = {
    "quotes": PartKind(Quote, ("text", "speaker", "title"), snapshot.Quote),
    "facts": PartKind(QuickFact, ("text",), snapshot.Fact),
    "gallery": PartKind(GalleryPicture, ("image", *WORDS), _picture, GalleryForm, StoredFormSet, picture_row),
    "attachments": PartKind(
        Attachment,
        ("file", "title", "language", "accessible"),
        _attachment,
        AttachmentForm,
        StoredFormSet,
        attachment_row,
    ),
    "links": PartKind(AssociatedLink, ("label", "url"), snapshot.Link),
    "contacts": PartKind(Contact, ("name", "role", "email", "phone"), snapshot.Contact),
}


class VersionForm(forms.ModelForm[Release]):
    """The texts of one language version. Kind, tags and the picture itself stay as the working copy has them."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    still_right = forms.BooleanField(required=False)

    class Meta:
        model = Release
        fields = TEXTS
        widgets: ClassVar[dict[str, Any]] = {
            "headline": forms.Textarea(attrs={"rows": 2}),
            "summary": forms.Textarea(attrs={"rows": 4}),
            "lead_image_alt": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, settled: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.fields["slug"].required = False
        for name in _GUIDED:
            guide(self.fields[name], name)
            self.fields[name].help_text = ""
        if settled:
            del self.fields["slug"]
        if self.instance.lead_image_id is None:
            for name in WORDS:
                del self.fields[f"lead_image_{name}"]

    def clean_headline(self) -> str:
        """One line, however it was typed."""
        headline = " ".join(str(self.cleaned_data["headline"]).split())
        if not headline:
            raise ValidationError(_("A release needs a headline, even a working one, before it can be saved."))
        return headline

    def clean(self) -> dict[str, Any]:
        """What is decorative says nothing."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        one_answer(self, "lead_image_alt", "lead_image_decorative")
        return cleaned

    def validate_unique(self) -> None:
        """Language and original are not in this form."""

    def validate_constraints(self) -> None:
        """See ``validate_unique``."""

    def applied_to(self, saved: Snapshot, parts: Mapping[str, tuple[Any, ...]]) -> Snapshot:
        """The working copy with what was typed in place of what it held."""
        values: dict[str, Any] = {name: self.cleaned_data[name] for name in TEXTS if name in self.cleaned_data}
        words = {name: values.pop(f"lead_image_{name}") for name in WORDS if f"lead_image_{name}" in values}
        image = saved.lead_image
        if image is not None and words:
            image = replace(image, **words | {"alt": " ".join(words["alt"].split())})
        return replace(saved, **{**values, **parts}, lead_image=image)


class Side:
    """One language version on the page: what is saved, its form, and its parts row by row."""

    def __init__(
        self,
        release: Release,
        by: User,
        posted: QueryDict | None,
        *,
        settled: bool,
        locked: str,
        upload_errors: Mapping[str, str],
    ) -> None:
        if posted is not None and f"{release.language}-version" in posted:
            # It was not locked when the page was opened: what was typed stays typed, and ``save_draft`` says why not.
            locked = ""
        self.release, self.by, self.locked, self.upload_errors = release, by, locked, upload_errors
        self.language = release.language
        self.saved = read(release)
        self.posted = None if locked else posted
        self.clash: Conflict | None = self._clash()
        # ``ModelForm`` writes what was typed into its instance; what is saved has to stay readable beside it.
        own = Release.objects.get(pk=release.pk)
        self.form = VersionForm(self.posted, instance=own, prefix=self.language, settled=settled)
        self.parts = {name: self._formset(name, own) for name in PARTS}
        if locked:
            for form in [self.form, *(form for formset in self.parts.values() for form in formset.forms)]:
                for field in form.fields.values():
                    field.disabled = True

    def _clash(self) -> Conflict | None:
        """Whether somebody else saved this version since the page was opened; a second press then is a decision."""
        if self.posted is None:
            return None
        name = f"{self.language}-version"
        seen = self.posted.get(name, "")
        self.seen = int(seen) if seen.isdecimal() and len(seen) < 10 else None
        try:
            require_version(self.release, self.seen)
        except Conflict as clash:
            self.posted = self.posted.copy()
            self.posted[name] = str(self.release.version)
            return clash
        return None

    def _formset(self, name: str, instance: Release) -> PartFormSet:
        described = PARTS[name]
        kind: Any = inlineformset_factory(
            Release,
            described.model,
            form=described.form,
            formset=described.formset,
            fields=described.fields,
            fk_name="release",
            extra=SPARE,
            can_order=True,
            widgets={"text": forms.Textarea(attrs={"rows": 3})} if "text" in described.fields else None,
        )
        kind.form.upload_errors = self.upload_errors
        given: dict[str, Any] = {"instance": instance, "prefix": f"{self.language}-{name}"}
        if self.posted is None:
            rows = [described.row(part) for part in getattr(self.saved, name)]
            given |= {"initial": rows, "queryset": described.model._default_manager.none()}
        formset: Any = kind(self.posted, **given)
        return cast(PartFormSet, formset)

    def is_valid(self) -> bool:
        """Whether everything that was typed can be saved. All of it is looked at, so that all errors are shown."""
        return bool(self.locked) or all(
            [self.form.is_valid(), *[formset.is_valid() for formset in self.parts.values()]]
        )

    def content(self) -> Snapshot:
        """What was typed, as a working copy. Valid sides only."""
        parts = {name: tuple(PARTS[name].part(**row) for row in self.parts[name].values()) for name in PARTS}
        # Nobody moves focal points here: what was not touched stays as it is, to the byte.
        focal = {picture.key: (picture.focal_x, picture.focal_y) for picture in self.saved.gallery}
        parts["gallery"] = tuple(
            replace(picture, focal_x=focal[picture.key][0], focal_y=focal[picture.key][1])
            if picture.key in focal
            else picture
            for picture in parts["gallery"]
        )
        return self.form.applied_to(self.saved, parts)

    @property
    def still_right(self) -> bool:
        """Whether the person said that nothing has to change here."""
        return bool(self.form.is_bound and self.form.cleaned_data.get("still_right"))
