"""Text as it is compared with the lists: what looks or reads alike becomes the same.

NFKC and case folding, then: characters that show nothing are removed (zero-width ones split a word for a machine and for nobody
else), marks on letters are dropped ("càsinò"), and Cyrillic and Greek letters that look like Latin ones become these. The
listed word is folded in the same way, so that a word which is really Cyrillic still matches itself.

Digits are left alone: whoever reads 0 as o takes "100" for "loo".
"""

import unicodedata

from comments.screening.marks import thinned

# After case folding, so all of them are small. The capitals of the second line look Latin: В, К, М, Н, Т.
LOOKALIKES = str.maketrans(
    {
        **dict(zip("аеорсухіјѕԁԛԝѵӏһ", "aeopcyxijsdqwvlh", strict=True)),
        **dict(zip("вкмнт", "bkmht", strict=True)),
        **dict(zip("αβεικνορτυχ", "abeikvoptux", strict=True)),
        **dict(zip("ıɩøđħłŧɡɑ", "iiodhltga", strict=True)),
        # One way of writing each.
        **dict(zip("‘’‚‛ʼ´`", "'''''''", strict=True)),
        **dict(zip("‐‑‒–—―−", "-------", strict=True)),
    }
)

# Marks over and under letters have a combining class from 200 on, those through letters 1 (Unicode 4.3); from 10 to 35 are
# the points of Hebrew and the vowels of Arabic, which most people leave out. Others belong to the letter: Indic vowels (0),
# viramas (9), the voicing of kana (8), the tones of Thai (103, 107).
DIACRITICS = (range(1, 2), range(10, 36), range(200, 256))

# Letters by category that show nothing: Hangul fillers and the blank Braille pattern. The others are categories Cf and Cc.
BLANK = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

MOST = 100_000
"""Characters that are looked at. A text within its limit has fewer, unless one stands for many (U+FDFA for eighteen)."""


def fold(text: str) -> str:
    """The text as it is compared, with its blanks and punctuation. Folding twice is folding once."""
    if text.isascii():
        return text.lower()
    composed = unicodedata.normalize("NFKC", thinned(text))[:MOST]
    decomposed = unicodedata.normalize("NFKD", composed.casefold())
    # A text has few different characters, however long it is.
    gone = {ord(character): None for character in set(decomposed) if _is_dropped(character)}
    return unicodedata.normalize("NFC", decomposed.translate(gone).translate(LOOKALIKES))


def _is_dropped(character: str) -> bool:
    if character in BLANK or "\ufe00" <= character <= "\ufe0f":
        return True
    if unicodedata.category(character) == "Cf":
        return True
    combining = unicodedata.combining(character)
    return any(combining in classes for classes in DIACRITICS)
