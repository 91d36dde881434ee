"""What became of earlier replies from the same mailbox and the same address. Queries over indexes, for a page at once."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Lower

from comments.models import Comment
from comments.screening.model import Posting
from comments.states import State

REFUSED = (State.REJECTED, State.SPAM)
"""The trash is not among them: what was sent twice or by mistake goes there too."""


@dataclass(frozen=True, slots=True)
class History:
    """How many others of the same origin were approved, and refused. A mark lasts for a month (``comments.senders``)."""

    email_approved: int = 0
    email_refused: int = 0
    address_approved: int = 0
    address_refused: int = 0

    @property
    def known(self) -> bool:
        """Whether there is anything to say."""
        return self != History()


Counts = Counter[tuple[str, str]]
"""By mailbox or mark, and state."""


def history_of(comments: Collection[Comment]) -> dict[int, History]:
    """By row number, in two queries for however many there are. None counts itself."""
    emails = _by_email({comment.email.lower() for comment in comments})
    marks = _by_mark({comment.mark for comment in comments})
    return {
        comment.pk: _history(emails, marks, comment.email.lower(), comment.mark, own_state=comment.state)
        for comment in comments
    }


def history_before(posting: Posting) -> History:
    """Of what is being screened, which may have a row already."""
    email = posting.email.lower()
    return _history(
        _by_email({email}, posting.comment_id), _by_mark({posting.mark}, posting.comment_id), email, posting.mark
    )


def _history(emails: Counts, marks: Counts, email: str, mark: str, own_state: str = "") -> History:
    def count(counts: Counts, name: str, states: tuple[str, ...]) -> int:
        if not name:
            return 0
        return max(sum(counts[name, state] for state in states) - (own_state in states), 0)

    return History(
        email_approved=count(emails, email, (State.APPROVED,)),
        email_refused=count(emails, email, REFUSED),
        address_approved=count(marks, mark, (State.APPROVED,)),
        address_refused=count(marks, mark, REFUSED),
    )


def _decided(but: int | None) -> QuerySet[Comment]:
    rows = Comment.objects.filter(state__in=(State.APPROVED, *REFUSED))
    return rows if but is None else rows.exclude(pk=but)


def _by_email(emails: set[str], but: int | None = None) -> Counts:
    wanted = [Lower(Value(email)) for email in sorted(emails - {""})]
    if not wanted:
        return Counter()
    # In the words of the index "comment_same_mailbox".
    rows = _decided(but).annotate(mailbox=Lower("email")).filter(mailbox__in=wanted).order_by()
    counts: Counts = Counter()
    for mailbox, state, number in (
        rows.values("mailbox", "state").annotate(number=Count("pk")).values_list("mailbox", "state", "number")
    ):
        counts[mailbox.lower(), state] += number
    return counts


def _by_mark(marks: set[str], but: int | None = None) -> Counts:
    wanted = sorted(marks - {""})
    if not wanted:
        return Counter()
    # "comment_same_address" leaves out those without, and the database must be told that so do we.
    rows = _decided(but).filter(mark__in=wanted).exclude(mark="").order_by()
    counted = rows.values("mark", "state").annotate(number=Count("pk")).values_list("mark", "state", "number")
    return Counter({(mark, state): number for mark, state, number in counted})
