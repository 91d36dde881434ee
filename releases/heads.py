"""What the head of a page tells machines: its one address, its languages, its twins, and what networks show of it.

A ``Head`` is made here for every sort of page, and ``releases/_machines.html`` writes it down (WHATWG HTML, 4.6.7; RFC 6596;
ogp.me; RFC 8288 for what the relations mean).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases import jsonld
from releases.feeds.characters import spelt
from releases.history import Surroundings
from releases.jsonld import absolute
from releases.media.renditions import pixel_size, social
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.office import OfficeIdentity
from releases.social_card import addresses

# Where a language alone is named, Open Graph wants a territory with it (ogp.me, "Optional Metadata"): that in which most of
# its readers are. A site whose LANGUAGES name one, such as fr-ca, has its own.
_TERRITORIES = {
    "en": "US",
    "ar": "AR",
    "cs": "CZ",
    "da": "DK",
    "el": "GR",
    "et": "EE",
    "fa": "IR",
    "he": "IL",
    "hi": "IN",
    "ja": "JP",
    "ko": "KR",
    "nb": "NO",
    "sl": "SI",
    "sv": "SE",
    "uk": "UA",
    "vi": "VN",
    "zh": "CN",
}
_SCRIPTS = {"zh-hans": "zh_CN", "zh-hant": "zh_TW"}


@dataclass(frozen=True, slots=True)
class Picture:
    """What is shown beside a link to the page."""

    url: str
    content_type: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True, slots=True)
class Twin:
    """Another form in which the same is to be had."""

    content_type: str
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a page says of itself. Every address is whole."""

    url: str
    title: str
    description: str
    site_name: str
    picture: Picture
    data: SafeString
    kind: str = "website"
    languages: Mapping[str, str] = field(default_factory=dict)
    """The same page by language, this one among them; empty where there is no other."""
    properties: Sequence[tuple[str, str]] = ()
    twins: Sequence[Twin] = ()
    robots: str = ""

    @property
    def locale(self) -> str:
        """Of this page, as Open Graph spells it."""
        return locale_of(translation.get_language() or settings.LANGUAGE_CODE)

    @property
    def other_locales(self) -> list[str]:
        """Of the same page in other languages."""
        return [locale for code in self.languages if (locale := locale_of(code)) != self.locale]

    @property
    def default_url(self) -> str:
        """For readers of any other language: the page in the site's first language, else in the first there is.

        It follows from the languages alone, so all of them name the same one.
        """
        first = (settings.LANGUAGE_CODE, *(code for code, _name in settings.LANGUAGES), *self.languages)
        return next((self.languages[code] for code in first if code in self.languages), "")


def locale_of(code: str) -> str:
    """A language as Open Graph spells it: with a territory."""
    if code in _SCRIPTS:
        return _SCRIPTS[code]
    locale = translation.to_locale(code)
    return locale if "_" in locale else f"{locale}_{_TERRITORIES.get(locale, locale.upper())}"


def of_release(
    edition: Edition, tags: Sequence[Tag], around: Surroundings, office: OfficeIdentity, urn: str, twins: Sequence[Twin]
) -> Head:
    """The head of a public edition's page."""
    languages = {each.language: absolute(each.get_absolute_url()) for each in (edition, *around.translations)}
    url = absolute(edition.get_absolute_url())
    return Head(
        url=url,
        title=edition.headline,
        description=edition.summary or edition.excerpt,
        site_name=office.name,
        picture=picture_of(edition, office),
        data=jsonld.script(jsonld.release(edition, tags, around, office, urn, edition.revision.snapshot)),
        kind="article",
        languages=languages if len(languages) > 1 else {},
        properties=[
            ("article:published_time", spelt(edition.first_published)),
            *([("article:modified_time", spelt(edition.public_updated))] if edition.public_updated else []),
            ("article:section", edition.get_kind_display()),
            *(("article:tag", tag.name) for tag in tags),
        ],
        twins=[*twins, *_embeds(edition.headline, url)],
    )


def of_front_page(office: OfficeIdentity, alternates: Mapping[str, str]) -> Head:
    """The head of the front page."""
    return Head(
        url=absolute(reverse("home")),
        title=office.name,
        description=office.tagline
        or _("News releases, statements and speeches of %(office)s.") % {"office": office.name},
        site_name=office.name,
        picture=site_picture(office),
        data=jsonld.script(jsonld.front_page(office)),
        languages=_whole(alternates),
    )


def of_list(
    title: str,
    path: str,
    office: OfficeIdentity,
    *,
    editions: Sequence[Edition] = (),
    alternates: Mapping[str, str] | None = None,
    robots: str = "",
) -> Head:
    """The head of a page that leads to others. ``path`` is the one under which it should be known.

    Of the page in other languages it tells only where that is this very page: its second page has no twin.
    """
    alternates = alternates or {}
    said = _("%(title)s: what %(office)s has published, newest first.")
    is_this = alternates.get(translation.get_language() or "") == path
    url = absolute(path)
    return Head(
        url=url,
        title=title,
        description=(said if editions else "%(title)s – %(office)s") % {"title": title, "office": office.name},
        site_name=office.name,
        picture=site_picture(office),
        data=jsonld.script(jsonld.collection(title, url, editions, office)),
        languages=_whole(alternates) if is_this else {},
        robots=robots,
    )


def picture_of(edition: Edition, office: OfficeIdentity) -> Picture:
    """The lead image in the crop for shared links, or the picture that is made of the headline."""
    image = edition.lead_image
    if image is None:
        url = absolute(addresses.card_url(edition, office))
        return Picture(url, addresses.CONTENT_TYPE, *addresses.SIZE, alt=edition.headline)
    spec = social((edition.lead_image_focal_x, edition.lead_image_focal_y))
    width, height = pixel_size(spec, image.width, image.height)
    return Picture(ABSOLUTE.image(image.key, str(spec)), spec.content_type, width, height, edition.lead_image_alt)


def site_picture(office: OfficeIdentity) -> Picture:
    """The picture of every page that is no release."""
    return Picture(absolute(addresses.site_card_url(office)), addresses.CONTENT_TYPE, *addresses.SIZE, alt=office.name)


def _embeds(headline: str, url: str) -> list[Twin]:
    """How other sites find what to show in place of a link (oembed.com, 4: Discovery)."""
    return [
        Twin(content_type, headline, f"{absolute(reverse('oembed'))}?{urlencode({'url': url, 'format': form})}")
        for form, content_type in (("json", "application/json+oembed"), ("xml", "text/xml+oembed"))
    ]


def _whole(paths: Mapping[str, str]) -> dict[str, str]:
    return {code: absolute(path) for code, path in paths.items()} if len(paths) > 1 else {}
