"""From words to the bytes of a PNG."""

import io
import unicodedata
from functools import partial

from PIL import Image, ImageDraw, features

from releases.colour import Colour, mixed
from releases.social_card.addresses import SIZE
from releases.social_card.fonts import BOLD, REGULAR, Run, runs_of, writable
from releases.social_card.lines import set_in
from releases.social_card.words import Words

MARGIN = 80
HEADLINE_BOX = (SIZE[0] - 2 * MARGIN, 330)
HEADLINE_SIZES = (92, 82, 74, 66, 58, 52, 46, 42)
"""In pixels; networks show the picture at half its size and less, so nothing on it is smaller than 30."""
LEADING = 1.18
KICKER_SIZE, FOOT_SIZE = 34, 34
_KICKER_Y, _HEADLINE_Y, _RULE_Y, _FOOT_Y = 92, 132, 508, 556
_SHADES = 16
"""From the ground to the ink: half a byte a pixel, and more steps than the edge of a letter has."""
_INK, _SOFT, _RULE = 255, 204, 85
"""How much of the ink there is in a colour: all contrast is that which the office's colours were measured for, or near it."""

_HAS_RAQM = features.check("raqm")
"""Without it letters of Arabic stand side by side, unjoined; Pillow's own wheels have it."""


def draw(words: Words) -> bytes:
    """The picture of these words, the same on every machine with the same fonts."""
    image = Image.new("L", SIZE, 0)
    pen = Pen(image, is_rtl=words.is_rtl)
    pen.bar()
    pen.line(words.kicker, KICKER_SIZE, REGULAR, _SOFT, _KICKER_Y)
    # Where no font here has the script of the headline, the office's name stands for it.
    pen.headline(writable(words.headline) or writable(words.office))
    if words.office or words.date:
        pen.rule()
        room = pen.line(words.date, FOOT_SIZE, REGULAR, _SOFT, _FOOT_Y, at_end=True)
        pen.line(words.office, FOOT_SIZE, BOLD, _INK, _FOOT_Y, across=HEADLINE_BOX[0] - room - 40)
    return _png(image, Colour.parse(words.ground), Colour.parse(words.ink))


def _png(image: Image.Image, ground: Colour, ink: Colour) -> bytes:
    """The shades in the office's colours: all were drawn in grey, because every colour here is a mix of two."""
    last = _SHADES - 1
    shades = image.point([round(value * last / 255) for value in range(256)])
    steps = [mixed(ground, ink, step / last) for step in range(_SHADES)]
    coloured = Image.frombytes("P", SIZE, shades.tobytes())
    coloured.putpalette([channel for step in steps for channel in (step.red, step.green, step.blue)])
    sink = io.BytesIO()
    coloured.save(sink, "PNG", bits=4, compress_level=9)
    return sink.getvalue()


class Pen:
    """Writes on one picture, from the side at which its language begins."""

    def __init__(self, image: Image.Image, *, is_rtl: bool) -> None:
        self._draw = ImageDraw.Draw(image)
        self._is_rtl = is_rtl

    def bar(self) -> None:
        """The edge at which reading begins."""
        left = SIZE[0] - 16 if self._is_rtl else 0
        self._draw.rectangle((left, 0, left + 15, SIZE[1]), fill=_INK)

    def rule(self) -> None:
        """The line above the foot."""
        self._draw.rectangle((MARGIN, _RULE_Y, SIZE[0] - MARGIN - 1, _RULE_Y + 1), fill=_RULE)

    def headline(self, text: str) -> None:
        """The headline as large as there is room for, in the middle of its box."""
        size, lines = self._largest(text)
        step = size * LEADING
        top = _HEADLINE_Y + (HEADLINE_BOX[1] - step * len(lines)) / 2
        for number, line in enumerate(lines):
            self._write(line, size, BOLD, _INK, top + step * (number + 0.5))

    def line(
        self, text: str, size: int, weight: int, shade: int, y: float, *, at_end: bool = False, across: float = 0
    ) -> float:
        """One line around this height; returns how wide it is. What has no font is left out, what is too long is cut."""
        text = writable(text, weight)
        if not text:
            return 0
        setting = set_in(text, lambda piece: self._width(piece, size, weight), across or HEADLINE_BOX[0], 1)
        return self._write(setting.lines[0], size, weight, shade, y, at_end=at_end)

    def _largest(self, text: str) -> tuple[int, tuple[str, ...]]:
        """The largest size at which all words are in the box and whole; else that with all of them, else the smallest."""
        across, height = HEADLINE_BOX
        tried: list[tuple[bool, bool, int, tuple[str, ...]]] = []
        for size in HEADLINE_SIZES:
            most = int(height / (size * LEADING))
            setting = set_in(text, partial(self._width, size=size, weight=BOLD), across, most)
            tried.append((setting.is_cut, setting.is_broken, -size, setting.lines))
            if not (setting.is_cut or setting.is_broken):
                break
        *_worse, size, lines = min(tried)
        # The largest of those that are cut would show the least.
        return (-size, lines) if not min(tried)[0] else (HEADLINE_SIZES[-1], tried[-1][3])

    def _width(self, text: str, size: int, weight: int) -> float:
        return sum(
            run.font.getlength(run.text, direction=self._direction(text)) for run in self._runs(text, size, weight)
        )

    def _write(self, text: str, size: int, weight: int, shade: int, y: float, *, at_end: bool = False) -> float:
        wide = self._width(text, size, weight)
        x = SIZE[0] - MARGIN - wide if self._is_rtl != at_end else MARGIN
        for run in self._runs(text, size, weight):
            # On the baseline, so that runs in several fonts stand on one line; a third of the size brings it to the middle.
            self._draw.text(
                (x, y + size * 0.35), run.text, font=run.font, fill=shade, anchor="ls", direction=self._direction(text)
            )
            x += run.font.getlength(run.text, direction=self._direction(text))
        return wide

    def _runs(self, text: str, size: int, weight: int) -> list[Run]:
        return runs_of(text, size, weight, is_whole=_runs_from_the_right(text))

    def _direction(self, text: str) -> str | None:
        """That of the whole line: of its language, where there is anything to read from the right."""
        if not _HAS_RAQM:
            return None
        return "rtl" if self._is_rtl and _runs_from_the_right(text) else "ltr"


def _runs_from_the_right(text: str) -> bool:
    return any(unicodedata.bidirectional(each) in ("R", "AL") for each in text)
