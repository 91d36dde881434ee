"""Tags for many releases at once: one page that asks, one save for each release, and one line for what became of each.

Every row carries the version at which the list showed it. Each release is saved by itself through ``save_draft``, so a row
that somebody changed meanwhile, or that is locked, is told apart and stops no other; and readers notice nothing of any.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.actions.save_draft import save_draft
from releases.admin import listing, saved_filters
from releases.admin.saving import version_in
from releases.errors import Conflict, Refused
from releases.forms import TagsField
from releases.models import Release
from releases.workflow import Stage
from releases.working_copy import read

MOST = 100
"""Rows at once. Each is a transaction of its own, so that a hundred already take a second or two."""

Way = Literal["add", "remove"]
Outcome = Literal["saved", "same", "conflict", "refused"]
logger = logging.getLogger(__name__)


class BulkTagsForm(forms.Form):
    """Which tags."""

    tags = TagsField(label=gettext_lazy("Tags"), help_text=gettext_lazy("Separate them with commas."))

    def clean_tags(self) -> list[str]:
        """A lone comma names no tag."""
        names: list[str] = self.cleaned_data["tags"]
        if not names:
            raise ValidationError(_("Name at least one tag."))
        return names


@dataclass(frozen=True, slots=True)
class Row:
    """One selected release, at the version at which the person saw it."""

    release: Release
    version: int

    @property
    def is_under_review(self) -> bool:
        """Whether a save makes approvals void."""
        return self.release.stage in (Stage.IN_REVIEW, Stage.APPROVED)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row, in words."""

    release: Release
    outcome: Outcome
    words: str


@admin.action(description=gettext_lazy("Add tags…"), permissions=["change"])
def add_tags(model_admin: Any, request: HttpRequest, queryset: QuerySet[Release]) -> HttpResponse | None:
    """Ask which tags to add to the selected releases."""
    return _begin("add", model_admin.admin_site, request, queryset)


@admin.action(description=gettext_lazy("Remove tags…"), permissions=["change"])
def remove_tags(model_admin: Any, request: HttpRequest, queryset: QuerySet[Release]) -> HttpResponse | None:
    """Ask which tags to take from the selected releases."""
    return _begin("remove", model_admin.admin_site, request, queryset)


def _begin(way: Way, site: AdminSite, request: HttpRequest, queryset: QuerySet[Release]) -> HttpResponse | None:
    chosen = list(queryset.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(chosen) > MOST:
        messages.error(request, _("Select at most %(most)s releases at once.") % {"most": MOST})
        return None
    shown = {pk: version_in(request.POST.get(listing.VERSION.format(pk), "")) for pk in chosen}
    back = saved_filters.cleaned(request.GET)
    return _ask(site, request, way, _rows(shown), BulkTagsForm(), back)


def carry_out(request: HttpRequest, admin_site: AdminSite) -> HttpResponse:
    """Save each of the rows that the page named, and say what became of it."""
    by, way = request.user, request.POST.get("way")
    if not isinstance(by, User) or not by.has_perm("releases.change_release"):
        raise PermissionDenied
    if request.method != "POST" or way not in ("add", "remove"):
        return HttpResponseRedirect(reverse("admin:releases_release_changelist"))
    back = saved_filters.cleaned(QueryDict(request.POST.get("back", "")[: saved_filters.QUERY_LENGTH * 4]))
    rows = _rows(dict(_named(request.POST.getlist("row")[:MOST])))
    form = BulkTagsForm(request.POST)
    chosen: Way = "add" if way == "add" else "remove"
    if not form.is_valid():
        return _ask(admin_site, request, chosen, rows, form, back, status=422)
    results = [_save(row, chosen, form.cleaned_data["tags"], by) for row in rows]
    context = {
        **_context(admin_site, request, chosen, back),
        "results": results,
        "tags": form.cleaned_data["tags"],
        "saved": sum(result.outcome == "saved" for result in results),
        "undone": sum(result.outcome in ("conflict", "refused") for result in results),
    }
    return TemplateResponse(request, "admin/releases/release/bulk_tags_done.html", context)


def _named(posted: Iterable[str]) -> Iterable[tuple[int, int | None]]:
    """Id and version of each row that the page named; what lacks either was not made by the page, and is left out."""
    for text in posted:
        pk, _colon, version = text.partition(":")
        number, seen = version_in(pk), version_in(version)
        if number is not None and seen is not None:
            yield number, seen


def _rows(shown: dict[int, int | None]) -> list[Row]:
    """The releases with these ids, last saved first. A row without a version was not on the page: it is seen now."""
    found = Release.objects.filter(pk__in=shown).select_related("updated_by").defer("body")
    return [Row(release, release.version if shown[release.pk] is None else shown[release.pk] or 0) for release in found]


def _save(row: Row, way: Way, tags: list[str], by: User) -> Result:
    release = Release.objects.select_related("lead_image").get(pk=row.release.pk)
    content = read(release)
    wanted = _tags(content.tags, way, tags)
    if wanted == content.tags:
        return Result(release, "same", _same(way))
    try:
        saved = save_draft(release=release, content=replace(content, tags=wanted), by=by, version=row.version)
    except Conflict as conflict:
        return Result(release, "conflict", str(conflict))
    except Refused as refused:
        return Result(release, "refused", str(refused))
    except DatabaseError:
        # The rows before are saved already, so the person has to be told of every row, this one included.
        logger.exception("Tags of release %s could not be saved.", release.pk)
        return Result(
            release, "refused", _("The database did not take it. Nothing of this release was changed; try again.")
        )
    return Result(release, "saved", _("Saved as revision %(number)s.") % {"number": saved.version})


def _tags(before: tuple[str, ...], way: Way, names: list[str]) -> tuple[str, ...]:
    """The tags afterwards, whatever their capitals."""
    if way == "add":
        known = {tag.casefold() for tag in before}
        return (*before, *(name for name in names if name.casefold() not in known))
    unwanted = {name.casefold() for name in names}
    return tuple(tag for tag in before if tag.casefold() not in unwanted)


def _same(way: Way) -> str:
    return _("It has these tags already.") if way == "add" else _("It has none of these tags.")


def _ask(
    site: AdminSite, request: HttpRequest, way: Way, rows: list[Row], form: BulkTagsForm, back: str, status: int = 200
) -> HttpResponse:
    context = {**_context(site, request, way, back), "rows": rows, "form": form, "media": form.media}
    return TemplateResponse(request, "admin/releases/release/bulk_tags.html", context, status=status)


def _context(site: AdminSite, request: HttpRequest, way: Way, back: str) -> dict[str, Any]:
    return {
        **site.each_context(request),
        "title": _("Add tags") if way == "add" else _("Remove tags"),
        "opts": Release._meta,
        "way": way,
        "back": back,
    }
