"""Public names of replies. A row's number would tell how many replies were sent and not shown."""

import secrets

KEY_BYTES = 9


def new_key() -> str:
    """72 random bits less a fraction of one, twelve characters; the first is a letter or a digit.

    With "-" before it a spreadsheet takes it for a formula, and a shell for an option.
    """
    while not (key := secrets.token_urlsafe(KEY_BYTES))[0].isalnum():
        pass
    return key
