"""The ordered parts of a release as inlines of its form. Whoever may edit the release may edit them."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from releases.admin import saving
from releases.admin.relations import NamedSelect, PlainRelations
from releases.admin.saved import shown_revision
from releases.forms import PartForm
from releases.formsets import SPARE, PartFormSet
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release
from releases.stored_forms import AttachmentForm, GalleryForm, StoredFormSet
from releases.stored_rows import attachment_row, picture_row


class PartInline(PlainRelations, admin.StackedInline[Any, Release]):
    """One kind of part."""

    form = PartForm
    formset = PartFormSet
    template = "admin/releases/release/parts.html"
    extra = SPARE
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})},
        models.URLField: {"assume_scheme": "https", "widget": forms.URLInput(attrs={"class": "vURLField"})},
    }

    def get_formset(self, request: HttpRequest, obj: Release | None = None, **kwargs: Any) -> Any:
        """Rows can be put in order, and know of uploads that failed."""
        made: Any = super().get_formset(request, obj, can_order=True, **kwargs)
        made.form.upload_errors = saving.attempt_of(request).upload_errors
        return made

    def has_view_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """As for the release."""
        return request.user.has_perm("releases.view_release") or self._may_write(request)

    def has_add_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """As for the release."""
        return self._may_write(request)

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """As for the release."""
        return self._may_write(request)

    def has_delete_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Taking a part out is editing."""
        return self._may_write(request)

    @staticmethod
    def _may_write(request: HttpRequest) -> bool:
        return request.user.has_perm("releases.add_release") or request.user.has_perm("releases.change_release")


class QuoteInline(PartInline):
    """Quotes."""

    model = Quote
    fields = ("text", ("speaker", "title"))


class QuickFactInline(PartInline):
    """Quick facts."""

    model = QuickFact
    fields = ("text",)
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}
    }


class AssociatedLinkInline(PartInline):
    """Associated links."""

    model = AssociatedLink
    fields = (("label", "url"),)


class ContactInline(PartInline):
    """Contacts for media."""

    model = Contact
    fields = (("name", "role"), ("email", "phone"))


class GalleryInline(PartInline):
    """Pictures beside the lead image."""

    model = GalleryPicture
    form = GalleryForm
    formset = StoredFormSet
    fields = ("image", "alt", "decorative", "caption", ("credit", "licence"))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """For a form that is only read: with what each is called."""
        return super().get_queryset(request).select_related("image")


class AttachmentInline(PartInline):
    """Files to be taken along."""

    model = Attachment
    form = AttachmentForm
    formset = StoredFormSet
    fields = ("file", "title", ("language", "accessible"))

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """For a form that is only read: with what each is called."""
        return super().get_queryset(request).select_related("file")


class PickFormSet(PartFormSet):
    """Related releases: what the picked ones are called is asked once for all rows."""

    def __init__(self, *args: Any, initial: list[Mapping[str, Any]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=initial, **kwargs)
        if initial:
            picks = [row["picked"] for row in initial]
            found = Release.objects.filter(pk__in=picks).values_list("pk", "headline")
            self.form.base_fields["picked"].widget.names = {str(pk): headline for pk, headline in found}


class PickInline(PartInline):
    """Related releases, picked by hand."""

    model = Pick
    formset = PickFormSet
    fk_name = "release"
    fields = ("picked",)
    autocomplete_fields = ("picked",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """For a form that is only read: with what each is called."""
        return super().get_queryset(request).select_related("picked")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With one query for the names of all that are picked."""
        if db_field.name == "picked":
            kwargs["widget"] = NamedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def saved_rows(model: type[models.Model], release: Release) -> list[dict[str, Any]]:
    """The parts of one kind as they were last saved: the revision says what the tables hold, in one query for all."""
    content = shown_revision(release).snapshot
    if model is Pick:
        return [{"picked": picked} for picked in content.picks]
    if model is GalleryPicture:
        return [picture_row(picture) for picture in content.gallery]
    if model is Attachment:
        return [attachment_row(attachment) for attachment in content.attachments]
    return [asdict(part) for part in getattr(content, _IN_SNAPSHOT[model])]


_IN_SNAPSHOT: dict[type[models.Model], str] = {
    Quote: "quotes",
    QuickFact: "facts",
    AssociatedLink: "links",
    Contact: "contacts",
}

ALL = (
    QuoteInline,
    QuickFactInline,
    GalleryInline,
    AttachmentInline,
    AssociatedLinkInline,
    ContactInline,
    PickInline,
)
