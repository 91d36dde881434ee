"""Proof of work, asked for under a flood only: a second or two for one reader's browser, and as much for each reply of a flood.

The protocol is ALTCHA's, version 1: a number is hidden behind SHA-256(salt + number), and whoever finds it by trying sends it
back with our signature. Nothing is stored until a solution is spent, so asking costs us nothing. The lines are our own: of the
package ``altcha`` 2.3 we would use forty lines of 2,000, it reads the wall clock instead of the moment that it is given, and
raises (AttributeError, TypeError, RecursionError) on what anybody can send.
"""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from comments.models import Comment, SpentProof

ALGORITHM = "SHA-256"
MAX_NUMBER = 100_000
"""The number is anywhere up to it, so that half as many hashes are to be tried on average."""
FLOOD_LASTS = timedelta(minutes=10)
LIFE = timedelta(hours=1)
"""For readers who go on writing: a form whose challenge is over comes back with another one."""
PAYLOAD_CHARACTERS = 1000
"""A solution has about 400."""
KEY_SALT = "comments.proof"
# The last "&" keeps digits from being moved between the number and the expiry, which would be hashed alike (ALTCHA's security
# advisory of December 2025).
_SALT = re.compile(r"[0-9a-f]{24}\?expires=([0-9]{1,12})&", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Solution:
    """What came back, in the right types and nothing more."""

    challenge: str
    number: int
    salt: str
    expires: int
    signature: str


def is_wanted(at: datetime) -> bool:
    """Whether ``REPLIES_FLOOD`` replies came in the last ten minutes, on the whole site.

    One row by the index of row numbers, however many replies there are: the one that came so many replies ago.
    """
    newest = Comment.objects.order_by("-pk").values_list("created_at", flat=True)
    nth = newest[settings.REPLIES_FLOOD - 1 : settings.REPLIES_FLOOD].first()
    return nth is not None and nth > at - FLOOD_LASTS


def challenge(at: datetime) -> dict[str, str | int]:
    """What a browser has to solve, with ALTCHA's names."""
    expires = int((at + LIFE).timestamp())
    salt = f"{secrets.token_hex(12)}?expires={expires}&"
    hidden = _hashed(salt, secrets.randbelow(MAX_NUMBER + 1))
    return {
        "algorithm": ALGORITHM,
        "challenge": hidden,
        "maxnumber": MAX_NUMBER,
        "salt": salt,
        "signature": _signed(hidden),
    }


def spend(payload: str, at: datetime) -> bool:
    """Whether this solves a challenge of ours that nobody has spent; now it is spent.

    Called in the transaction that stores the reply: if that comes to nothing, the proof is still good.
    """
    solution = _read(payload)
    if solution is None or _hashed(solution.salt, solution.number) != solution.challenge:
        return False
    if not constant_time_compare(_signed(solution.challenge), solution.signature):
        return False
    expires_at = datetime.fromtimestamp(solution.expires, UTC)
    if expires_at <= at:
        return False
    try:
        with transaction.atomic():
            SpentProof.objects.create(challenge=solution.challenge, expires_at=expires_at)
    except IntegrityError:
        return False
    return True


def _read(payload: str) -> _Solution | None:
    """What is in the hidden field, if it is a solution at all: whoever sends it may have written anything."""
    if not payload or len(payload) > PAYLOAD_CHARACTERS:
        return None
    try:
        sent = json.loads(base64.b64decode(payload, validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict) or sent.get("algorithm") != ALGORITHM:
        return None
    hidden, salt, signature, number = (sent.get(name) for name in ("challenge", "salt", "signature", "number"))
    # ``True`` is an int for Python, and not for the protocol.
    if type(number) is not int or not 0 <= number <= MAX_NUMBER:
        return None
    if not (isinstance(hidden, str) and isinstance(salt, str) and isinstance(signature, str) and signature.isascii()):
        return None
    expires = _SALT.fullmatch(salt)
    if expires is None:
        return None
    return _Solution(challenge=hidden, number=number, salt=salt, expires=int(expires[1]), signature=signature)


def _hashed(salt: str, number: int) -> str:
    return hashlib.sha256(f"{salt}{number}".encode()).hexdigest()


def _signed(hidden: str) -> str:
    return salted_hmac(KEY_SALT, hidden, algorithm="sha256").hexdigest()
