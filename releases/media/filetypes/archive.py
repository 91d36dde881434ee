"""ZIP: every file in it is itself of a kind we take, or a picture; checked as if it had been uploaded alone.

Pictures inside are known by their first bytes and are not decoded. macOS adds its own notes on each file (``__MACOSX/._name``,
AppleDouble): they are let through unlisted, by their own first bytes. ``.DS_Store`` is not: it names other files of the
folder that it comes from, and a folder of drafts has names that nobody may see yet.
"""

from collections.abc import Callable
from typing import IO

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.containers import Container
from releases.media.filetypes.kinds import CONTENT_TYPES, Found
from releases.media.filetypes.names import extension_of
from releases.media.filetypes.refusals import shown
from releases.media.filetypes.signatures import PICTURE_ALIASES, PICTURES, is_archive, picture_kind
from releases.media.filetypes.zip_directory import Placed

LookInto = Callable[[IO[bytes], str], Found]
"""Says what an unpacked member is, of those that may be in a ZIP; raises ``InvalidUpload`` for all others."""

_APPLE_DOUBLE = b"\x00\x05\x16\x07"
# fmt: off
_ARCHIVE_NAMES = frozenset({
    "zip", "zipx", "rar", "7z", "gz", "tgz", "bz2", "tbz", "xz", "txz", "tar", "zst", "lz", "lzma", "cab", "arj", "iso",
    "dmg", "jar", "war", "apk", "cbz", "epub", "z",
})
# fmt: on
_PACKED_TYPES = CONTENT_TYPES.keys() - {"zip"}


def examine(container: Container, look_into: LookInto) -> Found:
    """The archive's listing; raises ``InvalidUpload`` naming the first file that is not taken."""
    listing = []
    for placed in container.placed:
        if placed.member.is_folder:
            container.pass_over(placed)
        elif _examine_file(container, placed, look_into):
            listing.append(placed.member.name)
    if not listing:
        raise InvalidUpload(_("There is no file in the ZIP. Put files in and try again."))
    return Found("zip", listing=tuple(listing))


def _examine_file(container: Container, placed: Placed, look_into: LookInto) -> bool:
    """Whether this file is one that people see."""
    name = placed.member.name
    if name.rpartition("/")[2].casefold() == ".ds_store":
        raise InvalidUpload(
            _("The ZIP holds “.DS_Store”, which can name other files of your folder. Select the files instead of the "
              "folder and compress those.")
        )  # fmt: skip
    head = container.opening(placed)
    seen = not (name.startswith("__MACOSX/") and head.startswith(_APPLE_DOUBLE))
    for alias in placed.member.aliases:
        if seen:
            _check_name(alias, name, head)
    extension = extension_of(name.rpartition("/")[2])
    if seen and extension in _PACKED_TYPES:
        _look(container, placed, look_into, extension)
    else:
        container.pass_over(placed)
    return seen


def _check_name(alias: str, name: str, head: bytes) -> None:
    """Raises unless the name is of a kind that may be in a ZIP and, for a picture, the first bytes are too."""
    extension = extension_of(alias.rpartition("/")[2])
    words = {"name": shown(name)}
    if extension in _ARCHIVE_NAMES or (is_archive(head) and extension not in _PACKED_TYPES):
        raise InvalidUpload(_("“%(name)s” in the ZIP is an archive itself. Put the files in it into one ZIP.") % words)
    extension = PICTURE_ALIASES.get(extension, extension)
    known = extension in _PACKED_TYPES or (extension in PICTURES and picture_kind(head) == extension)
    if not known:
        raise InvalidUpload(
            _("“%(name)s” in the ZIP is not a kind of file we take. Leave it out and pack the ZIP again.") % words
        )


def _look(container: Container, placed: Placed, look_into: LookInto, extension: str) -> None:
    def handle(file: IO[bytes]) -> None:
        look_into(file, extension)

    try:
        container.look_into(placed, handle)
    except InvalidUpload as error:
        raise InvalidUpload(
            _("“%(name)s” in the ZIP cannot be taken: %(why)s") % {"name": shown(placed.member.name), "why": str(error)}
        ) from error
