"""What words would have caught among the replies that there are, before anybody lists them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from comments.models import Comment
from comments.screening.excerpt import Excerpt, excerpt
from comments.screening.folding import fold
from comments.screening.lists import Words
from comments.screening.tokens import pieces
from comments.states import State

NEWEST = 2000
CHARACTERS = 4_000_000
"""Looked at in all, about a second's work: replies of 64 KB each would take half a minute."""
EXAMPLES = 20


@dataclass(frozen=True, slots=True)
class Example:
    """One reply that would have been caught, and where."""

    comment: Comment
    excerpt: Excerpt


@dataclass(slots=True)
class Caught:
    """What was found in the newest replies."""

    looked_at: int = 0
    states: Counter[str] = field(default_factory=Counter)
    words: Counter[int] = field(default_factory=Counter)
    approved: Counter[int] = field(default_factory=Counter)
    """By the number of the word: how many replies it is in, and how many approved ones."""
    examples: list[Example] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Replies that hold any of the words."""
        return self.states.total()


def caught_by(folded: Sequence[str]) -> Caught:
    """Look for these words, as ``folded_word`` makes them, in the newest replies of every state."""
    words, caught = Words(folded), Caught()
    for comment in _newest():
        caught.looked_at += 1
        hits = {number for text in _fields(comment) for number in words.within(pieces(fold(text)))}
        if not hits:
            continue
        caught.states[comment.state] += 1
        caught.words.update(hits)
        if comment.state == State.APPROVED:
            caught.approved.update(hits)
        _keep_example(caught, comment, words)
    return caught


def _keep_example(caught: Caught, comment: Comment, words: Words) -> None:
    """Approved ones first: they are what a word does wrong. The newest of each."""
    is_approved = comment.state == State.APPROVED
    if len(caught.examples) >= EXAMPLES:
        last = caught.examples[-1].comment.state
        if not is_approved or last == State.APPROVED:
            return
        caught.examples.pop()
    shown = next(filter(None, (excerpt(text, words) for text in _fields(comment))), Excerpt("", "", ""))
    at = sum(each.comment.state == State.APPROVED for each in caught.examples) if is_approved else len(caught.examples)
    caught.examples.insert(at, Example(comment, shown))


def _newest() -> Iterator[Comment]:
    rows = Comment.objects.exclude(state=State.ERASED).order_by("-pk")
    read = 0
    for comment in rows.only("state", "author", "email", "url", "text", "created_at")[:NEWEST].iterator(chunk_size=100):
        yield comment
        read += len(comment.text)
        if read > CHARACTERS:
            return


def _fields(comment: Comment) -> tuple[str, ...]:
    """Where screening looks (``rules.of_the_words``)."""
    return comment.text, comment.author, comment.email, unquote(comment.url)
