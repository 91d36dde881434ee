"""What a page says of itself in the words of schema.org, as JSON-LD 1.1 inside the page.

Each function makes a document of plain values; ``script`` writes one down. Every address in it is absolute, and nothing is
said here that does not stand on the page or at one of its public addresses.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import iri_to_uri
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases.feeds.characters import spelt
from releases.history import Surroundings
from releases.kinds import KIND_PLURALS
from releases.media.specs import Spec, card, card_widths_for, pixel_size, social, widths_for
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.office import OfficeIdentity
from releases.snapshot import Attachment, Snapshot
from releases.social_card.addresses import SIZE, card_url

CONTEXT = "https://schema.org"

Node = dict[str, Any]

# An HTML parser ends the script at "</script", and "<!--" with "<script" makes it look for another end (WHATWG HTML,
# 13.2.5.20). JSON may hold any character as an escape in a string (RFC 8259, 7), and these stand nowhere else in it.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def script(document: Node) -> SafeString:
    """The document as a data block, which no policy for scripts concerns: it is never run (WHATWG HTML, 4.12.1)."""
    # A lone half of a surrogate pair is no character: it could not be sent in UTF-8 and is written as its escape.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    text = "".join(f"\\u{ord(each):04x}" if "\ud800" <= each <= "\udfff" else each for each in text)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308  # escaped above


def publisher(office: OfficeIdentity) -> Node:
    """The office, as whoever publishes and wrote what is here."""
    node = {
        "@type": settings.ORGANIZATION_TYPE,
        "@id": _publisher_id(),
        "name": office.name,
        "url": _home(),
        "slogan": office.tagline,
        "contactPoint": _contact_point(office),
    }
    if office.logo:
        width, height = office.logo_size
        node["logo"] = {
            "@type": "ImageObject",
            "url": absolute(office.logo_url),
            "width": width,
            "height": height,
        }
    return _said(node)


def release(
    edition: Edition, tags: Sequence[Tag], around: Surroundings, office: OfficeIdentity, urn: str, content: Snapshot
) -> Node:
    """A public edition as a ``NewsArticle``, with whoever publishes it and the way to it from the front page."""
    with translation.override(edition.language):
        url = absolute(edition.get_absolute_url())
        article = {
            "@type": "NewsArticle",
            "@id": article_id(edition),
            "url": url,
            "mainEntityOfPage": {"@type": "WebPage", "@id": url},
            "identifier": urn,
            "headline": edition.headline,
            "description": edition.summary or edition.excerpt,
            "inLanguage": edition.language,
            "datePublished": spelt(edition.first_published),
            # A small change moves no date: only of what readers were told of.
            "dateModified": spelt(edition.public_updated or edition.first_published),
            "dateline": content.dateline,
            "author": {"@id": _publisher_id()},
            "publisher": {"@id": _publisher_id()},
            "articleSection": edition.get_kind_display(),
            "keywords": [tag.name for tag in tags],
            "isAccessibleForFree": True,
            "image": images(edition, office),
            "associatedMedia": [_media(attachment) for attachment in content.attachments],
            "citation": [
                _said({"@type": "CreativeWork", "name": link.label, "url": iri_to_uri(link.url)})
                for link in content.links
            ],
            "isBasedOn": _source(content),
            "correction": [_correction(row) for row in around.corrections],
            **_twins(edition, around.translations),
        }
        return _graph(_said(article), publisher(office), breadcrumbs(_way_to(edition)))


def front_page(office: OfficeIdentity) -> Node:
    """The site, how it is searched, and whose it is."""
    site = {
        "@type": "WebSite",
        "@id": f"{_home()}#site",
        "url": _home(),
        "name": office.name,
        "inLanguage": translation.get_language(),
        "publisher": {"@id": _publisher_id()},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(reverse('releases:list'))}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        },
    }
    return _graph(_said(site), publisher(office))


def collection(title: str, url: str, editions: Iterable[Edition], office: OfficeIdentity) -> Node:
    """A page of a list: what it is called, and what stands on it, in its order; or another page, which lists no releases."""
    items = [
        {"@type": "ListItem", "position": number, "url": absolute(edition.get_absolute_url()), "name": edition.headline}
        for number, edition in enumerate(editions, 1)
    ]
    page = {
        "@type": "CollectionPage" if items else "WebPage",
        "@id": url,
        "url": url,
        "name": title,
        "inLanguage": translation.get_language(),
        "isPartOf": {"@type": "WebSite", "@id": f"{_home()}#site", "url": _home(), "name": office.name},
        "publisher": {"@id": _publisher_id()},
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else {},
    }
    return _graph(_said(page), publisher(office), breadcrumbs([(office.name, _home()), (title, url)]))


def breadcrumbs(way: Sequence[tuple[str, str]]) -> Node:
    """The way to a page: names and addresses, the page itself last."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(way, 1)
        ],
    }


