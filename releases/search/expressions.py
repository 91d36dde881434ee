"""What is asked of the index, before a database's own syntax: terms that must be there, and terms that must not."""

from dataclasses import dataclass, replace

from releases.search import marks
from releases.search.query import Clause, Query
from releases.search.words import Word


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the index."""

    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Any term that begins like this."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that follow each other."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of these."""

    choices: tuple[Term | Beginning, ...]


Node = Term | Phrase | AnyOf


@dataclass(frozen=True, slots=True)
class Expression:
    """A release is found if it has all of the one and none of the other."""

    all_of: tuple[Node, ...]
    none_of: tuple[Node, ...] = ()


def expression(query: Query, mark: str, within: tuple[Node, ...] = (), *, unfinished: bool = False) -> Expression:
    """What a query asks for at a place; ``within`` are the filters, ``unfinished`` takes the last word for a beginning."""
    nodes = [node for clause in query.wanted for node in _nodes(clause, query.language, mark)]
    if unfinished:
        word = query.wanted[-1].words[-1]
        nodes[-1] = AnyOf((*_any(word, query.language, mark).choices, _beginning(word, query.language)))
    if not nodes:
        nodes = [Term(marks.facet("language", query.language))]
    without = (node for clause in query.unwanted for node in _nodes(clause, query.language, marks.TEXT))
    return Expression((*nodes, *within), tuple(without))


def as_phrase(query: Query, mark: str, within: tuple[Node, ...] = ()) -> Expression:
    """All words of the query, one after the other."""
    whole = replace(query, clauses=(Clause(query.as_phrase), *query.unwanted))
    return expression(whole, mark, within)


def _nodes(clause: Clause, language: str, mark: str) -> list[Node]:
    if len(clause.words) == 1:
        return [_any(clause.words[0], language, mark)]
    if mark == marks.LEAD:
        # Terms of the lead have no order; that of the whole text holds for them.
        return [*(_any(word, language, mark) for word in clause.words), *_nodes(clause, language, marks.TEXT)]
    return [Phrase(tuple(marks.term(language, mark, word.terms[0]) for word in clause.words))]


def _any(word: Word, language: str, mark: str) -> AnyOf:
    return AnyOf(tuple(Term(marks.term(language, mark, one)) for one in word.terms))


def _beginning(word: Word, language: str) -> Beginning:
    return Beginning(marks.term(language, marks.SURFACE, word.surface))
