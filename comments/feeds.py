"""The approved replies to a release as a list, newest first: what its feed and its JSON twin hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, IntegerField, OuterRef, Subquery
from django.http import Http404
from django.utils.safestring import SafeString

from comments.addresses import edition_url, place_url
from comments.models import Comment
from comments.rendering import CONTROLS, as_html
from releases.feeds.characters import spelt
from releases.models import Edition
from releases.urns import newsroom_namespace, urn_in, urn_of

REPLIES_A_PAGE = 50
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved reply, as readers of a list get it. What no document may hold is replaced, as on the page."""

    comment: Comment
    address: str
    """Where it is read."""
    answers: str
    """The key of the reply that it answers, if readers see that one; nothing otherwise."""
    answers_address: str
    """Where that one is read, or nothing."""
    answered_in: int | None
    """The number of the edition that answers it in the text, if readers may read that one now."""
    answered_in_address: str
    """Where that edition is read, or nothing."""

    @property
    def urn(self) -> str:
        """Its id for good, whatever becomes of the site's name and addresses (RFC 4287, 4.2.6)."""
        return urn_of(self.comment.key)

    @property
    def answers_urn(self) -> str:
        """The id of the reply that it answers, or nothing."""
        return urn_of(self.answers) if self.answers else ""

    @property
    def name(self) -> str:
        """Under which name it was written."""
        return CONTROLS.sub("\ufffd", self.comment.author)

    @property
    def website(self) -> str:
        """Their website, unless the office does not want them."""
        return self.comment.url if settings.REPLIES_ASK_WEBSITE else ""

    @property
    def text(self) -> str:
        """The words, plain."""
        return CONTROLS.sub("\ufffd", self.comment.text)

    @property
    def html(self) -> SafeString:
        """The words as they stand on the page."""
        return as_html(self.comment.text)

    @property
    def written(self) -> str:
        """When it was written."""
        return spelt(self.comment.created_at)

    @property
    def edited(self) -> str:
        """When its writer changed it, or nothing."""
        return spelt(self.comment.edited_at) if self.comment.edited_at else ""

    @property
    def updated(self) -> str:
        """When it became what it is (RFC 4287, 4.2.15)."""
        return self.edited or self.written


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One page of the list (RFC 5005, 3). ``total`` counts the approved replies and nothing else."""

    entries: list[Entry]
    total: int
    number: int

    @property
    def pages(self) -> int:
        """How many there are; a release without replies has one, and it is empty."""
        return max(1, -(-self.total // REPLIES_A_PAGE))

    def links(self, address: str) -> dict[str, str]:
        """The addresses of the list's ends and of the pages beside this one, by their relation."""
        numbers = {"first": 1, "previous": self.number - 1, "next": self.number + 1, "last": self.pages}
        return {name: page_address(address, number) for name, number in numbers.items() if 1 <= number <= self.pages}


def urn_of_feed(edition: Edition) -> str:
    """A name for the list, the same in every format and for all its pages; one query."""
    return urn_in(newsroom_namespace(), "replies", edition.language, edition.published_on.isoformat(), edition.slug)


def page_address(address: str, number: int) -> str:
    """The address of one page, the first of which has none of its own."""
    return f"{settings.SITE_URL}{address}" + (f"?page={number}" if number > 1 else "")


def asked_page(edition: Edition, parameters: Mapping[str, str], at: datetime) -> FeedPage:
    """The page that ``?page=`` asks for, the first without it, in two queries.

    Raises ``Http404`` for a page that does not exist and for what is no number.
    """
    asked = parameters.get("page", "1")
    if not _NUMBER.fullmatch(asked):
        raise Http404
    number = int(asked)
    every = Comment.objects.under(edition.release_id).approved()
    begin = (number - 1) * REPLIES_A_PAGE
    page = FeedPage(entries=[], total=every.count(), number=number)
    if number > page.pages:
        raise Http404
    # Which ones is read from the index alone; what belongs to them is looked up for these few only.
    these = every.newest_first()[begin : begin + REPLIES_A_PAGE].values("pk")
    parents = Comment.objects.approved().filter(pk=OuterRef("parent")).values("key")
    editions = Edition.objects.readable(at).filter(pk=OuterRef("answered_in"), release=edition.release_id)
    rows = (
        Comment.objects.filter(pk__in=these)
        .annotate(
            answers=Subquery(parents, output_field=CharField()),
            answered=Subquery(editions.values("number")[:1], output_field=IntegerField()),
        )
        .newest_first()
    )
    page.entries.extend(_entry(edition, row) for row in rows)
    return page


def _entry(edition: Edition, row: Any) -> Entry:
    return Entry(
        comment=row,
        address=f"{settings.SITE_URL}{place_url(edition, row.key)}",
        answers=row.answers or "",
        answers_address=f"{settings.SITE_URL}{place_url(edition, row.answers)}" if row.answers else "",
        answered_in=row.answered,
        answered_in_address=f"{settings.SITE_URL}{edition_url(edition, row.answered)}" if row.answered else "",
    )
