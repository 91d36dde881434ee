"""What a file is called: a name that is safe on every reader's disk, or a sentence that says what is wrong with it."""

import re
import unicodedata

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.kinds import CONTENT_TYPES

LONGEST_GIVEN = 255
"""No common file system holds a longer name: what is longer was not a file's name."""
LONGEST = 120
"""Characters before the extension."""
LONGEST_BYTES = 200
"""In UTF-8, so that the name with its extension fits ext4's 255 bytes."""

PICTURES = frozenset({"jpg", "jpeg", "jpe", "png", "gif", "webp", "avif", "heic", "tif", "tiff"})
_REPLACED = PICTURES | CONTENT_TYPES.keys()

# Unicode TR 36: these reorder what is shown, so that "gpj.exe" can look like "exe.jpg".
BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")  # Persian and emoji are spelt with them
# Not in a file's name on Windows: https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?=[0-9]*[a-z])([a-z0-9]{1,10})", re.IGNORECASE)


def extension_of(name: str) -> str:
    """What the name says the file is, in small letters; empty when it says nothing: "Report v1.2" has no extension."""
    stem, dot, last = name.strip(" .").rpartition(".")
    return last.casefold() if stem and _EXTENSION.fullmatch(dot + last) else ""


def tidy_name(name: str, extension: str) -> str:
    """A name for people and for ``Content-Disposition``, ending in our ``extension``; ``file`` where nothing is left.

    Raises ``InvalidUpload`` for names that no honest upload has: with control characters, characters that turn the
    direction of writing, parts of a path, or far too long.
    """
    _refuse(name)
    visible = "".join(character for character in name if character in _JOINERS or not _invisible(character))
    text = " ".join(unicodedata.normalize("NFC", visible).split()).strip(" .")
    if extension_of(text) in {extension, *_REPLACED}:
        text = text.rpartition(".")[0]
    stem = _shortened(_FORBIDDEN.sub("-", text).strip(" ."))
    if not stem.strip("\u200c\u200d-_ ."):
        stem = "file"
    if is_reserved(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension}"


def is_reserved(part: str) -> bool:
    """Whether Windows takes this for a device, with or without an extension."""
    return _RESERVED.fullmatch(part.rstrip(" .")) is not None


def has_control(text: str) -> bool:
    """Whether there are control characters or halves of characters, neither of which can be shown or typed."""
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)


def _refuse(name: str) -> None:
    if len(name) > LONGEST_GIVEN:
        raise InvalidUpload(_("The file's name is too long. Give it a name of at most 120 characters and try again."))
    if has_control(name) or BIDI.intersection(name):
        raise InvalidUpload(
            _("The file's name holds control characters. Rename it with letters and digits and try again.")
        )
    if "/" in name or "\\" in name:
        raise InvalidUpload(_("The file's name holds a path. Rename it without slashes and backslashes and try again."))


def _invisible(character: str) -> bool:
    return unicodedata.category(character) in {"Cf", "Cn", "Co"}


def _shortened(stem: str) -> str:
    """The stem within both limits, not cut between a letter and its accents."""
    end = min(len(stem), LONGEST)
    while end and (len(stem[:end].encode()) > LONGEST_BYTES or (end < len(stem) and unicodedata.combining(stem[end]))):
        end -= 1
    return stem[:end].rstrip(" .")
