"""What a snapshot pins, as a reader meets it: pictures at the sizes a browser may choose from, files with what they are."""

from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from releases.languages import language_name
from releases.snapshot import Attachment, LeadImage, Pin
from releases.templatetags.pictures import sources

register = template.Library()


@register.inclusion_tag("includes/picture.html", takes_context=True)
def shown(context: template.Context, pinned: Pin | LeadImage, alt: str, sizes: str) -> dict[str, Any]:
    """A pinned picture, at the addresses of the page it stands on; never loaded before a reader comes near it."""
    address = context["addresses"].image
    return sources(pinned, lambda spec: address(pinned.key, spec), sizes) | {"alt": alt}


@register.simple_tag(takes_context=True)
def file_address(context: template.Context, attachment: Attachment) -> str:
    """Where whoever reads this page can have the file."""
    address: str = context["addresses"].file(attachment)
    return address


@register.simple_tag(takes_context=True)
def file_facts(context: template.Context, attachment: Attachment) -> str:
    """What a reader wants to know before the click: kind, size, language where it is another, and whether it is accessible."""
    facts = [attachment.name.rpartition(".")[2].upper(), filesizeformat(attachment.size)]
    if attachment.language and attachment.language != context.get("page_language"):
        facts.append(language_name(attachment.language))
    if attachment.accessible:
        facts.append(_("accessible"))
    return " · ".join(facts)
