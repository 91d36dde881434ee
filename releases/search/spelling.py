"""Did you mean: for a word that no public release has, the likest one that some public release has."""

import re
from difflib import SequenceMatcher

from releases.models.edition import EditionQuerySet
from releases.search import marks
from releases.search.backend import backend
from releases.search.expressions import AnyOf, Expression, Term
from releases.search.query import Query
from releases.search.ranking import itself_among, newest
from releases.search.statement import Window
from releases.search.words import Word

ALIKE = 0.7
"""How alike two words must be (Ratcliff and Obershelp, from 0 to 1): one letter in four may be wrong."""

SHORTEST = 4
"""Letters of a word that is corrected; shorter ones are like too many others."""

MOST_WORDS = 5


def suggestion(query: Query, public: EditionQuerySet) -> str:
    """The question with its misspelt words replaced, or nothing when none is, or nothing is like them.

    Whether a word exists is asked of these editions alone: neither what is corrected nor what is not may tell of a word that
    only a release still ahead has. Up to two queries a word.
    """
    single = [clause.words[0] for clause in query.wanted if len(clause.words) == 1]
    words = [word for word in single if word.surface.isalpha() and len(word.surface) >= SHORTEST]
    text = query.text
    for word in words[:MOST_WORDS]:
        if not _is_known(word, query.language, public) and (better := _likest(word, query.language, public)):
            text = re.sub(rf"(?<!\w){re.escape(word.spelling)}(?!\w)", better, text, flags=re.IGNORECASE)
    return text if text != query.text else ""


def _is_known(word: Word, language: str, public: EditionQuerySet) -> bool:
    terms = AnyOf(tuple(Term(marks.term(language, marks.TEXT, one)) for one in word.terms))
    return bool(newest(Expression((terms,)), public, Window(1)))


def _likest(word: Word, language: str, public: EditionQuerySet) -> str:
    rows = backend().alike(word.spelling, language, itself_among(public)).rows()
    found: dict[str, str] = dict(rows)
    likeness = {spelling: SequenceMatcher(None, word.surface, found[spelling]).ratio() for spelling in found}
    best = max(likeness, key=lambda spelling: (likeness[spelling], spelling[0] == word.spelling[0]), default="")
    return best if best and likeness[best] >= ALIKE else ""
