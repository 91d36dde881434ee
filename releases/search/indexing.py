"""Into the index: an edition when it is frozen, long before anybody may find it, and whatever is missing there."""

import logging
from collections.abc import Iterable, Iterator

from django.db import DatabaseError, transaction

from releases.models import Edition, SearchWord
from releases.models.edition import EditionQuerySet
from releases.search.backend import backend
from releases.search.document import Document, document_of
from releases.workflow import Change

logger = logging.getLogger(__name__)

BATCH = 200
"""Editions that are indexed in one transaction: a second of work, so that writers wait no longer for SQLite's one lock."""


def index(editions: Iterable[Edition]) -> None:
    """Write entries for editions that have none. A withdrawal has no words of its own and is never found."""
    rows = [
        (
            edition,
            document_of(edition, edition.revision.snapshot, [item.tag.slug for item in edition.tagged_items.all()]),
        )
        for edition in editions
        if edition.change != Change.WITHDRAWAL
    ]
    backend().store(rows)
    _remember_words(rows)


def missing() -> EditionQuerySet:
    """Editions without an entry, newest first: what was published before there was a search, or put in by other ways."""
    return Edition.objects.filter(search_entry__isnull=True).exclude(change=Change.WITHDRAWAL).order_by("-pk")


def index_missing(most: int | None = None) -> Iterator[int]:
    """Index what is missing, newest first, in batches of their own transactions; yields how many were written each time.

    It can be ended at any moment and taken up again. What cannot be indexed is passed over and stands in the log. ``most``
    limits how many are looked at.
    """
    left, refused = most, set[int]()
    while left is None or left > 0:
        size = BATCH if left is None else min(BATCH, left)
        wanted = missing().exclude(pk__in=refused).select_related("revision").prefetch_related("tagged_items__tag")
        some = list(wanted.defer("article_html")[:size])
        done = _index_or_pass_over(some, refused)
        if done:
            yield done
        if len(some) < size:
            return
        left = None if left is None else left - len(some)


def _index_or_pass_over(some: list[Edition], refused: set[int]) -> int:
    """Index these together, or one by one where that fails. Returns how many were written."""
    try:
        with transaction.atomic():
            index(some)
    except (DatabaseError, ValueError):
        if len(some) == 1:
            refused.add(some[0].pk)
            logger.exception("edition %s cannot be indexed; readers do not find it", some[0].pk)
            return 0
        return sum(_index_or_pass_over([edition], refused) for edition in some)
    return len(some)


def index_some() -> int:
    """A little of what is missing; returns how much that was."""
    return sum(index_missing(most=BATCH))


def due() -> int:
    """How many editions are missing."""
    return missing().count()


def forget() -> None:
    """Empty the index, for it to be made anew: ``index_missing`` fills it."""
    with transaction.atomic():
        backend().clear()
        SearchWord.objects.all().delete()


def _remember_words(rows: list[tuple[Edition, Document]]) -> None:
    """Keep the words for those who misspell them. Most are known already, and nothing is said of them then."""
    words = {
        (edition.language, spelling): surface
        for edition, document in rows
        for spelling, surface in document.spellings.items()
        if spelling.isalpha()
    }
    new = (
        SearchWord(language=language, spelling=spelling, surface=surface)
        for (language, spelling), surface in sorted(words.items())
    )
    SearchWord.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
