"""Where a reply is filed in its thread."""

from typing import TypedDict

from comments.limits import MAX_DEPTH
from comments.models import Comment


class Place(TypedDict):
    """The columns that say where."""

    parent: Comment | None
    thread_id: int | None
    depth: int


def place_under(parent: Comment | None) -> Place:
    """Under the reply that is answered, or above it where the nesting ends.

    The one above may have been removed meanwhile: the answer then still stands beside the reply that it answers.
    """
    while parent is not None and parent.depth >= MAX_DEPTH:
        parent = parent.parent
    if parent is None:
        return {"parent": None, "thread_id": None, "depth": 0}
    return {"parent": parent, "thread_id": parent.thread_id or parent.pk, "depth": parent.depth + 1}
