"""Characters that a document may not hold, wherever they came from."""

import re
from datetime import UTC, datetime

# Everything that is no Char of XML 1.0 (2.2): most control characters, halves of pairs, and two that are none. Escaping them
# does not help. A carriage return would come out as a line feed (2.11), and is written as one.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with U+FFFD where no XML document can hold what stood there."""
    return _NOT_XML.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def whole_second(moment: datetime) -> datetime:
    """The moment in UTC as all formats say it: RSS knows no smaller unit."""
    return moment.astimezone(UTC).replace(microsecond=0)


def spelt(moment: datetime) -> str:
    """The moment in UTC (RFC 3339). Such spellings stand in the order of their moments."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
