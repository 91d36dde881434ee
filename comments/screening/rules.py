"""The rules: each looks at one thing and says what it found, with points. None of them decides.

Points add up to ``SUSPECTED_AT`` (5) for what should wait behind the others. A word of the block list does that by itself, also
for somebody who was approved before; nothing else does. Good history weighs little, because anybody can write any
email address into the form.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from comments.models import ListedWord
from comments.screening.codes import Code
from comments.screening.history import history_before
from comments.screening.lists import listed_in
from comments.screening.model import Finding, Origin, Posting

FAST = 3.0
"""Seconds in which nobody reads a form and fills it in."""
LINKS = 2
"""From so many on, as in WordPress (``comment_max_links``)."""
MOSTLY = 0.5
"""The part of a text's visible characters from which it is a link with some words, and not the other way round."""
WEIGHS = 3
"""At most what one kind of history weighs, however long it is."""
WORDS_NAMED = 5

BLOCK_POINTS = 5 + 2
"""With the best history taken off it is still enough."""

# An address that begins with http:// or www., up to the next blank. "http://www." is one link.
_LINK = re.compile(r"(?:https?://|(?<![\w/.])www\.)\S+", re.IGNORECASE)


def of_the_moment(posting: Posting) -> Iterator[Finding]:
    """What came with the words: where from, how fast, and what stood in the field that people do not see."""
    signals = posting.signals
    if signals.origin == Origin.UNKNOWN:
        yield Finding(Code.ORIGIN, 2)
    # Without script nobody knows how long the form was open, and that says nothing of anybody.
    if signals.seconds is not None and signals.seconds < FAST:
        yield Finding(Code.FAST, 2, f"{signals.seconds:.1f}")
    if signals.honeypot.strip():
        yield Finding(Code.HONEYPOT, 3, signals.honeypot.strip())


def of_the_words(posting: Posting) -> Iterator[Finding]:
    """Listed words, in anything that was written. Addresses count as they read, not as they are encoded."""
    listed = listed_in((posting.text, posting.author, posting.email, unquote(posting.url)))
    for name, code, points in (
        (ListedWord.List.BLOCK, Code.BLOCK, BLOCK_POINTS),
        (ListedWord.List.WATCH, Code.WATCH, 1),
    ):
        if words := listed.get(name):
            more = ["…"] if len(words) > WORDS_NAMED else []
            yield Finding(code, points, ", ".join([*words[:WORDS_NAMED], *more]))


def of_the_links(posting: Posting) -> Iterator[Finding]:
    """Links are what spam is for."""
    links = _LINK.findall(posting.text)
    if len(links) >= LINKS:
        yield Finding(Code.LINKS, min(len(links), 4), str(len(links)))
    visible = len("".join(posting.text.split()))
    if links and sum(map(len, links)) >= visible * MOSTLY:
        yield Finding(Code.MOSTLY_LINK, 1)
    if _LINK.search(posting.author):
        yield Finding(Code.NAME_LINK, 3, posting.author)


def of_the_history(posting: Posting) -> Iterator[Finding]:
    """What became of earlier replies; one who was approved before gets points taken off."""
    past = history_before(posting)
    for code, count, best in (
        (Code.EMAIL_APPROVED, past.email_approved, 1),
        (Code.ADDRESS_APPROVED, past.address_approved, 1),
    ):
        if count:
            yield Finding(code, -best, str(count))
    for code, count in ((Code.EMAIL_REFUSED, past.email_refused), (Code.ADDRESS_REFUSED, past.address_refused)):
        if count:
            yield Finding(code, min(count, WEIGHS), str(count))


RULES = (of_the_moment, of_the_words, of_the_links, of_the_history)
