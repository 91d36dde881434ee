"""What there is of a release to take along, as far as this machine can make it."""

from django import template

from releases.models import Edition
from releases.pdf.installed import missing

register = template.Library()


@register.simple_tag
def pdf_address(edition: Edition) -> str:
    """The address of its PDF, or nothing where none can be made: there is no link to what answers 404."""
    return "" if missing() else edition.get_pdf_url()