def absolute(path: str) -> str:
    """An address of ours, whole."""
    return f"{settings.SITE_URL}{path}"


def article_id(edition: Edition) -> str:
    """What names the release itself, beside the page that it stands on."""
    return f"{absolute(edition.get_absolute_url())}#release"


def images(edition: Edition, office: OfficeIdentity) -> list[Node]:
    """The lead image whole and in both crops, or else the picture that is made of the headline."""
    image = edition.lead_image
    if image is None:
        url = absolute(card_url(edition, office))
        return [{"@type": "ImageObject", "url": url, "contentUrl": url, "width": SIZE[0], "height": SIZE[1]}]
    focal = (edition.lead_image_focal_x, edition.lead_image_focal_y)
    specs = [
        Spec(widths_for(image.width)[-1], "jpg"),
        card(card_widths_for(image.width, image.height)[-1], "jpg", focal),
        social(focal),
    ]
    return [_image(edition, image.key, spec, *pixel_size(spec, image.width, image.height)) for spec in specs]


def _image(edition: Edition, key: str, spec: Spec, width: int, height: int) -> Node:
    url = ABSOLUTE.image(key, str(spec))
    return _said(
        {
            "@type": "ImageObject",
            "url": url,
            "contentUrl": url,
            "width": width,
            "height": height,
            "caption": edition.lead_image_caption or edition.lead_image_alt,
            "creditText": edition.lead_image_credit,
            "usageInfo": _licence(edition.lead_image_licence),
        }
    )


def _licence(licence: str) -> Node | str:
    """An address as an address; other words as the name of the terms."""
    if not licence or licence.startswith(("https://", "http://")):
        return iri_to_uri(licence) or ""
    return {"@type": "CreativeWork", "name": licence}


def _media(attachment: Attachment) -> Node:
    url = ABSOLUTE.file(attachment)
    return _said(
        {
            "@type": "MediaObject",
            "name": attachment.title or attachment.name,
            "contentUrl": url,
            # Without what it says of the encoding: that is no part of the type (RFC 6838, 4.2).
            "encodingFormat": attachment.content_type.partition(";")[0],
            "contentSize": str(attachment.size),
            "inLanguage": attachment.language,
        }
    )


def _source(content: Snapshot) -> Node:
    """Where it appeared first, where that was elsewhere; empty otherwise."""
    said = _said({"name": content.source_name, "url": iri_to_uri(content.source_url)})
    return {"@type": "CreativeWork", **said} if said else {}


def _correction(row: Edition) -> Node:
    return {"@type": "CorrectionComment", "text": row.note, "datePublished": spelt(row.visible_from)}


def _twins(edition: Edition, translations: Sequence[Edition]) -> Node:
    """The same release in other languages: of which one it is the translation, or which are translations of it.

    The group has the number of the release that the others were made of. Where that one is not public, nobody is told.
    """
    original = next((each for each in translations if each.release_id == edition.translation_group), None)
    if original is not None:
        return {"translationOfWork": _twin(original)}
    if edition.release_id == edition.translation_group:
        return {"workTranslation": [_twin(each) for each in translations]}
    return {}


def _twin(edition: Edition) -> Node:
    return {
        "@type": "NewsArticle",
        "@id": article_id(edition),
        "url": absolute(edition.get_absolute_url()),
        "headline": edition.headline,
        "inLanguage": edition.language,
    }


def _way_to(edition: Edition) -> list[tuple[str, str]]:
    every = absolute(reverse("releases:list"))
    return [
        (_("All releases"), every),
        (str(KIND_PLURALS[edition.kind]), f"{every}?kind={edition.kind}"),
        (edition.headline, absolute(edition.get_absolute_url())),
    ]


def _contact_point(office: OfficeIdentity) -> Node:
    contact = office.contact
    if not (contact.email or contact.telephone):
        return {}
    return _said(
        {
            "@type": "ContactPoint",
            "contactType": "media relations",
            "name": contact.name,
            "email": contact.email,
            "telephone": contact.telephone,
        }
    )


def _home() -> str:
    return absolute(reverse("home"))


def _publisher_id() -> str:
    """The same in every language: it is one office."""
    return f"{settings.SITE_URL}/#publisher"


def _graph(*nodes: Node) -> Node:
    return {"@context": CONTEXT, "@graph": list(nodes)}


def _said(node: Node) -> Node:
    """Without what is empty: there is no word for nothing."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}
