"""A small page for each verb: what will happen in words, what the person has to say, and one button.

``page`` says what such a page is made of, a module for each group of verbs says what is on theirs, ``registry`` brings them
together, and ``view`` shows and carries out all of them.
"""

from releases.admin.verbs.moment import moment
from releases.admin.verbs.registry import PAGES
from releases.admin.verbs.view import page

__all__ = ["PAGES", "moment", "page"]
