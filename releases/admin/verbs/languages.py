"""The part of a verb's page that is about the same text in other languages, and the act that takes them along."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.actions.schedule import MAX_AHEAD_MONTHS, months_later
from releases.actions.together import together
from releases.admin import words
from releases.admin.findings import sentences
from releases.admin.language_forms import LanguagesForm, TakeBackForm
from releases.admin.siblings import Sibling, siblings
from releases.admin.verbs.page import Look, Shown
from releases.languages import language_name
from releases.models import Edition, Release

TEMPLATE = "admin/releases/release/_languages.html"


def go_together(
    release: Release,
    by: User,
    said: dict[str, Any],
    *,
    visible_from: datetime | None = None,
    without_review: str = "",
) -> list[Edition]:
    """Put the release before readers with the versions that were ticked. Nothing happens if none is."""
    form: LanguagesForm = said["languages"]
    if not form.chosen():
        return []
    return together(
        members=form.members(release),
        by=by,
        visible_from=visible_from,
        parity_reason=said.get("parity_reason", ""),
        without_review=without_review,
    )


def told(editions: Sequence[Edition], *, scheduled: bool = False) -> str:
    """What happened to all of them."""
    pattern = (
        _("Scheduled in one act: %(languages)s. Readers see nothing before %(moment)s.")
        if scheduled
        else _("Published in one act: %(languages)s. Readers see them since %(moment)s.")
    )
    names = ", ".join(language_name(edition.language) for edition in editions)
    return pattern % {"languages": names, "moment": words.spell(editions[0].visible_from)}


def other_languages(look: Look) -> Shown | None:
    """Which versions there are, whether they go along, and what the versions lack of each other if this goes on."""
    form = look.form
    if not isinstance(form, LanguagesForm) or not form.siblings:
        return None
    found = form.gaps(_moment(look))
    rows = [_row(look, form, sibling) for sibling in form.siblings]
    asks = bool(found or form["parity_reason"].data)
    return Shown(
        TEMPLATE, {"rows": rows, "findings": sentences(found), "reason": form["parity_reason"] if asks else None}
    )


def _moment(look: Look) -> datetime:
    """When readers get it; where that is not filled in yet, so far off that everything scheduled has lifted."""
    if "date" not in look.form.fields:
        return look.now.at
    moment: datetime | None = look.form.cleaned_data.get("moment") if look.form.is_bound else None
    return moment or months_later(look.now.at, MAX_AHEAD_MONTHS)


def _row(look: Look, form: LanguagesForm, sibling: Sibling) -> dict[str, Any]:
    joins, note = sibling in form.joining, f"{sibling.name}-note"
    return {
        **_shown(sibling),
        "field": form[sibling.name] if joins else None,
        "ticked": sibling in form.chosen(),
        "note": form[note] if note in form.fields else None,
        "why_not": "" if joins else _why_not(form, sibling),
        "address": reverse("admin:releases_release_pair", args=[look.now.release.pk, sibling.release.language]),
    }


def _shown(sibling: Sibling) -> dict[str, Any]:
    return {
        "language": sibling.language,
        "code": sibling.release.language,
        "headline": sibling.release.headline,
        "standing": sibling.standing,
        "stage": sibling.stage,
        "ahead": words.spell(sibling.ahead.visible_from) if sibling.ahead else "",
    }


def _why_not(form: LanguagesForm, sibling: Sibling) -> str:
    if sibling.ahead is not None:
        return _("It is scheduled already.")
    if not form.may_go(sibling):
        return _("It cannot go along before its own review is over.")
    if not sibling.is_changed:
        return _("It stays as its readers see it: nothing was changed in it.")
    return _("It cannot go along: it has to be updated by itself.")


def scheduled_elsewhere(look: Look) -> Shown | None:
    """What else is scheduled of this text: taken back with it, or left to appear without it."""
    form = look.form
    if not isinstance(form, TakeBackForm) or not form.scheduled:
        return None
    rows = [{**_shown(sibling), "field": form[sibling.name], "ticked": True} for sibling in form.scheduled]
    return Shown(TEMPLATE, {"rows": rows, "stays": _("Whatever you do not tick stays scheduled and appears alone.")})


def left_elsewhere(look: Look) -> Shown | None:
    """What readers will go on finding, or will still get, in the other languages when this one is taken away."""
    found = [other for other in siblings(look.now.release, timezone.now()) if other.current or other.ahead]
    if not found:
        return None
    stays = _("These versions are not touched by it. If they have to go too, do the same on each of their pages.")
    rows = [
        {**_shown(other), "address": reverse("admin:releases_release_change", args=[other.release.pk])}
        for other in found
    ]
    return Shown(TEMPLATE, {"rows": rows, "stays": stays})
