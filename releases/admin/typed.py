"""What somebody typed into the form of a release, as a snapshot: also when the form has errors, because it must not be lost."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from django.db import models

from releases import snapshot
from releases.forms import ReleaseForm
from releases.formsets import PartFormSet
from releases.html import TooLong, clean
from releases.models import AssociatedLink, Attachment, Contact, GalleryPicture, Pick, QuickFact, Quote, Release
from releases.snapshot import LeadImage, Snapshot, differing_fields
from releases.working_copy import WORDS, lead_image_of, pin_file

_PARTS: dict[type[models.Model], tuple[str, type[Any]]] = {
    Quote: ("quotes", snapshot.Quote),
    QuickFact: ("facts", snapshot.Fact),
    AssociatedLink: ("links", snapshot.Link),
    Contact: ("contacts", snapshot.Contact),
}
_TEXTS = ("kind", "language", "slug", "headline", "summary", "dateline", "body", "source_name", "source_url")
_ONE_LINE = frozenset({"headline", "dateline", "source_name"})


def typed(form: ReleaseForm, formsets: Iterable[PartFormSet], saved: Snapshot) -> Snapshot:
    """The content of a bound form and its parts, in the spelling that saving would give it.

    A field that cannot be understood at all, a forged picture for instance, counts as untouched: it is what is saved.
    """
    texts: dict[str, Any] = {name: _text(form, name, getattr(saved, name)) for name in _TEXTS}
    content = replace(saved, **texts)
    content = replace(
        content,
        # Saving makes an address where there is none.
        slug=content.slug or saved.slug,
        tags=_tags(form, saved),
        lead_image=_lead_image(form, saved),
        translation_of=_number(_value(form, "translation_of", saved.translation_of)),
    )
    for formset in formsets:
        content = _with_parts(content, formset)
    return content


def _text(form: ReleaseForm, name: str, saved: str) -> str:
    text = str(_value(form, name, saved)).replace("\r\n", "\n").strip()
    if name in _ONE_LINE:
        return " ".join(text.split())
    if name == "body":
        try:
            return clean(text)
        except TooLong:
            return text
    return text


def _value(form: Any, name: str, otherwise: Any) -> Any:
    """As the form understood it, else as it was typed; the form of a release whose address is settled has no address."""
    if name not in form.fields:
        return otherwise
    if name in getattr(form, "cleaned_data", {}):
        return form.cleaned_data[name]
    raw = form.data.get(form.add_prefix(name))
    return otherwise if raw is None else raw


def _tags(form: ReleaseForm, saved: Snapshot) -> tuple[str, ...]:
    raw = _value(form, "tags", saved.tags)
    names = raw.split(",") if isinstance(raw, str) else raw
    spelling = {tag.casefold(): tag for tag in saved.tags}
    found = {" ".join(name.split()) for name in names}
    return tuple(sorted(spelling.get(name.casefold(), name) for name in found if name))


def _lead_image(form: ReleaseForm, saved: Snapshot) -> LeadImage | None:
    if "lead_image" not in getattr(form, "cleaned_data", {}):
        return saved.lead_image
    image = form.cleaned_data["lead_image"]
    if image is None:
        return None
    return _as_saved(_shown(form, image, "lead_image_"), saved.lead_image)


def _shown(form: Any, image: Any, prefix: str = "") -> LeadImage:
    words: dict[str, Any] = {name: str(_value(form, f"{prefix}{name}", "")).strip() for name in WORDS}
    words["decorative"] = bool(_value(form, f"{prefix}decorative", False))
    return lead_image_of(image, **words)


def _without_point(picture: LeadImage) -> LeadImage:
    return replace(picture, focal_x=50, focal_y=50)


def _as_saved(picture: LeadImage, saved: LeadImage | None) -> LeadImage:
    """Nobody types a focal point: that the library's moved since is no difference."""
    return saved if saved is not None and _without_point(picture) == _without_point(saved) else picture


def touched(begun: Snapshot, typed: Snapshot) -> list[str]:
    """The fields that the person changed: focal points move in the library."""
    return differing_fields(_without_focal(begun), _without_focal(typed))


def _without_focal(content: Snapshot) -> Snapshot:
    lead = content.lead_image
    return replace(
        content,
        lead_image=_without_point(lead) if lead else None,
        gallery=tuple(_without_point(picture) for picture in content.gallery),
    )


def _number(value: Any) -> int | None:
    if isinstance(value, Release):
        return value.pk
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 19 else None


def _with_parts(content: Snapshot, formset: PartFormSet) -> Snapshot:
    model = formset.model
    if model is Pick:
        picks = (_number(_value(row, "picked", None)) for row in _rows(formset))
        return replace(content, picks=tuple(dict.fromkeys(pick for pick in picks if pick is not None)))
    if model is GalleryPicture:
        return replace(content, gallery=tuple(_gallery(formset, content)))
    if model is Attachment:
        return replace(content, attachments=tuple(_attachments(formset)))
    if model not in _PARTS:
        return content
    name, kind = _PARTS[model]
    parts = (
        kind(**{each.name: str(_value(row, each.name, "")).replace("\r\n", "\n").strip() for each in fields(kind)})
        for row in _rows(formset)
    )
    named: dict[str, Any] = {name: tuple(parts)}
    return replace(content, **named)


def _gallery(formset: PartFormSet, saved: Snapshot) -> Iterator[LeadImage]:
    known = {picture.key: picture for picture in saved.gallery}
    for row in _rows(formset):
        if image := row.cleaned_data.get("image"):
            yield _as_saved(_shown(row, image), known.get(image.key))


def _attachments(formset: PartFormSet) -> Iterator[snapshot.Attachment]:
    for row in _rows(formset):
        if file := row.cleaned_data.get("file"):
            said = {name: str(_value(row, name, "")).strip() for name in ("address", "title", "language")}
            yield pin_file(file, accessible=bool(_value(row, "accessible", False)), **said)


def _rows(formset: PartFormSet) -> Iterator[Any]:
    """The filled rows that are not to be removed, in the order of their numbers."""
    rows = [form for form in formset.forms if form.has_changed() and not _value(form, "DELETE", False)]
    places = [_number(_value(form, "ORDER", None)) for form in rows]
    order = sorted(range(len(rows)), key=lambda at: (places[at] is None, places[at] or 0, at))
    return (rows[at] for at in order)
