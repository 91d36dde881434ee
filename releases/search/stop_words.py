"""Words that stand in nearly every text and tell none from another.

Neither indexed nor looked for: in a hundred thousand releases the positions of "of" alone are twenty megabytes, which a phrase
would have to read. Kept short on purpose, and without words that are names as well (it, us, who, may, will).
"""

_ENGLISH = """
    a an and are as at be been but by for from had has have if in into is its of on or than that the their then there
    these they this those to was were which with
"""
_FRENCH = """
    a au aux avec ce ces cet cette dans de des du elle en est et eux il ils la le les leur leurs mais ne nous on ou
    par pas pour qu que qui sa se ses son sont sur un une y
"""

STOP_WORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}
"""By language, folded. Of other languages none is left out."""
