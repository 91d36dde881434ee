"""A feed as JSON Feed 1.1 (jsonfeed.org). What is ours alone stands under ``_pressroom``, as the specification has it."""

import json
from typing import Any

from releases.feeds.characters import clean, spelt
from releases.feeds.model import Enclosure, Entry, Feed

CONTENT_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The document, in UTF-8. What is empty is left out: the specification has no word for nothing."""
    document = {
        "version": VERSION,
        "title": clean(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "description": clean(feed.description),
        "next_url": feed.older,
        "authors": [{"name": clean(feed.author)}],
        "language": feed.language,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    # The items are required even where there is none.
    whole = _said(document) | {"items": [_said(_item(entry)) for entry in feed.entries]}
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _item(entry: Entry) -> dict[str, Any]:
    changed = entry.updated != entry.published
    return {
        "id": entry.urn,
        "url": entry.address,
        "title": clean(entry.title),
        "content_html": clean(entry.html),
        "summary": clean(entry.summary),
        "image": entry.picture.address if entry.picture else "",
        "date_published": spelt(entry.published),
        "date_modified": spelt(entry.updated) if changed else "",
        "authors": [{"name": clean(entry.author)}],
        "tags": [clean(topic.label) for topic in entry.topics],
        "language": entry.language,
        "attachments": [_attachment(file) for file in entry.enclosures],
        "_pressroom": _said(
            {
                "kind": entry.kind,
                "corrections": [{"date": spelt(each.since), "note": clean(each.note)} for each in entry.corrections],
            }
        ),
    }


def _attachment(file: Enclosure) -> dict[str, Any]:
    return {
        "url": file.address,
        "mime_type": file.content_type,
        "title": clean(file.title),
        "size_in_bytes": file.size,
    }


def _said(names: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in names.items() if value not in ("", [], {})}
