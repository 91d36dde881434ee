"""The style sheets of a reader's page."""

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from pressroom.styles import PRINT_SHEETS, SITE_BUNDLE, SITE_SHEETS, BundlingStorage

register = template.Library()


@register.simple_tag
def site_styles() -> SafeString:
    """Links to the site's sheets: one in production, where ``collectstatic`` made one of them; else each for itself."""
    if isinstance(staticfiles_storage, BundlingStorage):
        sheets = [(static(SITE_BUNDLE), "all")]
    else:
        sheets = [(static(name), "all") for name in SITE_SHEETS] + [(static(name), "print") for name in PRINT_SHEETS]
    return format_html_join("\n", '<link rel="stylesheet" href="{}" media="{}">', sheets)
