"""Where the feeds are that belong to a page: ``{% feed_links %}`` for programs, in its head, ``{% follow %}`` for people."""

from typing import Any

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
    scope = _scope(kind, tag)
    title = title_of(scope, office, tag)
    rows = ((form.content_type, f"{title} ({form.name})", scope.path(key)) for key, form in FORMATS.items())
    return format_html_join("", '<link rel="alternate" type="{}" title="{}" href="{}">\n', rows)


@register.inclusion_tag("releases/feeds/_follow.html")
def follow(*, kind: str = "", tag: Tag | None = None) -> dict[str, Any]:
    """The same, to be seen."""
    scope = _scope(kind, tag)
    return {"formats": [(form.name, form.content_type, scope.path(key)) for key, form in FORMATS.items()]}


def _scope(kind: str, tag: Tag | None) -> Scope:
    return Scope(translation.get_language() or settings.LANGUAGE_CODE, kind=kind, tag=tag.slug if tag else "")
