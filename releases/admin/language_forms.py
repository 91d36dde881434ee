"""What a verb's form asks about the same text in other languages: whether it goes along, and why not if they differ."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from releases import pairs
from releases.actions.together import Member
from releases.admin.schedule_forms import ScheduleForm, ScheduleUpdateForm
from releases.admin.siblings import Sibling, siblings
from releases.admin.verb_forms import (
    UnreviewedForm,
    UnreviewedUpdateForm,
    UpdateForm,
    VerbForm,
    latest_event,
)
from releases.errors import Conflict, Refused
from releases.models import Release
from releases.parity import Gap
from releases.review import required_reviewers
from releases.workflow import Change, Stage, Standing, Verb, require_stage


class LanguagesForm(VerbForm):
    """Which other versions take part, each with what the person saw of it. Without other versions it asks nothing."""

    gate: Verb = Verb.PUBLISH
    """The verb whose stages a version must have to go along."""

    parity_reason = forms.CharField(required=False, max_length=600, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.siblings = siblings(self.release, timezone.now())
        self.joining = [sibling for sibling in self.siblings if self._can_join(sibling)]
        self.fields["parity_reason"].label = _("Why they go out although they differ")
        if not self.siblings:
            del self.fields["parity_reason"]
        for sibling in self.joining:
            self._ask(sibling)
        mine = [name for name in self.fields if name == "parity_reason" or name.startswith("with-")]
        self.apart = (*self.apart, *mine)

    def _ask(self, sibling: Sibling) -> None:
        name = sibling.name
        self.fields[name] = forms.BooleanField(
            required=False,
            initial=True,
            label=_("The %(language)s version goes out in the same act, at the same instant")
            % {"language": sibling.language},
        )
        self.fields[f"{name}-version"] = forms.IntegerField(
            min_value=0, widget=forms.HiddenInput, initial=sibling.release.version
        )
        self.fields[f"{name}-seen"] = forms.IntegerField(
            min_value=0, widget=forms.HiddenInput, initial=latest_event(sibling.release)
        )
        if self._needs_note(sibling):
            self.fields[f"{name}-note"] = forms.CharField(
                required=False,
                max_length=600,
                widget=forms.Textarea(attrs={"rows": 2, "lang": sibling.release.language}),
                label=_("Note for readers of the %(language)s version") % {"language": sibling.language},
            )

    def _can_join(self, sibling: Sibling) -> bool:
        """A first publication takes along what readers do not know yet; an update also what was changed."""
        if not self.may_go(sibling):
            return False
        if sibling.standing == Standing.DRAFT:
            return True
        return self._needs_note(sibling) and sibling.is_changed

    def may_go(self, sibling: Sibling) -> bool:
        """Whether its review, if the office asks for one, is over."""
        try:
            require_stage(self.gate, Stage(sibling.release.stage), required_reviewers(sibling.release.kind))
        except Refused:
            return False
        return True

    def _needs_note(self, sibling: Sibling) -> bool:
        return "change" in self.base_fields and sibling.standing == Standing.LIVE

    def clean(self) -> dict[str, Any]:
        """A note that one language's readers get, the other's get too."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for sibling in self.joining:
            note = f"{sibling.name}-note"
            asked = cleaned.get(sibling.name) and note in self.fields and cleaned.get("change") == Change.MAJOR
            if asked and not cleaned.get(note):
                self.add_error(note, ValidationError(_("Say what changed: readers will see this note.")))
        cleaned["languages"] = self
        return cleaned

    def chosen(self) -> list[Sibling]:
        """The versions that take part: those that were ticked, or all where nothing was sent yet."""
        if not self.is_bound:
            return self.joining
        return [sibling for sibling in self.joining if self[sibling.name].data not in (None, False, "", "False")]

    @property
    def companions(self) -> list[Release]:
        """What has to be locked beside the release itself."""
        return [sibling.release for sibling in self.chosen()]

    def tokens(self) -> dict[str, str]:
        """What the form says the person saw, as things stand now."""
        found = super().tokens()
        for sibling in self.joining:
            for name in (f"{sibling.name}-version", f"{sibling.name}-seen"):
                found[name] = str(self.fields[name].initial)
        return found

    def members(self, release: Release) -> list[Member]:
        """The release and whatever goes with it, as the act wants them. Raises ``Conflict`` for what moved meanwhile."""
        said = self.cleaned_data
        change = Change(said["change"]) if said.get("change") else None
        found = [Member(release=release, version=said["version"], change=change, note=said.get("note", ""))]
        for sibling in self.chosen():
            if latest_event(sibling.release) != said[f"{sibling.name}-seen"]:
                pattern = _("%(language)s: something happened to this version after you opened this page. Look again.")
                raise Conflict(pattern % {"language": sibling.language})
            update = f"{sibling.name}-note" in self.fields
            found.append(
                Member(
                    release=sibling.release,
                    version=said[f"{sibling.name}-version"],
                    change=change if update else None,
                    note=said.get(f"{sibling.name}-note", "") if update else "",
                )
            )
        return found

    def gaps(self, visible_from: datetime) -> list[Gap]:
        """What the versions lack of each other if those chosen go out."""
        change = Change.FIRST
        if "change" in self.base_fields:
            change = Change.MINOR if self["change"].data == Change.MINOR else Change.MAJOR
        outgoing = [pairs.Outgoing(self.release, change)]
        outgoing += [pairs.Outgoing(sibling.release, change) for sibling in self.chosen()]
        return pairs.gaps_at(outgoing, visible_from)


class PublishForm(LanguagesForm):
    """Publish for the first time."""


class CorrectForm(LanguagesForm, UpdateForm):
    """Publish an update."""


class EmbargoForm(LanguagesForm, ScheduleForm):
    """Publish for the first time at a later moment."""


class EmbargoUpdateForm(LanguagesForm, ScheduleUpdateForm):
    """Publish an update, or a return, at a later moment."""


class NightForm(LanguagesForm, UnreviewedForm):
    """Publish for the first time, though nobody has reviewed it."""

    gate = Verb.PUBLISH_UNREVIEWED


class NightUpdateForm(LanguagesForm, UnreviewedUpdateForm):
    """Publish an update, though nobody has reviewed it."""

    gate = Verb.PUBLISH_UNREVIEWED


class TakeBackForm(VerbForm):
    """Unschedule, alone or with what was to appear at the same instant in another language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = self.release.editions.ahead(timezone.now()).first()
        self.scheduled = [sibling for sibling in siblings(self.release, timezone.now()) if sibling.ahead]
        for sibling in self.scheduled:
            together = bool(mine and sibling.ahead and sibling.ahead.visible_from == mine.visible_from)
            self.fields[sibling.name] = forms.BooleanField(
                required=False,
                initial=together,
                label=_("Take back the %(language)s version in the same act") % {"language": sibling.language},
            )
        self.apart = tuple(sibling.name for sibling in self.scheduled)

    def clean(self) -> dict[str, Any]:
        """With what is to be taken back, as the act wants it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["companions"] = self.companions
        return cleaned

    @property
    def companions(self) -> list[Release]:
        """Those that were ticked."""
        return [sibling.release for sibling in self.scheduled if self.is_bound and self[sibling.name].data]
