"""What topics there are at a moment, and how many releases each has.

All counts at once are a difference: every row of a tag, out of a narrow index alone, less the few whose edition is over or
still ahead. Each row asked for its edition would be a look-up a row; measured in bench/BROWSING.md.
"""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from taggit.models import Tag

from releases.archives import Number
from releases.models import Edition, EditionTag
from releases.models.edition import EditionQuerySet
from releases.search.statement import Statement

MOST_USED = 12
RELATED = 8
COUNTED = 1_000
"""Up to this a tag's own page counts; beyond it says "more than"."""
NO_LETTER = "#"


@dataclass(frozen=True, slots=True)
class Topic:
    """A tag with the number of public releases that carry it."""

    slug: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Letter:
    """The topics that begin with a letter, whatever its accents."""

    letter: str
    topics: list[Topic]


def topics_of(language: str, at: datetime) -> list[Topic]:
    """Every tag that a public edition of this language carries, in alphabetical order, with its count; four queries.

    A withdrawal carries no tags, so what is neither over nor ahead is public.
    """
    rows = EditionTag.objects.filter(language=language)
    numbers = _counted(rows)
    for hidden in (Edition.objects.over(at), Edition.objects.yet_to_begin(at)):
        numbers.subtract(_carried_by(hidden, language))
    names = Tag.objects.in_bulk([pk for pk, number in numbers.items() if number > 0])
    # A tag of signs only has no slug, and so no page.
    topics = [Topic(tag.slug, tag.name, numbers[pk]) for pk, tag in names.items() if tag.slug]
    return sorted(topics, key=lambda topic: (folded(topic.name), topic.name))


def most_used(topics: Sequence[Topic]) -> list[Topic]:
    """Those with the most releases, the most first."""
    return sorted(topics, key=lambda topic: (-topic.number, folded(topic.name)))[:MOST_USED]


def by_letter(topics: Sequence[Topic]) -> list[Letter]:
    """Topics in alphabetical order, parted where a new letter begins; what begins with none comes first."""
    found: dict[str, list[Topic]] = {}
    for topic in topics:
        found.setdefault(initial(topic.name), []).append(topic)
    return [Letter(letter, found[letter]) for letter in sorted(found, key=lambda letter: (letter != NO_LETTER, letter))]


def count_of(tag: Tag, language: str, at: datetime) -> Number:
    """How many public releases of a language carry a tag, counted as far as ``COUNTED``; one query."""
    public = Edition.objects.public(at).filter(pk=OuterRef("edition"))
    rows = EditionTag.objects.filter(Exists(public), tag=tag, language=language).order_by("-first_published", "-slug")
    number = rows[: COUNTED + 1].count()
    return Number(min(number, COUNTED), is_more=number > COUNTED)


def beside(tag: Tag, editions: Sequence[Edition]) -> list[Tag]:
    """The other tags of these public editions, the most frequent first; one query."""
    rows = EditionTag.objects.filter(edition__in=[edition.pk for edition in editions]).exclude(tag=tag)
    found = list(rows.select_related("tag"))
    numbers = Counter(row.tag_id for row in found)
    tags = {row.tag_id: row.tag for row in found}
    order = sorted(numbers, key=lambda pk: (-numbers[pk], folded(tags[pk].name), pk))
    return [tags[pk] for pk in order[:RELATED]]


def folded(name: str) -> str:
    """A name as the alphabet sorts it: without accents and capitals (Unicode Standard Annex 15, NFKD)."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter)
    )


def initial(name: str) -> str:
    """The letter under which a name is looked for: É under E, œ under O as in French dictionaries, figures under ``#``."""
    first = folded(name).replace("œ", "oe").replace("æ", "ae")[:1]
    return first.upper() if first.isalpha() else NO_LETTER


def _counted(rows: QuerySet[EditionTag]) -> Counter[int]:
    return Counter(dict(rows.order_by().values_list("tag").annotate(number=Count("pk"))))


def _carried_by(editions: EditionQuerySet, language: str) -> Counter[int]:
    """How many of these few editions carry each tag. They are read first, which only a cross join makes SQLite do: it went
    through every row of the language instead, fifteen seconds with 100,000 releases. PostgreSQL chooses for itself."""
    every, given = editions.order_by().values("id").query.sql_with_params()
    sql = (
        f"SELECT carried.tag_id, COUNT(*) FROM ({every}) AS few CROSS JOIN {EditionTag._meta.db_table} AS carried "  # noqa: S608
        "WHERE carried.edition_id = few.id AND carried.language = %s GROUP BY carried.tag_id"
    )
    return Counter(dict(Statement(sql, (*given, language)).rows()))
