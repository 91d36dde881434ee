"""A feed as RSS 2.0, after the profile of the RSS Advisory Board, with the modules that reader programs know."""

from datetime import datetime
from typing import Any

from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.html import escape

from releases.feeds.atom import links_of
from releases.feeds.characters import clean, spelt, whole_second
from releases.feeds.model import Entry, Feed, Picture

CONTENT_TYPE = "application/rss+xml"
NAMESPACES = {
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}


class _Rss(Rss201rev2Feed):
    """Django's, with what it leaves out: the whole text, when it changed, the picture, the pages, the hub."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def latest_post_date(self) -> datetime:
        updated: datetime = self.feed["updated"]
        return updated

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for relation, address in self.feed["links"]:
            handler.addQuickElement("atom:link", None, {"rel": relation, "href": address})
        handler.addQuickElement("generator", "Pressroom")
        handler.addQuickElement("docs", "https://www.rssboard.org/rss-specification")

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        # RSS has no word of its own for it.
        handler.addQuickElement("atom:updated", spelt(entry.updated))
        handler.addQuickElement("dc:language", entry.language)
        if entry.picture is not None:
            _media(handler, entry.picture)
        handler.addQuickElement("content:encoded", clean(entry.html))


def rss(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    document = _Rss(
        title=clean(feed.title),
        link=feed.page,
        description=clean(feed.description),
        language=feed.language or None,
        feed_url=feed.address,
        updated=whole_second(feed.updated),
        links=links_of(feed),
    )
    for entry in feed.entries:
        document.add_item(
            title=clean(entry.title),
            link=entry.address,
            # Reader programs take it for HTML; and nothing is said of it where it is nothing, which the stubs do not know.
            description=escape(clean(entry.summary)) if entry.summary else None,  # type: ignore[arg-type]
            # The module's word for a name alone: RSS itself only knows authors by their e-mail.
            author_name=clean(entry.author),
            pubdate=whole_second(entry.published),
            unique_id=entry.urn,
            unique_id_is_permalink=False,
            categories=[clean(topic.label) for topic in entry.topics],
            enclosures=_enclosure(entry.picture),
            entry=entry,
        )
    return document.writeString("utf-8").encode()


def _enclosure(picture: Picture | None) -> list[Enclosure]:
    """One at most. Its length is nought because nobody knows it before it is fetched (RSS profile, item enclosure)."""
    return [Enclosure(picture.address, "0", picture.content_type)] if picture else []


def _media(handler: Any, picture: Picture) -> None:
    """The picture with its size (Media RSS 1.5.1). Without a ``media:description``: feedparser 6, on which many are built,
    takes it for the text of the release. What it shows is said in the article."""
    facts = {
        "url": picture.address,
        "type": picture.content_type,
        "medium": "image",
        "width": str(picture.width),
        "height": str(picture.height),
    }
    handler.startElement("media:content", facts)
    if picture.credit:
        handler.addQuickElement("media:credit", clean(picture.credit))
    handler.endElement("media:content")
