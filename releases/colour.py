"""Colours as people type them, how well they can be told apart, and the nearest one that can. Pure.

Contrast is that of WCAG 2.2. What "nearest" means is measured in OKLCH (CSS Color 4, section 9.2), where equal steps look
equal and a colour that gets lighter or darker keeps its hue; in HSL a blue would turn violet on the way.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

HEX = re.compile(r"#?(?:[0-9a-f]{3}|[0-9a-f]{6})", re.ASCII | re.IGNORECASE)

Linear = tuple[float, float, float]
_STEPS = 512
"""How finely lightness is searched: finer than the 256 steps of a channel."""


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour of sRGB, each channel from 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ``#0b5a4b``, ``0B5A4B`` or ``#abc``. Raises ``ValueError`` for anything else."""
        if not HEX.fullmatch(text.strip()):
            raise ValueError(text)
        digits = text.strip().lstrip("#")
        digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
        return cls(*(int(digits[at : at + 2], 16) for at in (0, 2, 4)))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def linear(self) -> Linear:
        """The channels as amounts of light, from 0 to 1 (WCAG 2.2, relative luminance; IEC 61966-2-1)."""
        red, green, blue = (_to_light(channel / 255) for channel in (self.red, self.green, self.blue))
        return red, green, blue

    def luminance(self) -> float:
        """Relative luminance as WCAG 2.2 defines it: 0 is black and 1 is white."""
        red, green, blue = self.linear()
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21. It is the same in both directions."""
    darker, lighter = sorted((one.luminance(), other.luminance()))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """``one`` with this share of ``other`` in it, as CSS's ``color-mix(in srgb, …)`` does it."""
    pairs = ((one.red, other.red), (one.green, other.green), (one.blue, other.blue))
    return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))


def nearest(wanted: Colour, against: Sequence[Colour], least: float) -> Colour:
    """The colour most like ``wanted`` that has at least this contrast with each of the others: lighter or darker, same hue.

    Where no colour can (against black and white at once, say), the one that comes closest to it.
    """
    return wanted if _worst(wanted, against) >= least else _searched(wanted, tuple(against), least)


# Every page of an office asks for the same few, and a search takes some milliseconds.
@lru_cache(maxsize=256)
def _searched(wanted: Colour, against: tuple[Colour, ...], least: float) -> Colour:
    lightness, chroma, hue = _to_oklch(wanted)
    steps = [_from_oklch(step / _STEPS, chroma, hue) for step in range(_STEPS + 1)]
    passing = [colour for colour in steps if _worst(colour, against) >= least]
    if not passing:
        return max(steps, key=lambda colour: _worst(colour, against))
    return min(passing, key=lambda colour: abs(_to_oklch(colour)[0] - lightness))


def _worst(colour: Colour, against: Sequence[Colour]) -> float:
    return min(contrast(colour, other) for other in against)


def _to_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _from_light(value: float) -> float:
    return value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _to_oklch(colour: Colour) -> tuple[float, float, float]:
    """Lightness, chroma and hue, with the matrices of CSS Color 4 (Björn Ottosson's)."""
    red, green, blue = colour.linear()
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> Colour:
    """The colour; with less chroma where the screen has not so much at this lightness."""
    low, high = 0.0, chroma
    light = _light_of(lightness, chroma, hue)
    if not _is_shown(light):
        for _step in range(12):
            middle = (low + high) / 2
            low, high = (middle, high) if _is_shown(_light_of(lightness, middle, hue)) else (low, middle)
        light = _light_of(lightness, low, hue)
    return Colour(*(round(255 * _from_light(min(max(channel, 0.0), 1.0))) for channel in light))


def _light_of(lightness: float, chroma: float, hue: float) -> Linear:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(light: Linear) -> bool:
    """Whether sRGB has it, but for what rounding to 256 steps hides."""
    return all(-0.0005 <= channel <= 1.0005 for channel in light)
