"""Sentences that several kinds of file need."""

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.kinds import ACCEPTED

SHOWN = 80


def shown(text: str) -> str:
    """A name out of a file, fit to stand in a sentence: printable and short. Lone surrogates would break an answer."""
    clean = "".join(character if character.isprintable() else "\ufffd" for character in text[: SHOWN + 1])
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1] + "…"


def not_taken() -> InvalidUpload:
    """For whatever is not on the list."""
    return InvalidUpload(
        _("This is not a kind of file we take. Save it as one of these and upload that: %(kinds)s.")
        % {"kinds": ACCEPTED}
    )


def damaged(kind: str) -> InvalidUpload:
    """For a file that begins as its kind does, and does not go on or end like it."""
    return InvalidUpload(
        _("The %(kind)s is damaged or cut short. Save it again in the program that made it, and upload that.")
        % {"kind": kind.upper()}
    )


def polyglot(kind: str) -> InvalidUpload:
    """For a file that can be read as two kinds."""
    return InvalidUpload(
        _(
            "The %(kind)s also holds something of another kind. Save it again in the program that made it, and upload that."
        )
        % {"kind": kind.upper()}
    )
