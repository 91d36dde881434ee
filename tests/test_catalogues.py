"""The French catalogues hold every message, keep its placeholders and markup, follow French typography, and are compiled.

`make messages` collects new ones and compiles.
"""

import gettext
import re
from pathlib import Path
from string import Formatter

import pytest
from django.conf import settings

from tests.catalogue import Entry, Key, in_scripts, in_sources, read

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
DOMAINS = {"django": in_sources, "djangojs": in_scripts}
_PERCENT = re.compile(r"%%|%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
_TAG = re.compile(r"<[^>]+>|&[a-z]+;")
# What French sets off with a space that does not break, and so never a plain one. Addresses have no space after the colon.
_PLAIN_SPACE = re.compile(r" [:;!?»](?=\s|$|<)|« ")
_NO_SPACE = re.compile(r"[\w)»](?:[:!?;](?=\s|$))|«(?!\u00a0)|(?<!\u00a0)»")
domains = pytest.mark.parametrize("domain", DOMAINS)


def entries(domain: str) -> list[Entry]:
    """All but the header."""
    return read(CATALOGUE / f"{domain}.po")[1:]


@domains
def test_every_message_of_the_sources_is_in_the_catalogue_and_nothing_else(domain: str) -> None:
    said = DOMAINS[domain]()
    held = {entry.key for entry in entries(domain)}
    # gettext keeps one entry for a message with and without a plural.
    plurals = {(key.singular, key.context) for key in held if key.plural}
    missing = {key: where for key, where in said.items() if key not in held and _bare(key) not in plurals}
    assert missing == {}, "run `make messages` and translate"
    assert held - set(said) == set(), "nobody says these any more: run `make messages`"


def _bare(key: Key) -> tuple[str, str] | None:
    return None if key.plural else (key.singular, key.context)


@domains
def test_every_message_is_translated_in_every_form_and_none_is_a_guess(domain: str) -> None:
    for entry in entries(domain):
        assert "fuzzy" not in entry.flags, entry.key
        assert len(entry.translations) == (2 if entry.key.plural else 1), entry.key
        assert all(text.strip() for text in entry.translations), entry.key


@domains
def test_no_message_is_held_twice(domain: str) -> None:
    keys = [(entry.key.singular, entry.key.context) for entry in entries(domain)]
    assert len(keys) == len(set(keys))


@domains
def test_placeholders_and_markup_survive_translation(domain: str) -> None:
    for entry in entries(domain):
        key = entry.key
        if key.context.startswith("date format"):
            continue
        for number, text in enumerate(entry.translations):
            allowed = [key.singular] if number == 0 else [key.plural]
            # “One thing” of a singular may be a figure in French, whose singular is nought too, and the other way round.
            allowed += [key.plural] if key.plural else []
            assert _moving_parts(text) in [_moving_parts(each) for each in allowed], (key, text)


def _moving_parts(text: str) -> tuple[list[str], list[str], list[str]]:
    braces = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    return sorted(_PERCENT.findall(text)), sorted(_TAG.findall(text)), sorted(braces)


@domains
def test_french_typography_is_kept(domain: str) -> None:
    for entry in entries(domain):
        if entry.key.context.startswith("date format"):
            continue
        for text in entry.translations:
            visible = _TAG.sub("", text)
            assert not _PLAIN_SPACE.search(visible), f"a space that must not break: {text!r}"
            assert not _NO_SPACE.search(visible), f"a missing space: {text!r}"
            assert "'" not in visible, f"a typewriter's apostrophe: {text!r}"
            assert not re.search("[“”]", visible), f"English quotation marks: {text!r}"


@domains
def test_the_compiled_catalogue_says_what_its_source_says(domain: str) -> None:
    with (CATALOGUE / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    written = {}
    for entry in entries(domain):
        key = entry.key
        name = f"{key.context}\x04{key.singular}" if key.context else key.singular
        if key.plural:
            written |= {(name, number): text for number, text in enumerate(entry.translations)}
        else:
            written[name] = entry.translations[0]
    assert {name: text for name, text in compiled.items() if name} == written, "run `make messages`"


def test_plurals_follow_french_where_nought_is_singular() -> None:
    with (CATALOGUE / "django.mo").open("rb") as file:
        french = gettext.GNUTranslations(file)
    said = [french.ngettext("%(count)s reply", "%(count)s replies", number) for number in (0, 1, 2, 5)]
    assert said == ["%(count)s réponse"] * 2 + ["%(count)s réponses"] * 2
