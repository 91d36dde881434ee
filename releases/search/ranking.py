"""Which matches come first: by where the words stand, and among those the newer ones.

Counting how often a word stands in a text costs a look at every match, and says little of releases, which are short. Where it
stands says more: a release that has the words in its headline is about them. So there are tiers, each of which is read from the
index newest first, as far as somebody may page.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models.expressions import RawSQL

from releases.models.edition import EditionQuerySet
from releases.search import marks
from releases.search.backend import backend
from releases.search.expressions import Expression, Node, as_phrase, expression
from releases.search.query import Query
from releases.search.statement import Statement, Window

REACH = 200
"""How many matches are ranked: ten pages. Whoever wants more asks for the newest first, which has no end."""

COUNTED = 1000
"""Up to how many matches are counted, for the number at the head and those of the filters. Counting 60,000 took 90 ms."""

HALF_LIFE_DAYS = 365
"""A match loses half of its bonus for being recent in this time."""


LEAST = 1.0
"""What a match is worth that is in no tier."""

Place = tuple[int, Any]
"""The id of an edition and where it stands in the index."""


@dataclass(frozen=True, slots=True)
class Tier:
    """A way to match, and what it is worth."""

    weight: float
    asked: Expression


def tiers(query: Query, within: tuple[Node, ...]) -> list[Tier]:
    """The better ways in which a release can match, best first; whatever matches in another way is worth ``LEAST``.

    A bonus of at most half leaves each tier above the next: new is a touch, not a reason.
    """
    found = []
    if query.as_phrase:
        found.append(Tier(16, as_phrase(query, marks.HEADLINE, within)))
    if query.wanted:
        found.append(Tier(8, expression(query, marks.HEADLINE, within)))
        found.append(Tier(4, expression(query, marks.LEAD, within)))
    if query.as_phrase:
        found.append(Tier(2.5, as_phrase(query, marks.TEXT, within)))
    if query.unfinished:
        found.append(Tier(1.5, expression(query, marks.TEXT, within)))
    return found


def every_match(query: Query, within: tuple[Node, ...]) -> Expression:
    """What finds all that any tier does."""
    return expression(query, marks.TEXT, within, unfinished=query.unfinished)


def counted(query: Query, within: tuple[Node, ...], public: EditionQuerySet) -> list[Place]:
    """The newest matches of all, one more than are counted if there are as many; one query."""
    return newest(every_match(query, within), public, Window(COUNTED + 1))


def ranked(
    query: Query, within: tuple[Node, ...], public: EditionQuerySet, at: datetime, matches: list[Place]
) -> list[int]:
    """Ids of the best ``REACH`` matches among these editions, best first; one query. ``matches`` are those of ``counted``."""
    every = tiers(query, within)
    parts = [matching(tier.asked, public, Window(REACH)) for tier in every]
    sql = " UNION ALL ".join(
        f"SELECT {number} AS tier, edition_id, place FROM ({part.sql}) AS tier_{number} WHERE edition_id IS NOT NULL"  # noqa: S608
        for number, part in enumerate(parts)
    )
    better = Statement(sql, tuple(value for part in parts for value in part.params)).rows() if parts else []
    best: dict[int, tuple[float, datetime]] = {}
    for weight, edition, place in (
        *((every[number].weight, edition, place) for number, edition, place in better),
        *((LEAST, edition, place) for edition, place in matches[:REACH]),
    ):
        moment = backend().moment_of(place)
        age = max(0.0, (at - moment).total_seconds() / 86_400)
        score = weight * (1 + 0.5 * 0.5 ** (age / HALF_LIFE_DAYS))
        best[edition] = max(best.get(edition, (0.0, moment)), (score, moment))
    return sorted(best, key=lambda edition: (best[edition], edition), reverse=True)[:REACH]


def newest(asked: Expression, public: EditionQuerySet, window: Window) -> list[Place]:
    """Where the newest matches among these editions stand, or the oldest.

    One query; more only where so many editions that are no longer public were matched that they hid others.
    """
    while True:
        rows = matching(asked, public, window).rows()
        found = [(edition, place) for edition, place, _looked_at in rows if edition is not None]
        if len(found) >= window.most or rows == [] or rows[0][2] < window.most * window.spare:
            return found
        window = replace(window, spare=window.spare * 10)


def matching(asked: Expression, public: EditionQuerySet, window: Window) -> Statement:
    """``(edition_id, place, looked_at)`` of matches among these editions, as the database in use says them."""
    found: Statement = backend().matches(asked, itself_among(public), window)
    return found


def itself_among(public: EditionQuerySet) -> Statement:
    """A subquery for the edition of a match, if it is among these.

    Given the list of public editions to look in, a database would write it down first: each match asks for itself.
    """
    itself = public.filter(pk=RawSQL(backend().EDITION, ())).order_by().values("pk")  # noqa: S611  # a constant of ours
    return Statement(*itself.query.sql_with_params())
