"""Web addresses in two languages: whether both versions send readers to the same pages.

The same address is the same page. So are two that differ in nothing but the language they name ("/en/" and "/fr/",
"en." and "fr.", "?lang=en"). Where a site translates the rest of its addresses too, nothing in them tells which page
answers which: on such a site as many links have to lead to its pages in one language as in the other.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from releases.prose.outline import links_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One link to the web: where it leads, its words, and the field and the language in which it stands."""

    url: str
    label: str
    field: str
    language: str


def addresses_in(html: str, language: str) -> Iterator[Address]:
    """The links to the web in a cleaned body. Whom to write to or to ring can differ from language to language."""
    for url, label in links_of(html):
        if url.startswith(("http://", "https://")):
            yield Address(url=url, label=label, field="body", language=language)


def unanswered(wanted: Sequence[Address], given: Sequence[Address]) -> list[Address]:
    """Those of ``wanted`` that nothing in ``given`` answers, each page once."""
    languages = frozenset(_short(address.language) for address in (*wanted, *given))
    known = {_without_language(address.url, languages) for address in given}
    missing: dict[str, Address] = {}
    for address in wanted:
        key = _without_language(address.url, languages)
        if key not in known:
            missing.setdefault(key, address)
    asked_for = {_without_language(address.url, languages) for address in wanted}
    spare = Counter(
        _site(url, languages)
        for url in {address.url for address in given if _without_language(address.url, languages) not in asked_for}
        if _names_language(url, languages)
    )
    return [address for address in missing.values() if not _answered_by_another(address, languages, spare)]


def _answered_by_another(address: Address, languages: frozenset[str], spare: Counter[str]) -> bool:
    """Take one link to a page of the same site in the other language for the answer, if one is left.

    One of the two has to name its language; a site's main language often has addresses that name none.
    """
    site = _site(address.url, languages)
    if not spare[site]:
        return False
    spare[site] -= 1
    return True


def _short(language: str) -> str:
    return language.split("-")[0].lower()


def _pattern(languages: frozenset[str]) -> str:
    return "(?:" + "|".join(re.escape(language) for language in sorted(languages)) + ")"


def _site(url: str, languages: frozenset[str]) -> str:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return re.sub(rf"^{_pattern(languages)}\.", "", host)


def _without_language(url: str, languages: frozenset[str]) -> str:
    """The address with what names one of these languages left out, and with the spellings that lead to one page made one."""
    parts, one_of = urlsplit(url), _pattern(languages)
    path = re.sub(rf"(?i)(?<=/){one_of}(?:[-_][a-z]{{2}})?(?=/|$)", "", parts.path)
    path = re.sub(rf"(?i)[-_.]{one_of}(?=\.[a-z]+$|$)", "", path)
    query = re.sub(rf"(?i)(?:^|&)(?:lang|language|locale|hl|l)={one_of}(?:[-_][a-z]{{2}})?(?=&|$)", "", parts.query)
    folded = re.sub(r"/+", "/", path).rstrip("/")
    return f"{_site(url, languages)}{folded}?{query}#{parts.fragment}"


def _names_language(url: str, languages: frozenset[str]) -> bool:
    parts = urlsplit(url)
    plain = f"{(parts.hostname or '').removeprefix('www.')}{re.sub(r'/+', '/', parts.path).rstrip('/')}"
    return not _without_language(url, languages).startswith(f"{plain}?{parts.query}#")
