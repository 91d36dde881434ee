"""Merged spellings of tags: which are likely to be the same, what a merging changes, and what was merged."""
