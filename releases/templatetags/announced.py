"""``{% planned entry.planned %}``: a planned time as a ``<time>``."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from releases.announcing import Planned
from releases.calendar.words import machine_text, planned_text

register = template.Library()


@register.simple_tag
def planned(when: Planned) -> SafeString:
    """As exactly as it was announced, and no more."""
    return format_html('<time datetime="{}">{}</time>', machine_text(when), planned_text(when))
