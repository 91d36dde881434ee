"""What somebody says who makes a preview link: for whom, and until when."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.admin import words
from releases.admin.verb_forms import MomentForm
from releases.models import Edition, Release
from releases.sharing import MAX_LIFE

PRESETS = {
    "1": gettext_lazy("One day, until %(moment)s"),
    "3": gettext_lazy("Three days, until %(moment)s"),
    "7": gettext_lazy("A week, until %(moment)s"),
}
"""Days, and how they are offered."""
USUAL, EMBARGO, MOMENT = "3", "embargo", "moment"


class LinkForm(MomentForm):
    """A link for one person. ``version`` and ``made`` say which text, and which links, the person was looking at."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    made = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    recipient = forms.CharField(
        label=gettext_lazy("For"),
        # What it may hold is decided in ``releases.sharing``: nothing is cut here.
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=gettext_lazy("A person, and where they work: the page names them, and so does the record."),
        error_messages={"required": gettext_lazy("Say for whom the link is.")},
    )
    lasts = forms.ChoiceField(label=gettext_lazy("Shows the text for"), widget=forms.RadioSelect)

    field_order = ("version", "made", "recipient", "lasts", "date", "time")

    def __init__(self, *args: Any, release: Release, edition: Edition | None, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition, self.at = edition, at
        self.fields["version"].initial = release.version
        self.fields["made"].initial = newest_link(release)
        self.fields["recipient"].widget.attrs["aria-describedby"] = "id_recipient_helptext"
        offered = self._offered()
        self.fields["lasts"].choices = offered  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["lasts"].initial = next(choice for choice in (USUAL, EMBARGO, MOMENT) if choice in dict(offered))
        self.fields["date"].required = self.fields["time"].required = False

    def clean(self) -> dict[str, Any]:
        """The one moment that was chosen, as ``expires_at``; a date beside another choice is not looked at."""
        cleaned = super().clean()
        lasts = cleaned.get("lasts")
        if lasts == MOMENT:
            if not self.errors and "moment" not in cleaned:
                self.add_error("date", _("Choose a date and a time."))
            cleaned["expires_at"] = cleaned.get("moment")
            return cleaned
        for name in ("date", "time"):
            self.errors.pop(name, None)
        if lasts == EMBARGO and self.edition is not None:
            cleaned["expires_at"] = self.edition.visible_from
        elif lasts in PRESETS:
            cleaned["expires_at"] = self._after(lasts)
        return cleaned

    def _offered(self) -> list[tuple[str, str]]:
        """The presets that end before the embargo does, the embargo itself, and any other moment."""
        end = self.edition.visible_from if self.edition else None
        offered = [
            (days, label % {"moment": words.spell(self._after(days))})
            for days, label in PRESETS.items()
            if end is None or self._after(days) < end
        ]
        if end is not None and end <= self.at + MAX_LIFE:
            lifts = _("Until the embargo lifts, on %(moment)s") % {"moment": words.spell(end)}
            offered.append((EMBARGO, lifts))
        return [*offered, (MOMENT, _("Until another moment, thirty days ahead at most"))]

    def _after(self, days: str) -> datetime:
        return self.at + timedelta(days=int(days))


def newest_link(release: Release) -> int:
    """A number that moves with every link that is made of a release."""
    newest: int | None = release.preview_links.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0
