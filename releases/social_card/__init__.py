"""A picture of 1200 × 630 for links to pages that have none of their own: made of the words of the page.

``words`` is what stands on it, ``fonts`` and ``lines`` set it, ``drawing`` makes the PNG, ``kept`` makes each one once.
"""
