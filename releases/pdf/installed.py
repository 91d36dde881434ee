"""Whether this machine can make PDFs: WeasyPrint is an optional extra, and needs libraries that pip does not bring."""

import ctypes
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

LIBRARIES = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
"""What WeasyPrint loads, by its names on Linux, macOS and Windows; the last one cuts fonts to the letters that are used."""
DEBIAN = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")


@cache
def missing() -> tuple[str, ...]:
    """What has to be installed before there are PDFs, by the names of packages; nothing where all is there.

    Loading the libraries is what tells: a name on the disk may be of another architecture. WeasyPrint itself is not imported,
    which would cost each process of the server 60 MB for what only its children do.
    """
    lacking = [] if find_spec("weasyprint") else ["weasyprint"]
    return (*lacking, *(package for names, package in zip(LIBRARIES, DEBIAN, strict=True) if not _loads(names)))


@cache
def renderer() -> str:
    """The version of WeasyPrint: another one may draw other bytes."""
    try:
        return version("weasyprint")
    except PackageNotFoundError:
        return ""


def _loads(names: tuple[str, ...]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False
