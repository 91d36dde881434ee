"""What a date and a time mean, asked while they are typed."""

from datetime import datetime, timedelta

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from releases import access
from releases.admin import words
from releases.admin.schedule_forms import EmbargoForm


@require_safe
def moment(request: HttpRequest, pk: int) -> JsonResponse:
    """What a date and a time mean, or why they cannot be kept. Nothing is promised by it."""
    access.for_editing(request.user, pk)
    form = EmbargoForm(request.GET)
    if not form.is_valid():
        reasons = [str(error) for name in form.errors for error in form.errors[name]]
        return JsonResponse({"refused": " ".join(reasons)})
    return JsonResponse({"means": _means(form.cleaned_data["moment"], timezone.now())})


def _means(meant: datetime, at: datetime) -> str:
    return _("%(moment)s, which is %(utc)s, in %(wait)s.") % {
        "moment": words.spell(meant),
        "utc": words.spell_utc(meant),
        "wait": wait(meant - at),
    }


def wait(left: timedelta) -> str:
    """How long it still is, in the two units that matter."""
    minutes = max(1, int(left.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
