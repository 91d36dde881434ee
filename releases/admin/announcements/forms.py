"""What a person says of an announced release. Forms read and check; only actions write."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.announcing import REASON_LENGTH, TITLE_LENGTH
from releases.errors import BadMoment
from releases.languages import language_name
from releases.models import AnnouncementVersion, Edition, Precision, Release
from releases.moments import resolve
from releases.workflow import Kind

OFFERED = 200
"""Releases that can be linked: those last saved of which nothing is public yet."""
_DATE = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
_TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class WordsForm(forms.Form):
    """What is said in which language, and of which release."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices, initial=Kind.NEWS_RELEASE)
    release = forms.TypedChoiceField(
        label=_("Our release"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Readers learn nothing of it before it is public. Then the calendar leads to it."),
    )

    def __init__(self, *args: Any, linked: Release | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, _name in settings.LANGUAGES:
            name = language_name(code)
            self.fields[f"shown_{code}"] = forms.BooleanField(
                label=_("Show it in the calendar: %(language)s") % {"language": name}, required=False
            )
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title: %(language)s") % {"language": name},
                required=False,
                max_length=TITLE_LENGTH,
                help_text=_("Left empty, readers see “title to be announced”."),
                widget=forms.TextInput({"lang": code}),
            )
        self.fields["release"].choices = _choices(linked)  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, str]:
        """The titles of the languages that were chosen."""
        said = self.cleaned_data
        return {code: said.get(f"title_{code}", "") for code, _name in settings.LANGUAGES if said.get(f"shown_{code}")}

    @property
    def linked(self) -> Release | None:
        """The release that was chosen."""
        pk = self.cleaned_data.get("release")
        return Release.objects.filter(pk=pk).first() if pk else None

    def languages(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """For the template: the fields, language by language."""
        return ((self[f"shown_{code}"], self[f"title_{code}"]) for code, _name in settings.LANGUAGES)


class TimeForm(forms.Form):
    """When it will be published, as exactly as readers are to be told."""

    precision = forms.ChoiceField(
        label=_("How exact"),
        choices=Precision.choices,
        initial=Precision.DAY,
        help_text=_("Readers are told the month, the day, or day and time, and no more."),
    )
    date = forms.DateField(label=_("Day"), widget=_DATE, help_text=_("Of a month, any day."))
    time = forms.TimeField(label=_("Time"), required=False, widget=_TIME)

    def clean(self) -> dict[str, Any]:
        """Put the moment together, on the office's clock."""
        cleaned = self.cleaned_data
        exact = cleaned.get("precision") == Precision.MOMENT
        if exact and not cleaned.get("time") and "time" not in self.errors:
            self.add_error("time", _("Say the time as well."))
        if "date" in cleaned and not self.errors:
            # Noon of a day is in it, whatever the clocks did that night.
            wall = datetime.combine(cleaned["date"], cleaned["time"] if exact else time(12))
            try:
                cleaned["planned"] = resolve(wall, timezone.get_current_timezone())
            except BadMoment as error:
                self.add_error("time", str(error))
        return cleaned


class AnnounceForm(TimeForm, WordsForm):
    """A new announcement."""

    confirmed = forms.BooleanField(
        label=_("The date is confirmed"),
        required=False,
        help_text=_("Readers rely on it: it can then only be moved with a reason that they see."),
    )


class VersionForm(forms.Form):
    """What the person had before them."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class RewordForm(WordsForm, VersionForm):
    """Another title, kind or link."""


class ReasonForm(VersionForm):
    """Why, in each language of the announcement."""

    def __init__(self, *args: Any, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            self.fields[f"reason_{code}"] = forms.CharField(
                label=_("Reason: %(language)s") % {"language": language_name(code)},
                required=False,
                max_length=REASON_LENGTH,
                widget=forms.Textarea({"rows": 2, "lang": code}),
            )

    @property
    def reasons(self) -> dict[str, str]:
        """By language."""
        return {
            name.removeprefix("reason_"): text for name, text in self.cleaned_data.items() if name.startswith("reason_")
        }


class MoveForm(TimeForm, ReasonForm):
    """Another date, with the reason."""


class CancelForm(ReasonForm):
    """It will not come."""


class ConfirmForm(VersionForm):
    """The day and time that are firm."""

    date = forms.DateField(label=_("Day"), widget=_DATE)
    time = forms.TimeField(label=_("Time"), widget=_TIME)

    def clean(self) -> dict[str, Any]:
        """Put the moment together, on the office's clock."""
        cleaned = self.cleaned_data
        if "date" in cleaned and "time" in cleaned:
            try:
                cleaned["planned"] = resolve(
                    datetime.combine(cleaned["date"], cleaned["time"]),
                    timezone.get_current_timezone(),
                )
            except BadMoment as error:
                self.add_error("time", str(error))
        return cleaned


def initial_of(version: AnnouncementVersion) -> dict[str, Any]:
    """What the forms of an announcement begin with."""
    local = timezone.localtime(version.planned)
    return {
        "version": version.number,
        "kind": version.kind,
        "release": version.release_id,
        "precision": version.precision,
        "date": local.date(),
        "time": local.time() if version.precision == Precision.MOMENT else None,
        **{f"shown_{code}": True for code in version.words},
        **{f"title_{code}": title for code, title in version.words.items()},
    }


def _choices(linked: Release | None) -> list[tuple[Any, str]]:
    """The releases of which nothing is public, last saved first, and the one that is linked now; one query."""
    began = Edition.objects.began(timezone.now())
    rows = Release.objects.exclude(editions__in=began).order_by("-updated_at", "-pk").only("headline", "language")
    found = {row.pk: row for row in rows[:OFFERED]}
    if linked is not None:
        found.setdefault(linked.pk, linked)
    return [("", "–"), *((pk, f"{row.headline} ({row.language})") for pk, row in found.items())]
