"""Fonts for pictures: the site's own, and for scripts that it lacks those of the machine.

Pillow's FreeType reads WOFF2 as it is, so the pages' fonts serve here too. Debian's ``fonts-dejavu-core`` adds Cyrillic, Greek,
Arabic and Hebrew, ``fonts-noto-core`` and ``fonts-noto-cjk`` nearly everything.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from django.conf import settings
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont, Layout

from releases.social_card.lines import clusters_of

BOLD, REGULAR = 700, 400
_OWN = ("public-sans-latin.woff2", "public-sans-latin-ext-wght-normal.woff2")
# Pillow looks for them where the system has its fonts.
_OTHERS = (
    "DejaVuSans{}.ttf",
    "NotoSans{}.ttf",
    "NotoSansArabic{}.ttf",
    "NotoSansHebrew{}.ttf",
    "NotoSansArmenian{}.ttf",
    "NotoSansGeorgian{}.ttf",
    "NotoSansEthiopic{}.ttf",
    "NotoSansDevanagari{}.ttf",
    "NotoSansBengali{}.ttf",
    "NotoSansGurmukhi{}.ttf",
    "NotoSansGujarati{}.ttf",
    "NotoSansTamil{}.ttf",
    "NotoSansTelugu{}.ttf",
    "NotoSansThai{}.ttf",
    "NotoSansCanadianAboriginal{}.ttf",
    "NotoSansCJK{}.ttc",
    "DroidSansFallbackFull.ttf",
    "wqy-zenhei.ttc",
    "Symbola.ttf",
    "NotoEmoji-Regular.ttf",
)
_STYLES = {BOLD: ("-Bold", "-Regular", ""), REGULAR: ("-Regular", "")}
_PROBED_AT = 24
_NOBODY_HAS = "\U0010ffff"
"""A code point that is no character for good: what a font draws for it is what it draws for all that it lacks."""
_CHOSEN = frozenset("\ufe0e\ufe0f")
"""They ask for a sign in colours or without, and have no shape."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font writes."""

    text: str
    font: FreeTypeFont


def runs_of(text: str, size: int, weight: int, *, is_whole: bool = False) -> list[Run]:
    """The text in pieces by font. ``is_whole`` is for scripts that run from the right: their order is that of one piece."""
    if is_whole:
        return [Run(text, _face(_best(text, weight), size, weight))] if text else []
    found: list[tuple[str, str]] = []
    for cluster in clusters_of(text):
        last = found[-1][1] if found else ""
        # A space stays with its word.
        path = last if last and _is_invisible(cluster) else _first(cluster, weight)
        if found and path == last:
            found[-1] = (found[-1][0] + cluster, path)
        else:
            found.append((cluster, path))
    return [Run(piece, _face(path, size, weight)) for piece, path in found]


def writable(text: str, weight: int = BOLD) -> str:
    """The text without the signs and marks for which there is no font; empty where letters are among them.

    A headline without its emoji is still one. What nobody could read is better left out than drawn as boxes.
    """
    kept = ""
    for cluster in clusters_of(text):
        if _first(cluster, weight):
            kept += cluster
        elif _first(cluster[0], weight):
            kept += cluster[0]
        elif unicodedata.category(cluster[0])[0] in "LN":
            return ""
    return "" if _is_invisible(kept) else " ".join(part for part in kept.split(" ") if part)


def _best(text: str, weight: int) -> str:
    """The font with the most of these characters, the first of equals."""
    return max(_paths(weight), key=lambda path: sum(_covers(path, weight, each) for each in text), default="")


@lru_cache(maxsize=4096)
def _first(cluster: str, weight: int) -> str:
    """The first font that can write all of it; empty if none can."""
    return next((path for path in _paths(weight) if all(_covers(path, weight, each) for each in cluster)), "")


def _is_invisible(cluster: str) -> bool:
    return all(each.isspace() or unicodedata.category(each) == "Cf" or each in _CHOSEN for each in cluster)


@lru_cache(maxsize=16384)
def _covers(path: str, weight: int, character: str) -> bool:
    """Whether the font has a shape for it. FreeType can say so and Pillow does not, so what is drawn is compared."""
    if _is_invisible(character):
        return True
    drawn = _drawn(path, weight, character)
    return drawn != _drawn(path, weight, _NOBODY_HAS) and (bool(drawn[1]) or unicodedata.combining(character) > 0)


def _drawn(path: str, weight: int, character: str) -> tuple[tuple[int, int], bytes]:
    mask = _face(path, _PROBED_AT, weight, Layout.BASIC).getmask(character, mode="L")
    return mask.size, bytes(mask)


@lru_cache(maxsize=2)
def _paths(weight: int) -> tuple[str, ...]:
    """The fonts of this machine by path, those of the site first; looked for once in each process."""
    folder = Path(settings.BASE_DIR) / "static" / "vendor" / "fonts"
    wanted = [str(folder / name) for name in _OWN]
    for name in _OTHERS:
        wanted.append(next((path for style in _STYLES[weight] if (path := _found(name.format(style)))), ""))
    return tuple(path for path in wanted if path and _found(path))


def _found(name: str) -> str:
    try:
        return str(ImageFont.truetype(name, _PROBED_AT).path)
    except OSError:
        return ""


@lru_cache(maxsize=256)
def _face(path: str, size: int, weight: int, layout: Layout | None = None) -> FreeTypeFont:
    if not path:
        # Pillow's own, for a machine on which not even ours can be read: Latin letters alone.
        return cast(FreeTypeFont, ImageFont.load_default(size))
    font = ImageFont.truetype(path, size, layout_engine=layout)
    if Path(path).name in _OWN:
        font.set_variation_by_axes([weight])
    return font
