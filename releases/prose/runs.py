"""Tidy the runs of one block: white space, characters nobody can see, neighbours that are the same."""

import re
import unicodedata
from collections.abc import Iterable

from releases.prose.model import Run

# Refused wherever they come from: PostgreSQL stores no NUL, XML 1.0 (our feeds) no other control character, no lone
# surrogate and no U+FFFE or U+FFFF; U+202D and U+202E turn the letters that follow around and are used to disguise
# words and addresses.
_REFUSED = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u202d\u202e\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_EDGE = " \u00a0"


def drop_refused(text: str) -> str:
    """The text without the characters that no store, feed or reader can use."""
    return _REFUSED.sub("", text)


def fold_spaces(text: str) -> str:
    """Each run of white space as one space, as a browser shows it. No-break spaces are the writer's own and stay."""
    return _SPACES.sub(" ", text)


def is_blank(runs: Iterable[Run]) -> bool:
    """Whether nothing of this can be seen: only spaces, breaks, joiners and other format characters."""
    return all(char.isspace() or unicodedata.category(char) == "Cf" for run in runs for char in run.text)


def tidy(runs: Iterable[Run]) -> list[Run]:
    """One canonical row: folded white space, none at the edges or beside a break, equal neighbours joined."""
    folded = _fold_across(runs)
    return _join(_trim_edges(_join(_settle_spaces(folded))))


def split_paragraphs(runs: list[Run]) -> list[list[Run]]:
    """Two breaks in a row are how old editors began a paragraph."""
    paragraphs: list[list[Run]] = [[]]
    for index, run in enumerate(runs):
        doubled = run.text == "\n" and index + 1 < len(runs) and runs[index + 1].text == "\n"
        after = run.text == "\n" and index > 0 and runs[index - 1].text == "\n"
        if doubled and not after:
            paragraphs.append([])
        elif not (doubled or after):
            paragraphs[-1].append(run)
    return paragraphs


def _fold_across(runs: Iterable[Run]) -> list[Run]:
    """Fold white space even where it continues from one run into the next."""
    result: list[Run] = []
    after_space = True
    for run in runs:
        if run.text == "\n":
            result.append(Run("\n"))
            after_space = True
            continue
        text = fold_spaces(drop_refused(run.text))
        if after_space:
            text = text.removeprefix(" ")
        if text:
            result.append(Run(text, run.marks, run.href))
            after_space = text.endswith(" ")
    return result


def _settle_spaces(runs: list[Run]) -> list[Run]:
    """A lone space carries only the marks that both neighbours share: nobody sees a bold space."""
    result = list(runs)
    for index, run in enumerate(runs):
        if run.text.strip(_EDGE) or run.text == "\n":
            continue
        before = result[index - 1] if index else Run("")
        after = runs[index + 1] if index + 1 < len(runs) else Run("")
        href = run.href if run.href == before.href == after.href else ""
        result[index] = Run(run.text, run.marks & before.marks & after.marks, href)
    return result


def _trim_edges(runs: list[Run]) -> list[Run]:
    """No space or break at either end of a block, and no space on either side of a break."""
    result: list[Run] = []
    for run in runs:
        if run.text == "\n":
            _trim_end(result)
            result.append(run)
            continue
        at_start = not result or result[-1].text == "\n"
        text = run.text.lstrip(_EDGE) if at_start else run.text
        if text:
            result.append(Run(text, run.marks, run.href))
    _trim_end(result)
    while result and result[-1].text == "\n":
        result.pop()
        _trim_end(result)
    start = next((index for index, run in enumerate(result) if run.text != "\n"), len(result))
    return result[start:]


def _trim_end(runs: list[Run]) -> None:
    while runs and runs[-1].text != "\n":
        text = runs[-1].text.rstrip(_EDGE)
        if text:
            runs[-1] = Run(text, runs[-1].marks, runs[-1].href)
            return
        runs.pop()


def _join(runs: Iterable[Run]) -> list[Run]:
    result: list[Run] = []
    for run in runs:
        last = result[-1] if result else None
        if last and "\n" not in (last.text, run.text) and (last.marks, last.href) == (run.marks, run.href):
            result[-1] = Run(last.text + run.text, run.marks, run.href)
        else:
            result.append(run)
    return result
