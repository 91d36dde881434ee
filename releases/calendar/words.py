"""How a planned time is written, as exactly as it was announced: March 2026; 6 March 2026; 6 March 2026, 09:30 EST."""

from django.utils import timezone
from django.utils.translation import pgettext

from releases.announcing import Planned
from releases.dateformat import format_date
from releases.models import Precision


def planned_text(planned: Planned) -> str:
    """In the language of the moment."""
    patterns = {
        Precision.MONTH: pgettext("date format, month and year", "F Y"),
        Precision.DAY: pgettext("date format", "j F Y"),
        Precision.MOMENT: pgettext("date format", "j F Y, H:i T"),
    }
    return format_date(timezone.localtime(planned.start), patterns[planned.precision])


def machine_text(planned: Planned) -> str:
    """For ``<time datetime>``: a month, a date or a moment, each in its form (HTML, 4.5.14)."""
    local = timezone.localtime(planned.start)
    if planned.precision == Precision.MONTH:
        return f"{local:%Y-%m}"
    return f"{local:%Y-%m-%d}" if planned.precision == Precision.DAY else local.isoformat(timespec="minutes")
