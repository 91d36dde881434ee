"""What every ZIP has to keep to, be it an archive or an office document; and which of the two it is."""

import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.member_names import clash, is_safe
from releases.media.filetypes.reading import Source
from releases.media.filetypes.refusals import damaged, polyglot, shown
from releases.media.filetypes.unpacking import METHODS, Bomb, Budget, unpack
from releases.media.filetypes.zip_directory import BadArchive, Member, Mixed, Placed, TooMany, read_directory

HEAD = 2048
IN_MEMORY = 1024 * 1024
"""A member that has to be looked into is kept in memory up to this size, and in a temporary file beyond."""

Handle = Callable[[IO[bytes]], None]


class Container:
    """A ZIP whose directory is in order; ``contents`` unpacks it."""

    def __init__(self, source: Source, budget: Budget, kind: str) -> None:
        self._source, self._budget, self.kind = source, budget, kind
        self.placed = _directory(source, kind)
        for each in self.placed:
            _check(each.member)
        double = clash(self.members)
        if double:
            raise InvalidUpload(
                _("The ZIP holds “%(name)s” twice. Leave one of the two out and try again.") % {"name": shown(double)}
            )

    @property
    def members(self) -> list[Member]:
        return [each.member for each in self.placed]

    @property
    def names(self) -> list[str]:
        return [member.name for member in self.members]

    def pieces(self, placed: Placed, budget: Budget | None = None, *, parsed: bool = False) -> Iterator[bytes]:
        """One member's bytes, to be ``parsed`` as XML or not; what is wrong with them becomes a sentence."""
        try:
            for piece in unpack(self._source, placed, budget or self._budget):
                if parsed:
                    self._budget.parse(len(piece))
                yield piece
        except Bomb as error:
            raise too_large() from error
        except Mixed as error:
            raise polyglot(self.kind) from error
        except BadArchive as error:
            raise damaged(self.kind) from error

    def pass_over(self, placed: Placed) -> None:
        """Unpack one member and keep nothing, only to see that it is what its header says."""
        for _piece in self.pieces(placed):
            pass

    def look_into(self, placed: Placed, handle: Handle) -> None:
        """Unpack one member for ``handle``, which may read it to and fro."""
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            for piece in self.pieces(placed):
                file.write(piece)
            handle(file)

    def opening(self, placed: Placed) -> bytes:
        """The first bytes of one member; a look that costs nothing of what may be unpacked, as it stops there."""
        head = b""
        for piece in self.pieces(placed, Budget()):
            head += piece
            if len(head) >= HEAD:
                break
        return head[:HEAD]


def too_large() -> InvalidUpload:
    """For archives that would fill a disk."""
    return InvalidUpload(
        _("What is packed in this file is far larger than the file itself. Upload the files in it one by one.")
    )


def _directory(source: Source, kind: str) -> tuple[Placed, ...]:
    try:
        return read_directory(source)
    except TooMany as error:
        raise InvalidUpload(_("There are too many files in the ZIP. Make several smaller ones.")) from error
    except Mixed as error:
        raise polyglot(kind) from error


def _check(member: Member) -> None:
    name = {"name": shown(member.name)}
    if not is_safe(member):
        raise InvalidUpload(
            _("“%(name)s” in the ZIP has a name or a place that is not safe to unpack. Rename it and pack it again.")
            % name
        )
    if member.encrypted:
        raise InvalidUpload(_("“%(name)s” in the ZIP has a password. Pack it again without one.") % name)
    if member.method not in METHODS:
        raise InvalidUpload(
            _("“%(name)s” in the ZIP is packed in a way that not everybody can open. Pack it again as a plain ZIP.")
            % name
        )
