"""Words and their terms, without a database."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from releases.search.words import terms_of

ROOTS = ("nation", "relat", "organ", "gener", "util", "commun", "operat", "cit", "respons", "electr")
ENDS = (
    "al",
    "alization",
    "ive",
    "iveness",
    "ization",
    "izer",
    "ed",
    "ing",
    "ly",
    "ational",
    "fulness",
    "ability",
    "es",
)
WORDS = [f"{first}{root}{end}" for first in ("", "re", "un", "inter") for root in ROOTS for end in ENDS]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads that take turns after every few steps."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("impatient")
def test_readers_who_search_at_once_do_not_take_each_others_words_apart() -> None:
    asked = [terms_of.__wrapped__(word, "en") for word in WORDS]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda word: terms_of.__wrapped__(word, "en"), WORDS * 4))
    assert found == asked * 4
