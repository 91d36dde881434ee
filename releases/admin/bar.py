"""The bar on a release: what this person may do next, the likeliest first, and why they may not do the rest."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.actions.review_afterwards import authors
from releases.admin import words
from releases.admin.siblings import Sibling, siblings
from releases.admin.standing import Situation, label
from releases.languages import language_name
from releases.models import Event, Release
from releases.review import own_work
from releases.workflow import Stage, Standing, Verb, offered, permits

# In the order in which they are read: the way forward first. Saving is the form's own button.
_FORWARD = (
    Verb.SUBMIT,
    Verb.APPROVE,
    Verb.PUBLISH,
    Verb.CORRECT,
    Verb.SCHEDULE,
    Verb.UNSCHEDULE,
    Verb.REINSTATE,
    Verb.SEND_BACK,
    Verb.PUBLISH_UNREVIEWED,
    Verb.WITHDRAW,
)
_STYLES = {Verb.PUBLISH_UNREVIEWED: "warning", Verb.WITHDRAW: "danger", Verb.STOP: "danger-full"}


@dataclass(frozen=True, slots=True)
class Button:
    """One way on."""

    label: str
    address: str
    style: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One publication without review that waits for somebody else's eyes."""

    sentence: str
    button: Button | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything that can be done from here, by this person."""

    buttons: list[Button]
    links: Button | None
    """Who may see it without an account; asked of a release at any stage, because the list is a record too."""
    discard: Button | None
    stop: Button | None
    refusals: list[str]
    marks: list[Mark]
    versions: list[Sibling]
    """The same text in other languages."""
    missing: list[tuple[str, str]]
    """The site's languages in which there is none yet, each with the address at which one is started."""


def bar(now: Situation, by: User) -> Bar:
    """Read from the situation what to offer; a query for each mark, of which there is hardly ever one."""
    ways = set(offered(now.standing, Stage(now.release.stage), now.review.required, by.has_perm))
    refused = dict(_refused(now, by, ways))
    first = _likeliest(now, ways - refused.keys())
    versions = siblings(now.release, now.at)
    return Bar(
        buttons=[
            _button(verb, now, "primary" if verb is first else _STYLES.get(verb, ""))
            for verb in _FORWARD
            if verb in ways and verb not in refused and not _is_pointless(verb, now, ways - refused.keys())
        ],
        links=_links(now) if Verb.UNSHARE in ways else None,
        discard=_button(Verb.DISCARD, now, "quiet") if Verb.DISCARD in ways else None,
        stop=_button(Verb.STOP, now, "danger-full") if Verb.STOP in ways else None,
        refusals=_told(refused, now),
        marks=[_mark(event, now, by) for event in now.review.marks],
        versions=versions,
        missing=_missing(now.release, versions) if by.has_perm("releases.add_release") else [],
    )


def _missing(release: Release, versions: list[Sibling]) -> list[tuple[str, str]]:
    there = {release.language, *(version.release.language for version in versions)}
    return [
        (language_name(code), reverse("admin:releases_release_pair", args=[release.pk, code]))
        for code, _name in settings.LANGUAGES
        if code not in there
    ]


def _button(verb: Verb, now: Situation, style: str) -> Button:
    address = reverse(f"admin:releases_release_{verb.value}", args=[now.release.pk])
    return Button(label=label(verb, now.standing), address=address, style=style)


def _links(now: Situation) -> Button:
    address = reverse("admin:releases_release_links", args=[now.release.pk])
    return Button(label=_("Preview links"), address=address, style="")


def _refused(now: Situation, by: User, ways: set[Verb]) -> Iterator[tuple[Verb, str]]:
    """The verbs that would lead on for somebody else, with the reason."""
    for verb in _FORWARD:
        if verb not in ways:
            continue
        if why := own_work(verb, now.release, by):
            yield verb, why
        elif verb is Verb.APPROVE and any(approval.by_id == by.pk for approval in now.review.given):
            left = now.review.required - len(now.review.given)
            why = ngettext(
                "You have approved this text. It needs %(left)s more person's approval.",
                "You have approved this text. It needs %(left)s more people's approvals.",
                left,
            )
            yield verb, why % {"left": left}


def _told(refused: dict[Verb, str], now: Situation) -> list[str]:
    """A sentence for each reason, with what it keeps from this person."""
    reasons: dict[str, list[str]] = {}
    for verb, why in refused.items():
        reasons.setdefault(why, []).append(label(verb, now.standing))
    pattern = _("%(verbs)s: %(why)s")
    return [pattern % {"verbs": ", ".join(verbs), "why": why} for why, verbs in reasons.items()]


def _likeliest(now: Situation, ways: set[Verb]) -> Verb | None:
    """What most people who come here want to do next."""
    stage, review = now.release.stage, now.review.required
    if stage == Stage.DISCARDED:
        order = [Verb.REINSTATE]
    elif review and stage == Stage.DRAFT:
        order = [Verb.SUBMIT]
    elif review and stage == Stage.IN_REVIEW:
        order = [Verb.APPROVE]
    else:
        order = [Verb.PUBLISH, Verb.CORRECT]
    return next((verb for verb in order if verb in ways and not _is_pointless(verb, now, ways, primary=True)), None)


def _is_pointless(verb: Verb, now: Situation, ways: set[Verb], *, primary: bool = False) -> bool:
    """Whether a verb leads on by the rules, and yet nobody would want it here."""
    if verb is Verb.PUBLISH_UNREVIEWED and ways & {Verb.PUBLISH, Verb.CORRECT}:
        return True
    if now.standing != Standing.LIVE or now.differing:
        return False
    return verb in (Verb.SUBMIT, Verb.PUBLISH_UNREVIEWED) or (primary and verb is Verb.CORRECT)


def _mark(event: Event, now: Situation, by: User) -> Mark:
    """The red mark, with the button for whoever may take it off."""
    shown = {"person": event.actor_name, "moment": words.spell(event.at), "reason": event.details["reason"]}
    sentence = _("Published without review by %(person)s on %(moment)s. Reason: “%(reason)s”") % shown
    if not permits(Verb.REVIEW_AFTERWARDS, by.has_perm):
        return Mark(sentence, None, _("An editor who did not write or publish it has to look at it."))
    if by.pk in authors(now.release, event):
        return Mark(
            sentence, None, _("You wrote, submitted or published this text, so somebody else has to review it.")
        )
    return Mark(sentence, _button(Verb.REVIEW_AFTERWARDS, now, "danger"), "")
