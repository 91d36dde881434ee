"""Reading the XML parts of office documents with a parser that fetches nothing and expands nothing."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

MAX_XML = 64 * 1024 * 1024
"""Of one part. The text of a long book has 5 MB; a table that is longer than this is data, and CSV."""

OnElement = Callable[[str, dict[str, str]], None]
SEPARATOR = " "
"""Between the namespace and the name: it can stand in neither."""


class BadXml(ValueError):
    """Not well formed, too long, or with a document type: no office program writes one, and entities are bombs."""


def read(pieces: Iterable[bytes], on_element: OnElement) -> None:
    """Call ``on_element`` with the full name and the attributes of each element."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.StartElementHandler = on_element
    parser.StartDoctypeDeclHandler = _refuse
    size = 0
    try:
        for piece in pieces:
            size += len(piece)
            if size > MAX_XML:
                raise BadXml
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadXml from error


def _refuse(*_about: object) -> None:
    raise BadXml
