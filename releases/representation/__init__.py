"""A public release as data: one shape, from which its twins, the API and their schemas are all made.

``model`` is the shape, ``build`` makes it of an edition, ``document`` writes it down, ``schema`` describes it.
"""
