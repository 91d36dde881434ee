"""From the admin's form and its formsets to ``save_draft``, and back to the person when that refuses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, models
from django.http import HttpRequest
from django.utils.translation import gettext as _

from releases import snapshot
from releases.actions.common import require_version
from releases.actions.save_draft import save_draft
from releases.admin.typed import touched, typed
from releases.errors import Conflict, Refused
from releases.forms import ReleaseForm
from releases.formsets import PartFormSet
from releases.models import (
    AssociatedLink,
    Attachment,
    Contact,
    GalleryPicture,
    Pick,
    QuickFact,
    Quote,
    Release,
    Revision,
)
from releases.snapshot import Snapshot, differing_fields
from releases.stored_rows import attachment_of, picture_of

_ATTEMPT = "_release_saving_attempt"


@dataclass
class Attempt:
    """One try at saving, for the length of a request."""

    refusal: Refused | None = None
    upload_errors: dict[str, str] = field(default_factory=dict)
    """Why uploads were not stored, by the names of their fields."""
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
        refuse(attempt, conflict, version)


def version_in(posted: str) -> int | None:
    """The version that a form names, or nothing for what cannot be one."""
    return int(posted) if posted.isdecimal() and len(posted) < 10 else None


def refuse(attempt: Attempt, refusal: Refused, seen: int | None) -> None:
    """Note why, and at which version the form was opened."""
    attempt.refusal, attempt.seen = refusal, seen


def save(
    form: ReleaseForm, formsets: Iterable[PartFormSet], by: User, *, change: bool, keep_since: int | None = None
) -> Release:
    """The one call that writes. The release as saved; the form's instance is told its number and version.

    With ``keep_since``, the version at which the person began, what others saved since stays in every field that the person
    left alone.
    """
    rows = list(formsets)
    content = form.snapshot(**_parts(rows))
    if keep_since is not None and change:
        content = _with_theirs(content, form, rows, keep_since)
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


def _with_theirs(content: Snapshot, form: ReleaseForm, formsets: list[PartFormSet], since: int) -> Snapshot:
    """The form's content, with what is saved now in place of every field that is as it was at that version."""
    revisions = Revision.objects.filter(release=form.instance.pk)
    base = revisions.filter(number=since).first()
    # The version that the form names, and not the newest: what was saved since is a conflict of its own.
    saved = revisions.filter(number=form.cleaned_data["version"]).first()
    if base is None or saved is None:
        raise Conflict(_("The version at which you began is not in the history. Nothing was saved. Look again."))
    begun, theirs = base.snapshot, saved.snapshot
    mine = set(touched(begun, typed(form, formsets, theirs)))
    named: dict[str, Any] = {
        name: getattr(theirs, name) for name in differing_fields(begun, theirs) if name not in mine
    }
    return replace(content, **named)


def _parts(formsets: Sequence[PartFormSet]) -> dict[str, tuple[Any, ...]]:
    rows: dict[type[models.Model] | None, list[dict[str, Any]]] = {
        formset.model: formset.values() for formset in formsets
    }
    return {
        "quotes": tuple(snapshot.Quote(**row) for row in rows.get(Quote, ())),
        "facts": tuple(snapshot.Fact(**row) for row in rows.get(QuickFact, ())),
        "links": tuple(snapshot.Link(**row) for row in rows.get(AssociatedLink, ())),
        "contacts": tuple(snapshot.Contact(**row) for row in rows.get(Contact, ())),
        "gallery": tuple(picture_of(row) for row in rows.get(GalleryPicture, ())),
        "attachments": tuple(attachment_of(row) for row in rows.get(Attachment, ())),
        "picks": tuple(row["picked"].pk for row in rows.get(Pick, ())),
    }
