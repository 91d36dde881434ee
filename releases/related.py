"""What else to read: releases picked by hand, then those that share tags, then those whose headlines share words.

How well each of these finds what an editor would have picked is measured in bench/RELATED.md.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from taggit.models import Tag

from releases.models import Edition, EditionTag
from releases.search import marks
from releases.search.expressions import AnyOf, Expression, Term
from releases.search.ranking import newest
from releases.search.statement import Window
from releases.search.words import words_of

CANDIDATES_PER_TAG = 50
"""Ranking everything under a common tag took 0.2 to 4 seconds at a million releases; the newest 50 are an index range."""

HALF_LIFE_DAYS = 180
"""A release loses half of its bonus for being of the same time as the other in this many days: a story's life, about."""

NEARNESS = 0.2
"""The bonus for the same day. As large as the rest of a score it put last month's news before the story's beginning."""

A_WORD = 0.1
"""What a word that two headlines share is worth: a fifth of what a tag with four releases is."""

COMPARED = 4
"""Of how many times as many releases as are shown the headlines are compared."""

SHARED_WORDS = 2
"""How many words two headlines must share where no tag speaks for them: one may be "statement"."""


def related_to(edition: Edition, tags: Sequence[Tag], at: datetime, limit: int = 3) -> list[Edition]:
    """Up to ``limit`` public editions to read after this one; two queries, or four for an edition without tags.

    Never the release itself, nor one of its translations, nor anything that is not public at this moment.
    """
    scores = by_tags(edition, tags, at)
    likely = sorted(scores, key=lambda release: -scores[release])[: limit * COMPARED]
    found = _cards(edition, [*edition.picks, *likely], at)
    words = _words(edition)
    for release in likely:
        if release in found:
            scores[release] += (
                A_WORD * len(words & _words(found[release])) * _nearness(edition, found[release].first_published)
            )
    ranked = sorted(
        (release for release in likely if release in found), key=lambda release: _place(scores, found, release)
    )
    order = list(dict.fromkeys((*(pick for pick in edition.picks if pick in found), *ranked)))
    if not tags and len(order) < limit and len(words) >= SHARED_WORDS:
        alike = by_words(edition, at)
        found = alike | found
        order += [release for release in alike if release not in order]
    return [found[release] for release in order][:limit]


def by_tags(edition: Edition, tags: Sequence[Tag], at: datetime) -> dict[int, float]:
    """How much the releases that share tags with this edition have to do with it, by their ids; one query.

    The rarer the shared tags are, the more: the inverse of how many releases carry each, as far as the candidates tell it. A
    tag of two releases says more than one of fifty.
    """
    rows = _candidates(edition, tags, at)
    under: dict[int, int] = defaultdict(int)
    for _release, tag, _first_published in rows:
        under[tag] += 1
    scores: dict[int, float] = defaultdict(float)
    for release, tag, first_published in rows:
        scores[release] += _nearness(edition, first_published) / math.log(2 + under[tag])
    return scores


def by_words(edition: Edition, at: datetime) -> dict[int, Edition]:
    """Releases whose headlines share words with this one's, by their ids, the most alike first; two queries."""
    words = _words(edition)
    if not words:
        return {}
    terms = tuple(Term(marks.term(edition.language, marks.HEADLINE, word)) for word in sorted(words))
    others = Edition.objects.public(at).exclude(translation_group=edition.translation_group)
    near = newest(Expression((AnyOf(terms),)), others, Window(CANDIDATES_PER_TAG))
    cards = others.filter(pk__in=[pk for pk, _place in near]).for_cards()
    shared = {card: len(words & _words(card)) for card in cards if card.language == edition.language}
    alike = sorted(
        (card for card in shared if shared[card] >= SHARED_WORDS),
        key=lambda card: (-shared[card] * _nearness(edition, card.first_published), card.slug),
    )
    return {card.release_id: card for card in alike}


def _cards(edition: Edition, releases: Iterable[int], at: datetime) -> dict[int, Edition]:
    wanted = Edition.objects.public(at).exclude(translation_group=edition.translation_group).for_cards()
    # The language is looked at here: asked for it too, SQLite walks all editions in it instead of these few.
    return {
        other.release_id: other for other in wanted.filter(release__in=releases) if other.language == edition.language
    }


def _words(edition: Edition) -> set[str]:
    return {word.terms[0] for word in words_of(edition.headline, edition.language)}


def _nearness(edition: Edition, first_published: datetime) -> float:
    days = abs((edition.first_published - first_published).total_seconds()) / 86_400
    return 1 + NEARNESS * float(0.5 ** (days / HALF_LIFE_DAYS))


def _place(scores: dict[int, float], found: dict[int, Edition], release: int) -> tuple[float, float, str]:
    """Best first; of equals the newer one, and for good measure by what readers see."""
    return -round(scores[release], 9), -found[release].first_published.timestamp(), found[release].slug


def _candidates(edition: Edition, tags: Sequence[Tag], at: datetime) -> list[tuple[int, int, datetime]]:
    """(release, tag, first published) of the newest public releases under each tag, in one query.

    One ``UNION ALL`` of limited index ranges, written out because Django refuses to slice the parts of a union on SQLite,
    which takes them as derived tables. Each row asks for its own edition: given a list to look in, SQLite first writes down
    all public editions.
    """
    public = Edition.objects.public(at).exclude(translation_group=edition.translation_group)
    parts: list[str] = []
    params: list[Any] = []
    for number, tag in enumerate(tags):
        newest = (
            EditionTag.objects.filter(Exists(public.filter(pk=OuterRef("edition"))), tag=tag, language=edition.language)
            .order_by("-first_published", "-slug")
            .values_list("edition__release_id", "tag_id", "first_published")[:CANDIDATES_PER_TAG]
        )
        sql, part_params = newest.query.sql_with_params()
        parts.append(f"SELECT * FROM ({sql}) AS under_tag_{number}")  # noqa: S608  # only Django's own SQL
        params.extend(part_params)
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return [(release, tag, _aware(moment)) for release, tag, moment in cursor.fetchall()]


def _aware(moment: datetime | str) -> datetime:
    """SQLite's driver, where the ORM is passed by, hands back naive UTC, as text or not; PostgreSQL's is aware."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
