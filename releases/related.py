"""What else to read: releases picked by hand, then those that share tags, the rarer and the newer the better."""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef
from taggit.models import Tag

from releases.models import Edition, EditionTag

CANDIDATES_PER_TAG = 50
"""Ranking everything under a common tag took 0.2 to 4 seconds at a million releases; the newest 50 are an index range."""

HALF_LIFE_DAYS = 180
"""A release loses half of its bonus for being recent in this time: about how long a press office's story stays alive."""


def related_to(edition: Edition, tags: Sequence[Tag], at: datetime, limit: int = 3) -> list[Edition]:
    """Up to ``limit`` public editions to read after this one; two queries, whatever the number of tags.

    Never the release itself, nor one of its translations, nor anything that is not public at this moment.
    """
    ranked = _by_tags(edition, tags, at)
    wanted = Edition.objects.public(at).exclude(translation_group=edition.translation_group).for_cards()
    some = wanted.filter(release__in=[*edition.picks, *ranked[: limit * 2]])
    # The language is looked at here: asked for it too, SQLite walks all editions in it instead of these few.
    found = {other.release_id: other for other in some if other.language == edition.language}
    order = [*edition.picks, *(release for release in ranked if release not in edition.picks)]
    return [found[release] for release in order if release in found][:limit]


def _by_tags(edition: Edition, tags: Sequence[Tag], at: datetime) -> list[int]:
    """Ids of releases that share tags with this edition, best first."""
    rows = _candidates(edition, tags, at)
    under: dict[int, int] = defaultdict(int)
    for _release, tag, _first_published in rows:
        under[tag] += 1
    score: dict[int, float] = defaultdict(float)
    newest: dict[int, datetime] = {}
    for release, tag, first_published in rows:
        # Inverse document frequency, as far as the candidates tell it: a tag of two releases says more than one of fifty.
        score[release] += 1 / math.log(2 + under[tag])
        newest[release] = first_published
    for release, first_published in newest.items():
        age = max(0.0, (at - first_published).total_seconds() / 86_400)
        score[release] *= 1 + 0.5 ** (age / HALF_LIFE_DAYS)
    return sorted(score, key=lambda release: (-score[release], -newest[release].timestamp(), release))


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
