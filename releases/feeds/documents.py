"""The formats in which a feed is to be had, by the last part of its address."""

from collections.abc import Callable
from dataclasses import dataclass

from releases.feeds import atom, json_feed, rss
from releases.feeds.model import Feed


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a feed down."""

    name: str
    """As people call it."""
    content_type: str
    write: Callable[[Feed], bytes]


FORMATS = {
    "rss": Format("RSS", rss.CONTENT_TYPE, rss.rss),
    "atom": Format("Atom", atom.CONTENT_TYPE, atom.atom),
    "json": Format("JSON Feed", json_feed.CONTENT_TYPE, json_feed.json_feed),
}
"""The one that most programs know comes first: it is the first that a program which looks for a feed is offered."""
