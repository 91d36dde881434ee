"""What reader programs follow: one list of entries, as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1.

``scopes`` says which feeds there are, ``entries`` makes entries of editions, ``documents`` writes them down in a format.
"""
