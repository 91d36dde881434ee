"""Languages: what they are called, and the same page in the site's other ones."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import get_language_info


def language_name(code: str) -> str:
    """What a language is called in the language of the page."""
    try:
        return str(capfirst(get_language_info(code)["name_translated"]))
    except KeyError:
        return code


def in_every_language(name: str, query: str = "") -> dict[str, str]:
    """The address of a page that exists in every language, by language code."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = reverse(name) + (f"?{query}" if query else "")
    return found
