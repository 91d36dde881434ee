"""The same page in the site's other languages."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation


def in_every_language(name: str, query: str = "") -> dict[str, str]:
    """The address of a page that exists in every language, by language code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = reverse(name) + (f"?{query}" if query else "")
    return found
