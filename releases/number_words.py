"""Numbers written as words, in English and French: where style says "nine" in one language and "9" in the other.

They only ever answer a number in digits; nobody is told that one is missing, because "one", "un" and "second" are words of
every other sentence. From 2 to 99, whole hours, noon and midnight.
"""

import re
from functools import cache

_ENGLISH = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_EN_TENS = {
    20: "twenty",
    30: "thirty",
    40: "forty",
    50: "fifty",
    60: "sixty",
    70: "seventy",
    80: "eighty",
    90: "ninety",
}
_FRENCH = """
    zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf
"""
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
_EN_SMALL, _FR_SMALL = _ENGLISH.split(), _FRENCH.split()
_TIMES = {"noon": 12, "midday": 12, "midi": 12, "midnight": 0, "minuit": 0}


def readings_in(text: str, language: str) -> set[str]:
    """What the number words of this text can mean, spelt as ``releases.numbers`` spells readings."""
    pattern = _pattern(language.split("-")[0])
    if pattern is None:
        return set()
    words = _words(language.split("-")[0])
    found: set[str] = set()
    for word in pattern.findall(re.sub(r"\bet (?=un|onze)|(?<=-)et-(?=un|onze)", "", text.lower())):
        value = words[word]
        # "Nine o'clock", "neuf heures": morning or evening, nothing near the word has to say.
        found |= {f"{hour}:00" for hour in (value, (value + 12) % 24) if value <= 24}
        if word not in _TIMES:
            found.add(str(value))
    return found


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    words = _words(language)
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b") if words else None


@cache
def _words(language: str) -> dict[str, int]:
    numbers = {"en": _english, "fr": _french}.get(language)
    return {} if numbers is None else {**numbers(), **_TIMES}


def _english() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_EN_SMALL) if value > 1}
    for tens, name in _EN_TENS.items():
        words[name] = tens
        words |= {f"{name}-{_EN_SMALL[ones]}": tens + ones for ones in range(1, 10)}
    return words


def _french() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_FR_SMALL) if value > 1}
    for tens, name in _FR_TENS.items():
        words[name] = tens
        # Seventy is sixty and ten, ninety is eighty and ten; "vingt et un" and "vingt-et-un" arrive here without "et".
        words |= {f"{name}-{_FR_SMALL[ones]}": tens + ones for ones in range(1, 20 if tens in (60, 80) else 10)}
        words |= {f"{name} {_FR_SMALL[ones]}": tens + ones for ones in ((1, 11) if tens == 60 else (1,))}
    return words | {"quatre-vingts": 80, "septante": 70, "nonante": 90}
