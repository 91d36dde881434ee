"""``{% feed_links %}``: where programs find the feeds that belong to a page, for its head."""

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from taggit.models import Tag

from releases.feeds.documents import FORMATS
from releases.feeds.scopes import Scope, title_of

register = template.Library()


@register.simple_tag
def feed_links(office: str, *, kind: str = "", tag: Tag | None = None) -> SafeString:
    """The feed of the language of the page in every format, or that of a kind or a topic (WHATWG HTML, 4.6.7.1)."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    scope = Scope(language, kind=kind, tag=tag.slug if tag else "")
    title = title_of(scope, office, tag)
    rows = ((form.content_type, f"{title} ({form.name})", scope.path(key)) for key, form in FORMATS.items())
    return format_html_join("\n", '<link rel="alternate" type="{}" title="{}" href="{}">', rows)
