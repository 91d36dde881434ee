"""Reading PDFs as tests need them: their words in the order of the page, their structure, and what they say of themselves."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.generic import IndirectObject


def opened(data: bytes) -> pypdf.PdfReader:
    """Read strictly: what a lenient reader would mend is an error."""
    return pypdf.PdfReader(io.BytesIO(data), strict=True)


def words_of(pdf: pypdf.PdfReader) -> str:
    """All its text, with white space folded."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pdf.pages))


def elements(pdf: pypdf.PdfReader) -> list[Any]:
    """All structure elements in the order in which they are read aloud."""
    root: Any = pdf.trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]["/K"]))


def _walk(node: Any) -> Iterator[Any]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for each in node:
            yield from _walk(each)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _walk(node.get("/K", []))


def tags_of(pdf: pypdf.PdfReader) -> list[str]:
    """The kinds of all elements: /H1, /P, /Figure …"""
    return [str(each["/S"]) for each in elements(pdf)]


def alternatives(pdf: pypdf.PdfReader) -> list[str | None]:
    """The alternative text of each picture; ``None`` where one has none."""
    return [each.get("/Alt") for each in elements(pdf) if each["/S"] == "/Figure"]


def links_of(pdf: pypdf.PdfReader) -> list[str]:
    """Where its links lead, in order."""
    annotations = [each.get_object() for page in pdf.pages for each in page.get("/Annots", [])]
    return [str(each["/A"]["/URI"]) for each in annotations if each.get("/A", {}).get("/S") == "/URI"]


def metadata(pdf: pypdf.PdfReader) -> str:
    """Its XMP packet."""
    root: Any = pdf.trailer["/Root"]
    return bytes(root["/Metadata"].get_data()).decode()
