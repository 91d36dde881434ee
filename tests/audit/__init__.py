"""``make audit``: the public site as production serves it, looked at by tools that other people wrote.

Not collected by pytest. Each module is one look at the site, and ends in a ``Result``; ``__main__`` puts them in order.
"""
