"""From the admin's form and its formsets to ``save_draft``, and back to the person when that refuses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from releases import snapshot
from releases.actions.common import require_version
from releases.actions.save_draft import save_draft
from releases.admin import words
from releases.errors import Conflict, Refused
from releases.forms import ReleaseForm
from releases.formsets import PartFormSet
from releases.models import AssociatedLink, Contact, Pick, QuickFact, Quote, Release, Revision
from releases.snapshot import differing_fields

_ATTEMPT = "_release_saving_attempt"


@dataclass
class Attempt:
    """One try at saving, for the length of a request."""

    refusal: Refused | None = None
    upload_error: str = ""
    changed_by_others: str = ""
    seen: int | None = None
    """The version that the form was opened at, where it came too late."""


def attempt_of(request: HttpRequest) -> Attempt:
    """The attempt that belongs to this request."""
    if not hasattr(request, _ATTEMPT):
        setattr(request, _ATTEMPT, Attempt())
    attempt: Attempt = getattr(request, _ATTEMPT)
    return attempt


def look_for_conflict(attempt: Attempt, object_id: str | None, seen: str) -> None:
    """Before anything is validated: did somebody else save since the form was opened?"""
    release = Release.objects.filter(pk=object_id).first() if object_id and object_id.isdecimal() else None
    if release is None:
        return
    version = version_in(seen)
    try:
        require_version(release, version)
    except Conflict as conflict:
        refuse(attempt, conflict, release, version)


def version_in(posted: str) -> int | None:
    """The version that a form names, or nothing for what cannot be one."""
    return int(posted) if posted.isdecimal() and len(posted) < 10 else None


def refuse(attempt: Attempt, refusal: Refused, release: Release | None, seen: int | None) -> None:
    """Note why, and for a conflict what the others changed meanwhile."""
    attempt.refusal, attempt.seen = refusal, seen
    if not isinstance(refusal, Conflict) or release is None or seen is None:
        return
    rows = Revision.objects.filter(release=release, number__in=(seen, release.version))
    found = {row.number: row.snapshot for row in rows}
    if len(found) == 2:
        fields = differing_fields(found[seen], found[release.version])
        attempt.changed_by_others = words.names_of_fields(fields)


def save(form: ReleaseForm, formsets: Iterable[PartFormSet], by: User, *, change: bool) -> Release:
    """The one call that writes. The release as saved; the form's instance is told its number and version."""
    content = form.snapshot(**_parts(list(formsets)))
    try:
        saved = save_draft(
            release=form.instance if change else None,
            content=content,
            by=by,
            version=form.cleaned_data["version"] if change else None,
        )
    except IntegrityError as error:
        # Between the form's check and the write somebody added a translation into the same language.
        raise Refused(_("That release already has a version in this language. Nothing was saved.")) from error
    form.instance.pk, form.instance.version, form.instance.slug = saved.pk, saved.version, saved.slug
    form.instance._state.adding = False
    return saved


def _parts(formsets: Sequence[PartFormSet]) -> dict[str, tuple[Any, ...]]:
    rows: dict[type[models.Model] | None, list[dict[str, Any]]] = {
        formset.model: formset.values() for formset in formsets
    }
    return {
        "quotes": tuple(snapshot.Quote(**row) for row in rows.get(Quote, ())),
        "facts": tuple(snapshot.Fact(**row) for row in rows.get(QuickFact, ())),
        "links": tuple(snapshot.Link(**row) for row in rows.get(AssociatedLink, ())),
        "contacts": tuple(snapshot.Contact(**row) for row in rows.get(Contact, ())),
        "picks": tuple(row["picked"].pk for row in rows.get(Pick, ())),
    }
