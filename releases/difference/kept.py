"""Differences between editions, kept: neither side ever changes, and any reader may ask again."""

from typing import cast

from django.core.cache import cache
from django.utils.translation import get_language

from releases.difference.compare import HIDDEN_FROM_READERS, compare
from releases.difference.model import Difference
from releases.models import Edition

VERSION = 1
"""Raised whenever the same two texts would be compared differently."""
KEPT_FOR = 24 * 60 * 60


def for_readers(before: Edition, after: Edition) -> Difference:
    """What readers may know of the difference between two editions, in the language of the page."""
    # By their content, so that no edition ever answers for another; the labels are in the language of the page.
    key = f"difference:{VERSION}:{get_language()}:{before.content_hash}:{after.content_hash}"
    found = cache.get(key)
    if found is None:
        found = compare(before.revision.snapshot, after.revision.snapshot, without=HIDDEN_FROM_READERS)
        cache.set(key, found, KEPT_FOR)
    return cast(Difference, found)
