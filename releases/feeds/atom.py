"""A feed as Atom (RFC 4287), with its pages (RFC 5005) and its hub (WebSub, 4)."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from releases.feeds.characters import clean, whole_second
from releases.feeds.model import Entry, Feed

CONTENT_TYPE = "application/atom+xml"


class _Atom(Atom1Feed):
    """Django's, with what it leaves out: the whole text, the pages, the hub, the language of each entry."""

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"]:
            kind = {} if relation == "hub" else {"type": CONTENT_TYPE}
            handler.addQuickElement("link", "", {"rel": relation, "href": address, **kind})
        handler.addQuickElement("generator", "Pressroom")

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["entry"].language}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        for topic in entry.topics:
            category = {"term": topic.term, "scheme": topic.scheme, "label": topic.label}
            handler.addQuickElement("category", "", {name: clean(value) for name, value in category.items()})
        for link in _enclosures(entry):
            handler.addQuickElement("link", "", {"rel": "enclosure", **link})
        handler.addQuickElement("content", clean(entry.html), {"type": "html"})


def atom(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    document = _Atom(
        title=clean(feed.title),
        link=feed.page,
        description="",
        subtitle=clean(feed.description),
        language=feed.language or None,
        author_name=clean(feed.author),
        feed_url=feed.address,
        feed_guid=feed.urn,
        updated=whole_second(feed.updated),
        links=links_of(feed),
    )
    for entry in feed.entries:
        document.add_item(
            title=clean(entry.title),
            link=entry.address,
            # It is said to be HTML; and nothing is said of it where it is nothing, which the stubs do not know.
            description=escape(clean(entry.summary)) if entry.summary else None,  # type: ignore[arg-type]
            author_name=clean(entry.author),
            pubdate=whole_second(entry.published),
            updateddate=whole_second(entry.updated),
            unique_id=entry.urn,
            entry=entry,
        )
    return document.writeString("utf-8").encode()


def links_of(feed: Feed) -> list[tuple[str, str]]:
    """The hub and the other pages of the list, by the relations that both formats of XML name them with."""
    every = [("hub", feed.hub), ("first", feed.newest), ("previous", feed.newer), ("next", feed.older)]
    return [(relation, address) for relation, address in every if address]


def _enclosures(entry: Entry) -> list[dict[str, str]]:
    found = []
    if entry.picture is not None:
        found.append({"href": entry.picture.address, "type": entry.picture.content_type})
        if entry.picture.alt:
            found[0]["title"] = clean(entry.picture.alt)
    for file in entry.enclosures:
        link = {"href": file.address, "type": file.content_type, "length": str(file.size), "title": clean(file.title)}
        found.append(link | ({"hreflang": file.language} if file.language else {}))
    return found
