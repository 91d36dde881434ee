"""Dates as this house writes them. The order of day, month and year is each language's own and is translated with it."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from releases.dateformat import format_date, place_of

register = template.Library()


@register.simple_tag
def day(moment: datetime) -> SafeString:
    """The day as a ``<time>``: 6 March 2026."""
    local = timezone.localtime(moment)
    shown = format_date(local, pgettext("date format", "j F Y"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


@register.simple_tag
def moment(moment: datetime) -> SafeString:
    """Day, time and zone as a ``<time>``: 6 March 2026, 09:30 EST. An embargo is a matter of minutes."""
    local = timezone.localtime(moment)
    shown = format_date(local, pgettext("date format", "j F Y, H:i T"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), shown)


@register.simple_tag
def stamp(moment: datetime) -> SafeString:
    """The day as a registry stamps it, the number apart from month and year so that the design can set it large."""
    local = timezone.localtime(moment)
    return format_html(
        '<time class="stamp" datetime="{}"><span class="stamp__day">{}</span> <span class="stamp__month">{}</span></time>',
        local.isoformat(timespec="seconds"),
        format_date(local, pgettext("date format, the day alone", "j")),
        format_date(local, pgettext("date format, month and year", "F Y")),
    )


@register.filter
def month_name(value: date) -> str:
    """The month of a date: March."""
    return format_date(value, pgettext("date format, the month alone", "F"))


@register.filter
def month_short(value: date) -> str:
    """The month where there is little room: Mar."""
    return format_date(value, pgettext("date format, the month in short", "M"))


@register.filter
def month_and_year(value: date) -> str:
    """A month in a heading: March 2026."""
    return format_date(value, pgettext("date format, month and year", "F Y"))


@register.simple_tag
def zone_name() -> str:
    """Whose clocks the page's dates and times are read from: Toronto."""
    return place_of(timezone.get_current_timezone_name())
