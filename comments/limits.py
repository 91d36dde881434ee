"""How much a reply may hold. Limits count bytes of UTF-8, as WordPress's columns do, whose readers know these numbers.

What is longer is refused with its length, never cut: cutting at a column's end once made harmless markup dangerous
(CVE-2015-3440), and a reader would rather shorten a text than lose its end.
"""

TEXT_BYTES = 65_525
AUTHOR_BYTES = 245
EMAIL_BYTES = 100
URL_BYTES = 200

MAX_DEPTH = 4
"""Replies nest in five levels, 0 to 4; an answer to the deepest stands beside it."""

THREADS_A_PAGE = 50
"""How many threads a page holds: replies to the release itself, each with all that was answered to it."""

REQUEST_BYTES = 1_000_000
"""The largest request that is read. A reply within the limits fits even when percent-encoding makes three bytes of each of
its own, and one that is twice too long still comes back with its text in the form.
"""
