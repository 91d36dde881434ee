"""How many matches there are, and of which kind, year, tag and language: the numbers beside the filters."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count
from taggit.models import Tag

from releases.models import Edition, EditionTag
from releases.models.edition import EditionQuerySet
from releases.search.backend import backend
from releases.search.expressions import Node
from releases.search.query import parse
from releases.search.ranking import COUNTED, Place, every_match, matching
from releases.search.statement import Statement, Window

MOST_TAGS = 12


@dataclass(frozen=True, slots=True)
class Facets:
    """Numbers of matches. Where ``is_part`` is set there are more than were counted: each number is "at least"."""

    total: int
    is_part: bool
    kinds: dict[str, int]
    years: dict[int, int]
    tags: list[tuple[Tag, int]]


NONE = Facets(total=0, is_part=False, kinds={}, years={}, tags=[])
"""Of a question that finds nothing."""


def facets_of(matches: list[Place]) -> Facets:
    """Count what ``ranking.counted`` gave; three queries, whatever their number."""
    is_part, found = len(matches) > COUNTED, matches[:COUNTED]
    # One value and not a thousand: writing them into the question took longer than answering it.
    among = backend().listed(edition for edition, _place in found)
    # The year is taken from the date here: SQLite would call a function of Django's for each row.
    rows = Edition.objects.filter(pk__in=among).order_by().values_list("kind", "published_on")
    kinds, years = Counter[str](), Counter[int]()
    for kind, day in rows:
        kinds[kind] += 1
        years[day.year] += 1
    tagged = EditionTag.objects.filter(edition__in=among).values_list("tag").annotate(number=Count("pk"))
    numbers = dict(tagged.order_by("-number", "tag")[:MOST_TAGS])
    tags = sorted(Tag.objects.filter(pk__in=numbers), key=lambda tag: (-numbers[tag.pk], tag.name))
    return Facets(
        total=len(found),
        is_part=is_part,
        kinds=dict(kinds.most_common()),
        years=dict(sorted(years.items(), reverse=True)),
        tags=[(tag, numbers[tag.pk]) for tag in tags],
    )


def in_other_languages(
    text: str, language: str, within: tuple[Node, ...], public: Callable[[str], EditionQuerySet]
) -> dict[str, int]:
    """How many releases in each other language of the site the same words find, up to ``COUNTED``; one query."""
    parts: list[str] = []
    params: list[Any] = []
    for code, _name in settings.LANGUAGES:
        query = parse(text, code)
        if code == language or not query:
            continue
        part = matching(every_match(query, within), public(code), Window(COUNTED))
        parts.append(f"SELECT %s, COUNT(edition_id) FROM ({part.sql}) AS found_{len(parts)}")  # noqa: S608  # from Django and us
        params += [code, *part.params]
    if not parts:
        return {}
    return {code: number for code, number in Statement(" UNION ALL ".join(parts), tuple(params)).rows() if number}
