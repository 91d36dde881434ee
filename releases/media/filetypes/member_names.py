"""Names inside an archive: none that would leave the folder it is unpacked into, or hide what it is."""

import re
import unicodedata
from collections.abc import Iterable

from releases.media.filetypes.names import BIDI, has_control, is_reserved
from releases.media.filetypes.zip_directory import Member

LONGEST = 400
LONGEST_PART = 200
DEEPEST = 20

_REGULAR, _FOLDER = 0o100000, 0o040000
_KIND = 0o170000
_BAD = re.compile(r'[\\:*?"<>|]')


def is_safe(member: Member) -> bool:
    """Whether every name of this member is a plain path, and it is a plain file or folder."""
    kind = member.mode & _KIND
    if kind not in (0, _FOLDER if member.is_folder else _REGULAR):
        # Symbolic links point out of the folder; devices and sockets have no business here.
        return False
    if member.is_folder and (member.size or member.packed > 2):
        return False  # an empty deflated stream takes two bytes
    return all(_is_plain(name) for name in member.aliases) and len({n.endswith("/") for n in member.aliases}) == 1


def _is_plain(name: str) -> bool:
    """No absolute path, drive letter, backslash, alternate stream, control or invisible character; nothing reserved."""
    if not name or len(name) > LONGEST or has_control(name) or BIDI.intersection(name) or _BAD.search(name):
        return False
    parts = name.removesuffix("/").split("/")
    return len(parts) <= DEEPEST and all(_is_plain_part(part) for part in parts)


def _is_plain_part(part: str) -> bool:
    # Windows drops dots and spaces at the end of a name: "a" and "a." would be one file. That rules out "." and ".." too.
    return 0 < len(part) <= LONGEST_PART and part == part.rstrip(" .") and not is_reserved(part)


def clash(members: Iterable[Member]) -> str:
    """The first name that another member has too, in capitals or not, or that is both a file and a folder; or nothing."""
    files: set[str] = set()
    folders: set[str] = set()
    for member in members:
        name = key(member.name)
        parents = {name[:place] for place, character in enumerate(name) if character == "/"}
        if name.endswith("/"):
            if name in files:
                return member.name
            files.add(name)
        elif name in files or name in folders:
            return member.name
        else:
            files.add(name)
        folders |= parents
        if parents & files:
            return member.name
    return ""


def key(name: str) -> str:
    """A name as Windows and macOS compare it: capitals and ways to compose a letter do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
