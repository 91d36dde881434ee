"""The house's colours that an office's own have to go with, and what follows from those: checks, shades and a style sheet.

The values are those of ``static/css/tokens.css``; a test holds the two together.
"""

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.colour import Colour, contrast, mixed, nearest

TEXT = 4.5
"""What text of any size must have (WCAG 2.2, 1.4.3)."""
OUTLINE = 3.0
"""What an outline or the edge of a control must have (WCAG 2.2, 1.4.11 and 2.4.13)."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """The page as the house has it, by day or by night."""

    paper: Colour
    surface: Colour
    ink: Colour
    ink_soft: Colour
    rule: Colour
    rule_strong: Colour
    band: Colour
    band_ink: Colour
    band_soft: Colour
    accent: Colour
    focus: Colour


def _scheme(**colours: str) -> Scheme:
    return Scheme(**{name: Colour.parse(text) for name, text in colours.items()})


LIGHT = _scheme(
    paper="#fcfcfa",
    surface="#f0f3f0",
    ink="#14211d",
    ink_soft="#4b5953",
    rule="#d3dad5",
    rule_strong="#14211d",
    band="#0d3a31",
    band_ink="#f3f7f4",
    band_soft="#b8cdc5",
    accent="#0b5a4b",
    focus="#1c57c4",
)
DARK = _scheme(
    paper="#101715",
    surface="#18211e",
    ink="#e9eeeb",
    ink_soft="#a7b5ae",
    rule="#2f3b36",
    rule_strong="#8fa199",
    band="#0a1f1a",
    band_ink="#e9f2ee",
    band_soft="#9db8ae",
    accent="#86cdb7",
    focus="#9dc1ff",
)


BLACK, WHITE = Colour(0, 0, 0), Colour(255, 255, 255)


def _legible_on(band: Colour) -> Colour:
    """The house's light text or its dark one, or what is lighter and darker still: one of the four has 4.5 on any colour."""
    return next(ink for ink in (LIGHT.band_ink, LIGHT.ink, WHITE, BLACK) if contrast(ink, band) >= TEXT)


@dataclass(frozen=True, slots=True)
class Check:
    """One pair of colours, what it measures and what it must."""

    field: str
    """Which of the office's colours would have to change."""
    where: StrOrPromise
    front: Colour
    back: Colour
    least: float
    suggestion: Colour

    @property
    def ratio(self) -> float:
        """Rounded down: 4.499 is not 4.5."""
        return int(contrast(self.front, self.back) * 100) / 100

    @property
    def passes(self) -> bool:
        """Whether readers can tell the two apart."""
        return contrast(self.front, self.back) >= self.least


@dataclass(frozen=True)
class Palette:
    """The colours that an office may choose; each of them may be left to the house."""

    band: Colour | None = None
    """Behind the head and the foot of every page."""
    band_text: Colour | None = None
    link: Colour | None = None
    """Links and buttons on a light page."""
    link_dark: Colour | None = None
    """The same on a dark page."""

    FIELDS = ("band", "band_text", "link", "link_dark")

    @property
    def is_own(self) -> bool:
        """Whether the office chose any."""
        return any(getattr(self, name) is not None for name in self.FIELDS)

    def checks(self) -> list[Check]:
        """Every pair that these colours take part in, with the nearest colour that would pass."""
        found = []
        if self.band or self.band_text:
            found = [
                self._check("band_text", _("Text in the header and the footer"), by_day.band_ink, by_day.band, TEXT)
                for by_day in self._bands
            ]
            found += [
                self._check(
                    "band_text", _("Focus ring in the header and the footer"), shown.band_ink, shown.band, OUTLINE
                )
                for shown in self._bands
            ]
        for field, scheme, where in (
            ("link", self.light, _("Links and buttons on a light page")),
            ("link_dark", self.dark, _("Links and buttons on a dark page")),
        ):
            if getattr(self, field):
                # On a tinted panel there is less contrast than on the page: where that passes, both do.
                back = min(scheme.paper, scheme.surface, key=lambda other: contrast(scheme.accent, other))
                found.append(self._check(field, where, scheme.accent, back, TEXT))
        return found

    def _check(self, field: str, where: StrOrPromise, front: Colour, back: Colour, least: float) -> Check:
        return Check(field, where, front, back, least, nearest(front, [back], least))

    @property
    def _bands(self) -> list[Scheme]:
        """One where the band is the same by day and by night, as an office's own is."""
        same = (self.light.band, self.light.band_ink) == (self.dark.band, self.dark.band_ink)
        return [self.light] if same else [self.light, self.dark]

    @cached_property
    def light(self) -> Scheme:
        """The page by day."""
        return self._applied(LIGHT, self.link)

    @cached_property
    def dark(self) -> Scheme:
        """The page by night."""
        return self._applied(DARK, self.link_dark)

    def _applied(self, scheme: Scheme, link: Colour | None) -> Scheme:
        band = self.band or scheme.band
        own = self.band is not None or self.band_text is not None
        # Without a choice it is the same by day and by night, as the band is.
        ink = self.band_text or (_legible_on(self.band) if self.band else scheme.band_ink)
        # What is said more quietly on the band: towards the band as far as it can still be read.
        soft = nearest(mixed(ink, band, 0.25), [band], TEXT) if own else scheme.band_soft
        return replace(scheme, band=band, band_ink=ink, band_soft=soft, accent=link or scheme.accent)

    def style_sheet(self) -> str:
        """Custom properties in place of the house's; empty where the office chose no colour."""
        if not self.is_own:
            return ""
        # On paper the band is white; only what was drawn to stand on it, the logo, keeps its colour.
        return (
            f":root{{--letterhead:{self.light.band}}}\n"
            f"@media screen{{:root{{{self._properties(self.light, self.link)}}}}}\n"
            f"@media screen and (prefers-color-scheme:dark){{:root{{{self._properties(self.dark, self.link_dark)}}}}}\n"
        )

    def _properties(self, scheme: Scheme, link: Colour | None) -> str:
        said: dict[str, Colour] = {}
        if self.band or self.band_text:
            said |= {"band": scheme.band, "band-ink": scheme.band_ink, "band-soft": scheme.band_soft}
        if link:
            # Towards the ink: it has more contrast than the link itself, which passed.
            said |= {"accent": link, "accent-hover": mixed(link, scheme.ink, 0.3), "accent-ink": scheme.paper}
        return ";".join(f"--{name}:{colour}" for name, colour in said.items())

    @cached_property
    def digest(self) -> str:
        """What names exactly this style sheet; empty where there is none."""
        sheet = self.style_sheet()
        return hashlib.sha256(sheet.encode()).hexdigest()[:16] if sheet else ""
