"""The kinds of file that are taken, and what is said of one that was recognised."""

from dataclasses import dataclass

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "odg": "application/vnd.oasis.opendocument.graphics",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "csv": "text/csv",
    "txt": "text/plain",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
}
"""Ours, by extension: what a browser is told never comes from the uploader."""

ACCEPTED = ", ".join(extension.upper() for extension in CONTENT_TYPES)

OFFICE = frozenset({"odt", "ods", "odp", "odg", "docx", "xlsx", "pptx"})


@dataclass(frozen=True, slots=True)
class Found:
    """What the content turned out to be."""

    extension: str
    charset: str = ""
    listing: tuple[str, ...] = ()
    """Names of the files in a ZIP, in its own order."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """What an uploaded file is, as it is stored and served."""

    content_type: str
    extension: str
    name: str
    """A safe name for people, with our extension."""
    listing: tuple[str, ...] = ()
    """Names of the files in a ZIP; empty for all else."""
