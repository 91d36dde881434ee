"""The pages that put a text before readers now: publish, and publish an update."""

from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.admin import words
from releases.admin.language_forms import CorrectForm, PublishForm
from releases.admin.standing import Situation
from releases.admin.verbs.languages import go_together, other_languages, told
from releases.admin.verbs.page import Page
from releases.admin.verbs.sections import at_once
from releases.models import Release
from releases.workflow import Change, Standing, Verb


def _publish(release: Release, by: User, said: dict[str, Any]) -> str:
    if editions := go_together(release, by, said):
        return told(editions)
    edition = publish(release=release, by=by, version=said["version"], parity_reason=said.get("parity_reason", ""))
    return _("Published. Readers see it since %(moment)s.") % {"moment": words.spell(edition.visible_from)}


def _correct(release: Release, by: User, said: dict[str, Any]) -> str:
    if editions := go_together(release, by, said):
        return told(editions)
    edition = correct(
        release=release,
        by=by,
        version=said["version"],
        change=Change(said["change"]),
        note=said["note"],
        parity_reason=said.get("parity_reason", ""),
    )
    return _("Published. Readers see edition %(number)s now.") % {"number": edition.number}


def _publish_outcome(now: Situation) -> list[str]:
    return [
        _("Readers see “%(headline)s” at once, on every page that lists releases.")
        % {"headline": now.release.headline},
        _("Its address is settled from then on."),
    ]


def _correct_outcome(now: Situation) -> list[str]:
    if now.standing == Standing.WITHDRAWN:
        return [_("The working copy takes the place of the notice, at the same address, at once.")]
    if not now.differing:
        return [_("The working copy is the same as what readers see: there is nothing to update.")]
    return [
        _("What readers see changes at once in: %(fields)s.") % {"fields": words.names_of_fields(now.differing)},
        _("They can still read the edition before."),
    ]


PAGES = {
    Verb.PUBLISH: Page(lambda now: PublishForm, _publish_outcome, _publish, sections=(at_once, other_languages)),
    Verb.CORRECT: Page(lambda now: CorrectForm, _correct_outcome, _correct, sections=(at_once, other_languages)),
}
