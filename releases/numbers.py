"""The numbers in a text, by value and not by spelling: what two languages write differently and mean alike.

Numbers in digits, with their scale ("2.5 million", "2,5 millions"), and times of day ("9:30 a.m.", "9 h 30"). A date counts
as the digits in it, so "6 March 2026" and "6 mars 2026" agree, and "2026-03-06" agrees with neither. Out of scope: ordinals
in words, Roman numerals, and one quantity in two units of measurement. Numbers in words are in ``releases.number_words``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from django.utils.formats import get_format

HALF_A_DAY, A_DAY = 12 * 60, 24 * 60
_NO_BREAK = "\u00a0\u202f\u2009"
_CURRENCY = "$€£¥"

# How many zeros a word stands for. The same word can stand for different numbers: an English billion is a French milliard.
_SCALES: dict[str, dict[str, int]] = {
    "en": {"thousand": 3, "million": 6, "billion": 9, "trillion": 12, "bn": 9},
    "fr": {"mille": 3, "million": 6, "millions": 6, "milliard": 9, "milliards": 9, "billion": 12, "billions": 12},
    "de": {
        "tausend": 3,
        "million": 6,
        "millionen": 6,
        "mio": 6,
        "milliarde": 9,
        "milliarden": 9,
        "mrd": 9,
        "billionen": 12,
    },
    "es": {"mil millones": 9, "mil": 3, "millón": 6, "millones": 6, "billón": 12, "billones": 12},
}
# One letter beside the sign of a currency: "$186M" and "186 M$". By itself it could be metres.
_LETTERS = {"k": 3, "m": 6, "b": 9, "g": 9}


@dataclass(frozen=True, slots=True)
class Mention:
    """One number in a text: where it stands, and what it can mean. "18 heures" is a time of day or a length of time."""

    start: int
    end: int
    readings: frozenset[str]

    def agrees(self, other: "Mention") -> bool:
        """Whether both can mean the same."""
        return not self.readings.isdisjoint(other.readings)


def numbers_in(text: str, language: str) -> list[Mention]:
    """Every number of this text, in its order, read as this language writes numbers."""
    return list(_mentions(text, language.split("-")[0]))


def _mentions(text: str, language: str) -> Iterator[Mention]:
    for found in _pattern(language).finditer(text):
        yield Mention(found.start(), found.end(), _readings(found, language))


def _readings(found: re.Match[str], language: str) -> frozenset[str]:
    match found.lastgroup:
        case "phone":
            return frozenset({"phone " + re.sub(r"\D", "", found[0])})
        case "halves":
            return _of_half_day(found)
        case "clock":
            return _of_clock(found["c_hour"], found["c_minute"])
        case "hours":
            return _of_hours(found)
        case _:
            return frozenset({_value(found, language)})


def _of_half_day(found: re.Match[str]) -> frozenset[str]:
    """ "9:30 a.m.": hours from 1 to 12, and which half of the day."""
    hour, afternoon = int(found["a_hour"]) % 12, found["half"].lower().startswith("p")
    return frozenset({_time(hour * 60 + int(found["a_minute"] or 0) + (HALF_A_DAY if afternoon else 0))})


def _of_clock(hour: str, minute: str) -> frozenset[str]:
    """ "9:30" can be in the evening; "09:30" and "15:20" say that they are not."""
    minutes = int(hour) * 60 + int(minute)
    if hour.startswith("0") or int(hour) >= 12:
        return frozenset({_time(minutes)})
    return frozenset({_time(minutes), _time(minutes + HALF_A_DAY)})


def _of_hours(found: re.Match[str]) -> frozenset[str]:
    """ "18 heures" can also be as many hours; "9 h 30" only a time, or a length that the other language writes likewise."""
    hour, minute = found["h_hour"], found["h_minute"]
    readings = {_time(int(hour) * 60 + int(minute or 0))}
    return frozenset(readings if minute else {*readings, str(int(hour))})


def _time(minutes: int) -> str:
    minutes %= A_DAY
    return f"{minutes // 60}:{minutes % 60:02}"


def _value(found: re.Match[str], language: str) -> str:
    whole = re.sub(r"\D", "", found["whole"])
    value = Decimal(f"{whole}.{found['fraction'] or 0}")
    zeros = _SCALES.get(language, {}).get((found["scale"] or "").lower(), 0)
    letter = (found["letter"] or "").lower()
    zeros = _LETTERS.get(letter, zeros)
    return f"{(value.scaleb(zeros)).normalize():f}"


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """How this language writes numbers: its decimal sign and what may stand between groups of three digits."""
    decimal = get_format("DECIMAL_SEPARATOR", language, use_l10n=True)
    thousands = get_format("THOUSAND_SEPARATOR", language, use_l10n=True)
    group = _NO_BREAK + thousands + (" " if thousands in _NO_BREAK else "")
    blank = f"[ {_NO_BREAK}]?"
    scales = "|".join(re.escape(word) for word in sorted(_SCALES.get(language, {}), key=len, reverse=True)) or r"(?!)"
    money = re.escape(_CURRENCY)
    return re.compile(
        rf"""(?<!\w)(?<!\d[.,])(?:
        (?P<phone>\+\d[\d {_NO_BREAK}().-]{{6,}}\d)
        |(?P<halves>(?P<a_hour>\d{{1,2}})(?:[:.](?P<a_minute>[0-5]\d))?{blank}(?P<half>[ap]\.?m\b\.?))
        |(?P<clock>(?P<c_hour>[01]?\d|2[0-4]):(?P<c_minute>[0-5]\d)(?![\d:]))
        |(?P<hours>(?P<h_hour>[01]?\d|2[0-4]){blank}(?:h(?![^\W\d])|heures?\b|Uhr\b)(?:{blank}(?P<h_minute>[0-5]\d)(?!\d))?)
        |(?P<number>(?P<before>[{money}]{blank})?
            (?P<whole>[1-9]\d{{0,2}}(?:[{re.escape(group)}]\d{{3}})+(?!\d)|\d+)
            (?:{re.escape(decimal)}(?P<fraction>\d+))?
            (?:{blank}(?P<scale>{scales})\b)?
            (?:{blank}(?P<letter>[kmbgKMBG])(?:(?P<after>[{money}])|(?(before)(?!\w)|(?!))))?)
        )""",
        re.VERBOSE,
    )
