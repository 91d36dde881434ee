"""Reading the XML parts of office documents with a parser that fetches nothing and expands nothing."""

from collections.abc import Callable, Iterable
from xml.parsers import expat

MAX_DEPTH = 1000
MAX_NAMES = 10_000
MAX_TOKEN = 4 * 1024 * 1024
"""What the parser keeps in memory grows with these three: open elements, different names, and the tag it is at."""

OnElement = Callable[[str, dict[str, str]], None]
SEPARATOR = " "
"""Between the namespace and the name: it can stand in neither."""


class BadXml(ValueError):
    """Not well formed, monstrous, or with a document type: no office program writes one, and entities are bombs."""


def read(pieces: Iterable[bytes], on_element: OnElement) -> None:
    """Call ``on_element`` with the full name and the attributes of each element."""
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    opened, fed, ended = 0, 0, list[str]()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal opened
        opened += 1
        on_element(name, attributes)

    parser.StartElementHandler = start
    parser.EndElementHandler = ended.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for piece in pieces:
            fed += len(piece)
            parser.Parse(piece, False)
            opened -= len(ended)
            ended.clear()
            if opened > MAX_DEPTH or len(parser.intern) > MAX_NAMES or fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise BadXml
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BadXml from error


def _refuse(*_about: object) -> None:
    raise BadXml
