"""Names that readers cannot take: the office's own, however they are written."""

import unicodedata

from django.conf import settings

from comments.office_name import office_names

# Letters of other scripts that look like Latin ones (Unicode UTS 39, confusables): the ones that a name can be made of.
LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХԌԚԜ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "аверсухоікмнтјѕԁһӏԛԝ" + "αβεικνορτυχϲ" + "01|",
    "ABESIJKMHOPCTYXGQW" + "ABEZHIKMNOPTYX" + "abepcyxoikmhtjsdhlqw" + "abeiknoptuxc" + "oll",
)


def is_reserved(name: str) -> bool:
    """Whether readers would take this name for the office's: it holds one of the office's names as whole words."""
    words = _skeleton(name)
    return any(_holds(words, _skeleton(each)) for each in _reserved())


def _reserved() -> list[str]:
    return [*office_names(), *settings.REPLIES_RESERVED_NAMES]


def _skeleton(name: str) -> list[str]:
    """The words of a name as an eye reads them: without case, accents, marks that are not seen, and borrowed letters."""
    decomposed = unicodedata.normalize("NFKD", name).translate(LOOKALIKES).casefold()
    kept = (character for character in decomposed if unicodedata.category(character)[0] != "M")
    visible = "".join(c if c.isalnum() else "" if unicodedata.category(c) == "Cf" else " " for c in kept)
    return visible.split()


def _holds(words: list[str], wanted: list[str]) -> bool:
    if not wanted:
        return False
    # "P r e s s r o o m" is read as one word.
    together, apart = "".join(words), len(wanted)
    return together == "".join(wanted) or any(words[i : i + apart] == wanted for i in range(len(words) - apart + 1))
