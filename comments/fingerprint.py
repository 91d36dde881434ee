"""What two replies have in common when a person sends the same thing twice."""

import hashlib
import json


def fingerprint(*, release_id: int, parent_id: int | None, author: str, email: str, text: str) -> str:
    """SHA-256 over what WordPress compares: release, reply that is answered, name, email and text, as they are stored.

    The email counts in any case, and blanks at the ends of lines do not: a double click and a second browser agree on these.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    said = [release_id, parent_id, author.casefold(), email.casefold(), lines]
    # Surrogates have no UTF-8, and cleaning takes in whatever a form can carry.
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()
