"""What stands on the paper: one edition under the office's letterhead, as HTML for the one program that draws it.

The text is rendered from the snapshot, through the same border as the page (``releases.html``); the parts around it are the
page's own templates. Everything that is shown follows from the edition and the office, so the digest of it names the PDF.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape
from django.utils.translation import gettext as _

from releases.html import readers_html
from releases.media_addresses import ABSOLUTE
from releases.models import Edition
from releases.office import OfficeIdentity
from releases.pdf.installed import renderer
from releases.pdf.packet import Given
from releases.pdf.resources import Pictures, Resource, fonts, logo_of, style
from releases.prose.model import Figure
from releases.snapshot import Snapshot

RECIPE = 1
"""Raised when the same sheet comes to be drawn otherwise: what was made before is then made anew, under another name."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document, ready to be drawn."""

    html: str
    style: str
    resources: tuple[Resource, ...]

    @property
    def digest(self) -> str:
        """Of everything that is drawn, and of the program that draws it."""
        parts = [RECIPE, renderer(), self.html, self.style, [[each.address, each.digest] for each in self.resources]]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def given(self) -> tuple[Given, ...]:
        """The bytes of all that it shows. Raises ``OSError`` where the storage does not have some of it."""
        return tuple(each.given() for each in self.resources)


def sheet_of(edition: Edition, corrections: Sequence[Edition], identity: OfficeIdentity) -> Sheet:
    """The sheet of an edition, in its language. ``corrections`` are those that readers know of when it is public."""
    content = edition.revision.snapshot
    lead = (content.lead_image,) if content.lead_image else ()
    pictures = Pictures((*lead, *content.figures, *content.gallery))
    logo = logo_of(identity)
    with translation.override(edition.language):
        context = {
            "edition": edition,
            "snapshot": content,
            "corrections": corrections,
            "office": identity,
            "logo": logo,
            "lead": pictures.show(content.lead_image.key) if content.lead_image else None,
            "body": _body(content, pictures),
            "gallery": [(each, pictures.show(each.key, small=True)) for each in content.gallery],
            "addresses": ABSOLUTE,
            "page_style": page_style(edition, identity),
            "SITE_URL": settings.SITE_URL,
        }
        html = render_to_string("releases/pdf/release.html", context)
    shown = (*fonts(), *([logo] if logo else []), *pictures.shown.values())
    return Sheet(html=html, style=style(), resources=shown)


def _body(content: Snapshot, pictures: Pictures) -> str:
    def draw(figure: Figure) -> str:
        drawn = pictures.show(figure.key)
        context: dict[str, Any] = {"drawn": drawn, "alt": "" if figure.decorative else figure.alt}
        return render_to_string("releases/pdf/_picture.html", context) if drawn else ""

    return readers_html(_dated(content), draw)


def _dated(content: Snapshot) -> str:
    """The body with the dateline in its first paragraph, where newspapers have it; what comes of that is sanitised after it.

    A float, as on the page, would be drawn before all else, and be read there by programs that take the text out.
    """
    if not content.dateline:
        return content.body
    dateline = f"<strong>{escape(content.dateline)}</strong>"
    if content.body.startswith("<p>"):
        return f"<p>{dateline} – {content.body.removeprefix('<p>')}"
    return f"<p>{dateline}</p>{content.body}"


def page_style(edition: Edition, identity: OfficeIdentity) -> str:
    """What the margins of its pages say, which CSS alone can write there: whose it is, its title, and the page of how many."""
    # Translators: {page} and {pages} become numbers: "Page 1 of 3".
    words = _("Page {page} of {pages}")
    numbered = " ".join(
        {"{page}": "counter(page)", "{pages}": "counter(pages)"}.get(part, css_string(part))
        for part in re.split(r"(\{pages?\})", words)
        if part
    )
    running = css_string(f"{identity.name} · {edition.headline}")
    address = css_string(f"{settings.SITE_URL}{edition.get_absolute_url()}")
    return (
        f"@page {{ size: {settings.PAPER}; @bottom-right {{ content: {numbered} }} @bottom-left {{ content: {address} }}\n"
        f"@top-left {{ content: {running} }} }}\n"
        f"@page :first {{ @top-left {{ content: none }} }}\n"
        f":root {{ --band: {identity.band} }}\n"
    )


def css_string(text: str) -> str:
    """A string of CSS, inside an element of HTML: whatever could end either is written as a number (css-syntax-3, 4.3.7)."""
    return '"' + "".join(each if each.isalnum() or each in " .,:/-·" else f"\\{ord(each):x} " for each in text) + '"'
