"""French readers get French pages: the catalogue has every word that templates say to them, and is compiled."""

import ast
import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from lxml import html

from releases.models import Edition
from releases.snapshot import Link, Quote
from tests import scenes
from tests.markup import find, words

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
TEMPLATES = [path for path in (settings.BASE_DIR / "templates").rglob("*.html") if "admin" not in path.parts]
_ENTRY = re.compile(
    r'^(?:msgctxt (?P<context>".*")\n)?msgid (?P<said>".*")\n(?:msgid_plural ".*"\n)?msgstr(?:\[0\])? (?P<meant>".+")$',
    re.M,
)


def source() -> dict[str, str]:
    """What the catalogue's source says, by context and message as gettext joins them."""
    found = {}
    for entry in _ENTRY.finditer((CATALOGUE / "django.po").read_text(encoding="utf-8")):
        context = f"{ast.literal_eval(entry['context'])}\x04" if entry["context"] else ""
        found[context + ast.literal_eval(entry["said"])] = ast.literal_eval(entry["meant"])
    return found


def test_the_compiled_catalogue_says_what_its_source_says() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = source()
    assert len(written) > 100
    stale = {
        said: meant
        for said, meant in written.items()
        if meant not in (compiled._catalog.get(said), compiled._catalog.get((said, 0)))  # type: ignore[attr-defined]
    }
    assert stale == {}, "run `make messages`"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_every_word_of_a_public_template_has_its_french(template: Path) -> None:
    said = re.findall(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""", template.read_text(encoding="utf-8"))
    missing = {one or other for one, other in said} - set(source())
    assert missing == set()


@pytest.mark.django_db
def test_a_french_release_is_french_from_the_masthead_to_the_form() -> None:
    release = scenes.published(
        language="fr",
        headline="Le traversier revient",
        tags=("Traversiers",),
        links=(Link(label="Horaire", url="https://traversiers.example.org/"),),
        quotes=(Quote(text="Nous avons tenu parole.", speaker="Mary Fell"),),
    )
    address = Edition.objects.get(release=release).get_absolute_url()
    document = html.fromstring(Client().get(address).content.decode())
    assert words(document, ".release__head .kind") == "Communiqué"
    assert [words(each, "h2") for each in find(document, ".article section")] == ["Citation", "Liens connexes"]
    assert words(document, "#respond h2") == "Laisser une réponse"
    assert words(document, ".release__dates").startswith("Publié le ")
    assert "Toutes les publications" in words(document, ".sections")
