"""Which moment, and which page first."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pressroom.as_of.moments import AHEAD, EARLIEST, is_near
from releases.errors import BadMoment
from releases.moments import resolve


class MomentForm(forms.Form):
    """A date and a time to the second on the office's clocks, and the address to begin at."""

    date = forms.DateField(
        label=gettext_lazy("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(widget=forms.TimeInput(attrs={"type": "time", "step": "1"}, format="%H:%M:%S"))
    path = forms.CharField(
        label=gettext_lazy("Page"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"placeholder": "/", "spellcheck": "false", "autocapitalize": "none"}),
        help_text=gettext_lazy(
            "The public address of the page to begin with, as copied from a browser. Empty for the front page."
        ),
    )

    def __init__(self, *args: Any, now: datetime, host: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.host = now, host
        self.readings: list[datetime] = []
        """Both instants of a time that clocks showed twice."""
        self.fields["time"].label = _("Time (%(zone)s)") % {"zone": settings.TIME_ZONE}
        self.fields["path"].widget.attrs["aria-describedby"] = "id_path_helptext"

    def clean_path(self) -> str:
        """The path and query of an address of this site, whoever's address bar it was copied from."""
        typed = self.cleaned_data["path"] or "/"
        try:
            parts = urlsplit(typed)
        except ValueError as error:
            raise forms.ValidationError(_("This is not an address.")) from error
        ours = {self.host, urlsplit(settings.SITE_URL).netloc}
        if parts.netloc and (parts.netloc not in ours or parts.scheme not in ("http", "https")):
            raise forms.ValidationError(_("This address belongs to another site: %(host)s.") % {"host": parts.netloc})
        if not parts.netloc and (parts.scheme or not parts.path.startswith("/")):
            raise forms.ValidationError(_("An address of this site begins with a stroke: /releases/."))
        return iri_to_uri(f"/{parts.path.lstrip('/')}" + (f"?{parts.query}" if parts.query else ""))

    def clean(self) -> dict[str, Any]:
        """Refuse what no clock showed, and ask which one is meant where clocks showed it twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "date" not in cleaned or "time" not in cleaned:
            return cleaned
        wall = datetime.combine(cleaned["date"], cleaned["time"])
        try:
            moment = resolve(wall, ZoneInfo(settings.TIME_ZONE))
        except BadMoment as error:
            self.readings = _readings(wall)
            twice = _("Clocks showed this time twice on that day, because they went back. Choose below which is meant.")
            self.add_error("time", twice if self.readings else str(error))
        except OverflowError:
            self.add_error("date", _("No calendar reaches that far. Check the year."))
        else:
            cleaned["moment"] = self._near(moment)
        return cleaned

    def _near(self, moment: datetime) -> datetime:
        if not is_near(moment, self.now):
            years = {"first": EARLIEST.year, "last": timezone.localtime(self.now + AHEAD).year}
            self.add_error("date", _("Choose a moment between %(first)s and %(last)s.") % years)
        return moment


def _readings(wall: datetime) -> list[datetime]:
    """The two instants at which clocks showed this time when they went back; none when they went forward over it."""
    zone = ZoneInfo(settings.TIME_ZONE)
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return [moment for moment in both if moment.astimezone(zone).replace(tzinfo=None) == wall]
