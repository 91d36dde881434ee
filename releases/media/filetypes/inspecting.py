"""The one question: what is this file? Answered by its content; its name only has to agree."""

import struct
import zlib
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes import archive, mp3, mp4, opendocument, openxml, pdf, text
from releases.media.filetypes.containers import Container
from releases.media.filetypes.kinds import CONTENT_TYPES, OFFICE, FileKind, Found
from releases.media.filetypes.names import extension_of, tidy_name
from releases.media.filetypes.reading import Source
from releases.media.filetypes.refusals import damaged, not_taken, shown
from releases.media.filetypes.signatures import is_archive, picture_kind
from releases.media.filetypes.unpacking import Budget

MAX_BYTES = 200 * 1024 * 1024
DEEPEST = 2
"""A ZIP holds a presentation, which holds the table of a chart."""
_MEGABYTE = 1024 * 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def inspect(file: IO[bytes], name: str, *, limit: int | None = None) -> FileKind:
    """What an uploaded file is, and the name it gets; leaves the file wound back.

    ``limit`` is the largest size in bytes, by default the setting ``FILE_MAX_BYTES``. Raises ``InvalidUpload`` with a
    sentence for the uploader, and nothing else, for whatever bytes and name.
    """
    tidy_name(name, "file")  # a name that is refused spares looking at the content
    source = Source(file)
    _check_size(source.size, int(getattr(settings, "FILE_MAX_BYTES", MAX_BYTES)) if limit is None else limit)
    claimed = extension_of(name)
    found = _recognised(source, claimed, Budget(), depth=0)
    file.seek(0)
    _check_extension(claimed, found.extension)
    content_type = CONTENT_TYPES[found.extension] + (f"; charset={found.charset}" if found.charset else "")
    return FileKind(content_type, found.extension, tidy_name(name, found.extension), found.listing)


def _check_size(size: int, limit: int) -> None:
    if not size:
        raise InvalidUpload(_("The file is empty. Choose another one."))
    if size > limit:
        raise InvalidUpload(
            _("The file is larger than %(limit)d MB. Make it smaller or split it, and try again.")
            % {"limit": limit // _MEGABYTE}
        )


def _check_extension(claimed: str, extension: str) -> None:
    if claimed and claimed != extension:
        raise InvalidUpload(
            _(
                "The name ends in .%(claimed)s, but the file is %(kind)s. "
                "Give it the ending .%(extension)s, or choose the right file."
            )
            % {"claimed": shown(claimed), "kind": extension.upper(), "extension": extension}
        )


def _recognised(source: Source, claimed: str, budget: Budget, depth: int) -> Found:
    """What the content is. What a parser stumbles over is damage: the bytes are somebody else's."""
    head = source.head(2048)
    kind, examine = _examiner(head, claimed, budget, depth)
    try:
        return examine(source)
    except (ValueError, struct.error, zlib.error, EOFError, LookupError, OverflowError, RecursionError) as error:
        raise damaged(kind) from error


def _examiner(head: bytes, claimed: str, budget: Budget, depth: int) -> tuple[str, Callable[[Source], Found]]:
    if head.startswith(pdf.HEADER):
        return "pdf", pdf.examine
    if head.startswith(_ZIP):
        kind = claimed if claimed in OFFICE else "zip"
        return kind, lambda source: _packed(source, kind, budget, depth)
    if mp3.begins(head):
        return "mp3", mp3.examine
    if mp4.begins(head):
        return "mp4", mp4.examine
    _check_others(head)
    return "txt", lambda source: text.examine(source, claimed)


def _check_others(head: bytes) -> None:
    """Sentences of their own for what people try most."""
    if pdf.HEADER in head[1:1100]:
        raise InvalidUpload(
            _("Something stands before the beginning of this PDF. Print it to a new PDF, and upload that.")
        )
    if picture_kind(head):
        raise InvalidUpload(_("This is a picture. Upload it among the images."))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidUpload(
            _(
                "This is a document of an old kind, or one with a password. "
                "Save it as DOCX, XLSX, PPTX or OpenDocument, without a password, and upload that."
            )
        )
    if is_archive(head) and any(byte < 9 for byte in head):
        raise InvalidUpload(_("Of archives we take ZIP only. Pack the files into a ZIP and upload that."))


def _packed(source: Source, kind: str, budget: Budget, depth: int) -> Found:
    """An office document, or an archive where one may be."""
    container = Container(source, budget, kind)

    def look_into(file: IO[bytes], extension: str) -> Found:
        return _look_into(file, extension, budget, depth + 1)

    names = container.names
    if names[:1] == [opendocument.MIMETYPE]:
        return opendocument.examine(container, look_into)
    if openxml.TYPES in names:
        return openxml.examine(container, look_into)
    if depth:
        raise not_taken()
    return archive.examine(container, look_into)


def _look_into(file: IO[bytes], extension: str, budget: Budget, depth: int) -> Found:
    """What a member of an archive or document is, which its name has to say as well."""
    source = Source(file)
    if depth > DEEPEST or not source.size:
        raise not_taken()
    found = _recognised(source, extension, budget, depth)
    _check_extension(extension, found.extension)
    return found
