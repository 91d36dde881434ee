"""The approved replies to a release as threads, a page of them in one query."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.safestring import SafeString

from comments.limits import THREADS_A_PAGE
from comments.models import Comment, CommentQuerySet
from comments.rendering import as_html
from releases.models import Edition


@dataclass(slots=True)
class Node:
    """One place in a thread. ``comment`` is ``None`` where a reply was removed that others still answer."""

    comment: Comment | None
    children: list["Node"] = field(default_factory=list)
    answered_in: int | None = None
    """The number of the edition that answers it in the text, if readers may read that one now."""

    @property
    def html(self) -> SafeString:
        """The reply's text as HTML."""
        return as_html(self.comment.text) if self.comment else SafeString("")


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """One page of threads, oldest first. ``total`` counts all approved replies to the release, not only this page's."""

    nodes: list[Node]
    total: int
    number: int
    pages: int
    pinned: Node | None = None
    """The reply that the office pinned, on the first page; it stands in its own place as well."""


def thread_page(release_id: int, at: datetime, number: int = 1) -> ThreadPage:
    """The page of threads with this number as readers see it at ``at``. A page that does not exist is empty.

    One query; and one more on the first page where the pinned reply stands on another.
    """
    every = Comment.objects.under(release_id)
    begin = (number - 1) * THREADS_A_PAGE
    roots = _shown_roots(release_id)
    rows = (
        every.threads_of(roots.oldest_first()[begin : begin + THREADS_A_PAGE])
        # What was set aside is fetched only where something may hang from it; its text is never used.
        .approved_or(Exists(Comment.objects.filter(parent=OuterRef("pk"))))
        .annotate(
            total=_count(every.approved()),
            roots=_count(roots),
            pin=Subquery(_pinned(release_id).values("pk")[:1], output_field=BigIntegerField()),
            answered=_answered(release_id, at),
        )
        .oldest_first()
    )
    found: list[Any] = list(rows)
    total, threads, pin = (found[0].total, found[0].roots, found[0].pin) if found else (0, 0, None)
    nodes = {row.pk: _node(row) for row in found}
    return ThreadPage(
        nodes=_grow(found, nodes),
        total=total,
        number=number,
        pages=-(-threads // THREADS_A_PAGE),
        pinned=_pinned_node(release_id, at, pin, nodes) if pin and number == 1 else None,
    )


def page_number_of(comment: Comment) -> int:
    """On which page of threads an approved reply stands."""
    root = Comment.objects.get(pk=comment.thread_id) if comment.thread_id else comment
    before = _shown_roots(comment.release_id).filter(
        Q(created_at__lt=root.created_at) | Q(created_at=root.created_at, pk__lt=root.pk)
    )
    return before.count() // THREADS_A_PAGE + 1


def _shown_roots(release_id: int) -> CommentQuerySet:
    """The replies that begin a thread of which something is shown: themselves or anything below them."""
    # Both say which release: the planner may turn the second one into a set, and must not make one of the whole table.
    every = Comment.objects.under(release_id)
    below = every.approved().filter(thread=OuterRef("pk"))
    return every.filter(parent__isnull=True).approved_or(Exists(below))


def _count(rows: QuerySet[Comment]) -> Coalesce:
    """The number of rows as a subquery, so that counting costs no query of its own."""
    counted = rows.order_by().values("release").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _pinned(release_id: int) -> CommentQuerySet:
    return Comment.objects.under(release_id).approved().filter(pinned_at__isnull=False)


def _answered(release_id: int, at: datetime) -> Subquery:
    """The number of the correction that answers a reply: nothing leaves early, so only one that readers may read now."""
    editions = Edition.objects.readable(at).filter(pk=OuterRef("answered_in"), release=release_id)
    return Subquery(editions.values("number")[:1], output_field=IntegerField())


def _pinned_node(release_id: int, at: datetime, pin: int, nodes: dict[int, Node]) -> Node | None:
    """Without what answers it: those stand in the thread."""
    if pin in nodes:
        return Node(nodes[pin].comment, answered_in=nodes[pin].answered_in)
    row = _pinned(release_id).annotate(answered=_answered(release_id, at)).filter(pk=pin).first()
    return _node(row) if row else None


def _node(row: Any) -> Node:
    """A reply that was set aside keeps its place, and nothing of it is shown."""
    return Node(row, answered_in=row.answered) if row.is_approved else Node(None)


def _grow(rows: Iterable[Comment], nodes: dict[int, Node]) -> list[Node]:
    """Hang each reply under the one that it answers. Rows come oldest first, and so do the children of each."""
    top: list[Node] = []
    for row in rows:
        parent = nodes.get(row.parent_id) if row.parent_id else None
        (parent.children if parent else top).append(nodes[row.pk])
    return _pruned(top)


def _pruned(nodes: list[Node]) -> list[Node]:
    """Without removed replies that nothing approved hangs from. Five levels deep at most, so recursion is safe."""
    for node in nodes:
        node.children = _pruned(node.children)
    return [node for node in nodes if node.comment or node.children]
