"""What other sites show in place of a link to a release (oembed.com, version 1.0): words and a link, no script and no frame.

Made for an edition that readers may see. Of a release that is withdrawn later, whoever embedded it keeps these words; the
text itself is not among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import get_language_info, pgettext

from releases.dateformat import format_date
from releases.feeds.characters import clean
from releases.heads import picture_of
from releases.jsonld import absolute
from releases.media.specs import Spec, card, card_widths_for, pixel_size, widths_for
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.office import OfficeIdentity

WIDTH, HEIGHT = 600, 200
"""In CSS pixels, the room that the words take at most in a column of text. The quotation itself is as wide as it is let be."""
LEAST_WIDTH, LEAST_HEIGHT = 200, 120
"""Into less the words do not fit, and only the link is given."""

Response = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much room whoever asks has, in pixels; ``None`` where they do not say."""

    width: int | None = None
    height: int | None = None

    def let(self, width: int, height: int) -> bool:
        """Whether there is so much room."""
        return (self.width is None or width <= self.width) and (self.height is None or height <= self.height)


def limits_in(parameters: QueryDict) -> Limits:
    """The room that the parameters name. Raises ``ValueError`` for what is no number of pixels."""
    return Limits(_pixels(parameters.get("maxwidth", "")), _pixels(parameters.get("maxheight", "")))


def response_for(edition: Edition, office: OfficeIdentity, limits: Limits) -> Response:
    """The answer for this edition, as names and values."""
    common: dict[str, str | int] = {
        "version": "1.0",
        "title": edition.headline,
        "author_name": office.name,
        "author_url": absolute(reverse("home")),
        "provider_name": office.name,
        "provider_url": absolute(reverse("home")),
        **_thumbnail(edition, office, limits),
    }
    if not limits.let(LEAST_WIDTH, LEAST_HEIGHT):
        return {"type": "link", **common}
    size = {"width": min(WIDTH, limits.width or WIDTH), "height": min(HEIGHT, limits.height or HEIGHT)}
    return {"type": "rich", **common, **size, "html": html_of(edition, office)}


def html_of(edition: Edition, office: OfficeIdentity) -> str:
    """A quotation with its source: plain elements, which every site's own style can take in."""
    local = timezone.localtime(edition.first_published)
    return format_html(
        '<blockquote class="press-release" lang="{}" dir="{}" cite="{}"><p><a href="{}">{}</a></p>{}'
        '<footer>{}, <time datetime="{}">{}</time></footer></blockquote>',
        edition.language,
        "rtl" if get_language_info(edition.language)["bidi"] else "ltr",
        (url := absolute(edition.get_absolute_url())),
        url,
        edition.headline,
        format_html("<p>{}</p>", text) if (text := edition.summary or edition.excerpt) else "",
        office.name,
        local.isoformat(timespec="seconds"),
        format_date(local, pgettext("date format", "j F Y")),
    )


def xml_of(response: Response) -> bytes:
    """The answer in XML: one element a name (oembed.com, 2.3.4.2)."""
    parts = "".join(f"<{name}>{escape(clean(str(value)))}</{name}>" for name, value in response.items())
    return f'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n<oembed>{parts}</oembed>\n'.encode()


def path_of(url: str) -> str | None:
    """The path of an address of this very site; ``None`` for all others, however alike they look."""
    site = f"{settings.SITE_URL}/"
    return "/" + url.removeprefix(site).partition("#")[0].partition("?")[0] if url.startswith(site) else None


def language_of(path: str) -> str:
    """The language that a path is in."""
    return translation.get_language_from_path(path) or settings.LANGUAGE_CODE


def _thumbnail(edition: Edition, office: OfficeIdentity, limits: Limits) -> Response:
    """The largest picture for which there is room; none is better than one that does not fit."""
    for url, width, height in _pictures(edition, office):
        if limits.let(width, height):
            return {"thumbnail_url": url, "thumbnail_width": width, "thumbnail_height": height}
    return {}


def _pictures(edition: Edition, office: OfficeIdentity) -> list[tuple[str, int, int]]:
    """The pictures that a reader may have, the largest first."""
    shared = picture_of(edition, office)
    found = [(shared.url, shared.width, shared.height)]
    image = edition.lead_image
    if image is not None:
        focal = (edition.lead_image_focal_x, edition.lead_image_focal_y)
        specs = [card(each, "jpg", focal) for each in card_widths_for(image.width, image.height)]
        specs += [Spec(each, "jpg") for each in widths_for(image.width)[:1]]
        sized = [(ABSOLUTE.image(image.key, str(spec)), *pixel_size(spec, image.width, image.height)) for spec in specs]
        found += sorted(sized, key=lambda row: -row[1] * row[2])
    return found


def _pixels(text: str) -> int | None:
    if not text:
        return None
    # The longest that any screen is wide has five digits; more is nobody's room.
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and int(text) > 0):
        raise ValueError(text)
    return int(text)
