"""Public names of replies. A row's number would tell how many replies were sent and not shown."""

import secrets

KEY_BYTES = 9


def new_key() -> str:
    """72 random bits, twelve characters."""
    return secrets.token_urlsafe(KEY_BYTES)
