"""A release in ninjs 2.1, the IPTC's News in JSON: what the systems of news agencies and newsrooms take in.

Made of the same shape as our own JSON, so neither says more than the other. Names that ninjs has no place for (quotes, facts,
links) become further bodies with a role of their own; ninjs leaves roles to whoever provides the news. Only names that every
2.x has are used.
"""

from collections.abc import Sequence
from typing import Any

from releases.feeds.characters import spelt
from releases.representation.model import Attachment, Contact, Image, Quote, Release, Translation

VERSION = "2.1"
SCHEMA = f"https://iptc.org/std/ninjs/ninjs-schema_{VERSION}.json"

Object = dict[str, Any]


def ninjs_of(release: Release) -> Object:
    """The release as a ninjs object. What is empty is left out: there is no word for nothing."""
    return _said(
        {
            "uri": release.id,
            "standard": {"name": "ninjs", "version": VERSION, "schema": SCHEMA},
            "type": "composite" if release.lead_image or release.gallery or release.attachments else "text",
            "representationtype": "full",
            "profile": "press-release",
            "version": str(release.edition),
            "firstcreated": spelt(release.first_published),
            # A small change moves no date.
            "versioncreated": spelt(release.updated or release.first_published),
            "pubstatus": "usable",
            "language": release.language,
            "title": release.headline,
            "headlines": [{"role": "main", "contenttype": "text/plain", "value": release.headline}],
            "descriptions": _one("summary", release.summary),
            "bodies": _bodies(release),
            "located": release.dateline,
            "by": release.publisher.name,
            "ednote": "\n".join(f"{spelt(each.date)} {each.note}" for each in release.corrections),
            "genres": [{"name": release.kind_name, "literal": str(release.kind)}],
            "subjects": [
                {"name": tag.name, "rel": "about", "uri": tag.url, "literal": tag.slug} for tag in release.tags
            ],
            "people": [_person(contact) for contact in release.contacts],
            "infosources": _sources(release),
            "altids": [{"role": "address", "value": release.url}],
            "renditions": [{"name": each.name, "href": each.url, "contenttype": each.type} for each in release.formats],
            "associations": [
                *([_picture("lead image", release.lead_image, release.language)] if release.lead_image else []),
                *(_picture("gallery", image, release.language) for image in release.gallery),
                *(_file(attachment) for attachment in release.attachments),
                *(_translation(translation) for translation in release.translations),
            ],
        }
    )


def _bodies(release: Release) -> list[Object]:
    """The text with and without markup, and the parts around it."""
    text = release.body.text
    return [
        {"role": "main", "contenttype": "text/html", "value": release.body.html},
        {
            "role": "main",
            "contenttype": "text/plain",
            "charcount": len(text),
            "wordcount": len(text.split()),
            "value": text,
        },
        *_several("quote", [_quote(quote) for quote in release.quotes]),
        *_several("fact", [fact.text for fact in release.facts]),
        *_several("link", [f"{link.label}\n{link.url}" for link in release.links]),
    ]


def _one(role: str, text: str | None) -> list[Object]:
    return _several(role, [text] if text else [])


def _several(role: str, texts: Sequence[str]) -> list[Object]:
    return [{"role": role, "contenttype": "text/plain", "value": text} for text in texts]


def _quote(quote: Quote) -> str:
    speaker = f"{quote.speaker}, {quote.title}" if quote.title else quote.speaker
    return f"{quote.text}\n– {speaker}"


def _person(contact: Contact) -> Object:
    ways = [("email", contact.email), ("phone", contact.phone)]
    reached = [{"type": kind, "role": contact.role, "value": value} for kind, value in ways if value]
    return _said({"name": contact.name, "rel": "contact", "contactinfo": [_said(way) for way in reached]})


def _sources(release: Release) -> list[Object]:
    """The office, and where the release appeared first if that was elsewhere."""
    found = [{"name": release.publisher.name, "role": "publisher", "uri": release.publisher.url}]
    if (source := release.source) is not None:
        found.append(_said({"name": source.name, "role": "originator", "uri": source.url}))
    return found


def _picture(name: str, image: Image, language: str) -> Object:
    return _said(
        {
            "name": name,
            # Its largest rendition: stored pictures have no other public name.
            "uri": max(image.renditions, key=lambda each: (each.width, each.type)).url,
            "type": "picture",
            "language": language,
            "by": image.credit,
            "usageterms": image.licence,
            "descriptions": [*_one("caption", image.caption), *_one("alternative text", image.alt)],
            "renditions": [
                {
                    "name": f"{each.width}×{each.height}",
                    "href": each.url,
                    "contenttype": each.type,
                    "width": each.width,
                    "height": each.height,
                }
                for each in image.renditions
            ],
        }
    )


def _file(attachment: Attachment) -> Object:
    rendition = {
        "name": attachment.name,
        "href": attachment.url,
        "contenttype": attachment.type,
        "title": attachment.title,
        "sizeinbytes": attachment.size,
    }
    return _said(
        {
            "name": "attachment",
            "uri": attachment.url,
            "type": "component",
            "language": attachment.language,
            "title": attachment.title,
            "renditions": [rendition],
        }
    )


def _translation(translation: Translation) -> Object:
    return {
        "name": "translation",
        "uri": translation.url,
        "type": "text",
        "representationtype": "partial",
        "language": translation.language,
        "headlines": [{"role": "main", "contenttype": "text/plain", "value": translation.headline}],
        "renditions": [{"name": "html", "href": translation.url, "contenttype": "text/html"}],
    }


def _said(names: Object) -> Object:
    return {name: value for name, value in names.items() if value not in ("", None, [], {})}
