"""How terms are marked, so that one index answers where a word stands, in which language, and of what kind the release is.

A mark is part of the term. Asked for a word in headlines, an index that knows columns reads all places of the word and leaves
out most of them; one that has the term ``en^ferri`` reads a list that holds nothing else.
"""

HEADLINE, LEAD, TEXT, SURFACE, SPELLING = "^", "+", ":", "=", "~"
"""In the headline; in headline, summary or tags; anywhere; as it was written, folded; and not folded."""


def term(language: str, mark: str, word: str) -> str:
    """A word of a language at a place."""
    return f"{language}{mark}{word}"


def facet(name: str, value: object) -> str:
    """What a release is, as a term."""
    return f"#{name}:{value}"
