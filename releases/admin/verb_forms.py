"""What a person says when carrying out a verb."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from releases.errors import BadMoment
from releases.models import Release
from releases.moments import resolve
from releases.workflow import ASIDE, Change, Standing

DO_READERS_HAVE_TO_KNOW = (
    (Change.MINOR.value, _("No: a small repair, such as a typing error. The date stays, nobody is told.")),
    (Change.MAJOR.value, _("Yes: the note below stands on the page, and its date moves.")),
)


class PlainForm(forms.Form):
    """A verb's form that does not ask what the person was looking at."""

    apart: tuple[str, ...] = ()
    """Fields that a section of the page draws itself."""

    def __init__(self, *args: Any, release: Release, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release, self.standing = release, standing
        for name, field in self.fields.items():
            if field.help_text:
                # Django ties help texts to fields from 5.0 on, but not to a group of radio buttons.
                field.widget.attrs.setdefault("aria-describedby", f"id_{name}_helptext")

    is_confirmed = False
    """Whether somebody has to press twice, and sees in between what will happen."""

    @property
    def confirmation(self) -> str:
        """What has to be sent along before the form is carried out; nothing where it is carried out at once."""
        return ""

    @property
    def companions(self) -> list[Release]:
        """Releases that the act changes beside its own, and that have to be locked with it."""
        return []

    def tokens(self) -> dict[str, str]:
        """The fields that say what the person was looking at, as things stand now."""
        return {}

    def in_line(self) -> list[forms.BoundField]:
        """The fields that the page draws one below the other."""
        return [field for field in self.visible_fields() if field.name not in self.apart]


class VerbForm(PlainForm):
    """What nearly every verb needs: which working copy, and which state of affairs, the person was looking at."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.release.version
        self.fields["seen"].initial = latest_event(self.release)

    def tokens(self) -> dict[str, str]:
        """The working copy's version, and what happened last."""
        return {name: str(self.fields[name].initial) for name in ("version", "seen")}


def latest_event(release: Release) -> int:
    """A number that moves with everything that happens to a release, but for what happens beside its text."""
    decisive = release.events.exclude(verb__in=ASIDE).order_by("-pk")
    newest: int | None = decisive.values_list("pk", flat=True).first()
    return newest or 0


class UpdateForm(VerbForm):
    """Publish an update now."""

    change = forms.ChoiceField(
        label=_("Do readers have to know that this changed?"),
        choices=DO_READERS_HAVE_TO_KNOW,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note for readers"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong or is new, in one or two sentences. Readers see it exactly as you write it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.standing == Standing.WITHDRAWN:
            # Readers saw it withdrawn; its return is never a small repair.
            self.fields["change"].initial = Change.MAJOR.value
            self.fields["change"].widget = forms.HiddenInput()
            self.fields["note"].required = True

    def clean(self) -> dict[str, Any]:
        """A change that readers have to know of needs words."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("change") == Change.MAJOR and "note" in cleaned and not cleaned["note"]:
            self.add_error("note", _("Say what changed: readers will see this note."))
        return cleaned


class SendBackForm(VerbForm):
    """Send back, and say what is missing."""

    reason = forms.CharField(
        label=_("What is missing or wrong"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Its author sees this on the release. It stays on record, in the office."),
    )


class UnreviewedForm(VerbForm):
    """Publish for the first time, though nobody has reviewed it."""

    reason = forms.CharField(
        label=_("Why nobody can review it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the office: it stays on record, and whoever reviews it afterwards reads it."),
    )


class UnreviewedUpdateForm(UnreviewedForm, UpdateForm):
    """Publish an update, or a return, though nobody has reviewed it."""

    field_order = ("reason", "change", "note")


class AfterwardsForm(VerbForm):
    """Say that what was published without review stands."""

    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the office: it stays on record."),
    )


class MomentForm(forms.Form):
    """A date and a time on the site's clocks, and the one instant that they name."""

    date = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"].label = _("Time (%(zone)s)") % {"zone": settings.TIME_ZONE}

    def clean(self) -> dict[str, Any]:
        """Refuse what no clock shows, or shows twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("date") and cleaned.get("time"):
            wall = datetime.combine(cleaned["date"], cleaned["time"])
            try:
                cleaned["moment"] = resolve(wall, ZoneInfo(settings.TIME_ZONE))
            except BadMoment as error:
                self.add_error("time", str(error))
            except OverflowError:
                self.add_error("date", _("No calendar reaches that far. Check the year."))
        return cleaned
