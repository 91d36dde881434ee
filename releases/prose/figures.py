"""What the tags of a figure say: which picture of the library, its words, who made it."""

import re
from collections.abc import Iterable, Mapping

from releases.prose.model import Figure, Run
from releases.prose.runs import drop_refused, fold_spaces, is_blank, tidy

#: What tells credit from caption while a caption is read. No block that is done carries it.
CREDIT = "cite"

# 18 random bytes in base64url: what a stored picture is known by (``releases.media``). Anything else is not ours.
_KEY = re.compile(r"[A-Za-z0-9_-]{24}")


def figure_of(given: Mapping[str, str]) -> Figure | None:
    """The picture of the library that an ``<img>`` with these attributes shows, or nothing when it shows another one."""
    key = given.get("data-file", "")
    if not _KEY.fullmatch(key):
        return None
    decorative = "data-decorative" in given
    return Figure(key, "" if decorative else _plain(given.get("alt", "")), decorative)


def caption_into(figure: Figure, runs: Iterable[Run]) -> None:
    """Give a figure what was read under its picture. A caption is one line; whose picture it is, is plain text."""
    line = [Run(" ", run.marks, run.href) if run.text == "\n" else run for run in runs]
    caption = tidy(run for run in line if CREDIT not in run.marks)
    figure.runs = [] if is_blank(caption) else caption
    figure.credit = _plain("".join(run.text for run in line if CREDIT in run.marks))


def _plain(text: str) -> str:
    plain = fold_spaces(drop_refused(text)).strip(" \u00a0")
    return "" if is_blank([Run(plain)]) else plain
