"""Parts of dated addresses. Each release has one address, so a month is ``03`` and never ``3``."""

from django.urls.converters import StringConverter


class Year:
    """Four digits, not beginning with a nought."""

    regex = "[1-9][0-9]{3}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class Month:
    """01 to 12."""

    regex = "0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class Day(Month):
    """01 to 31; whether the month has it is the calendar's question."""

    regex = "0[1-9]|[12][0-9]|3[01]"


class Key(StringConverter):
    """The key of something stored, or the address of a file. Anything else is not asked of a database: PostgreSQL refuses a
    NUL with an exception, and an address that nobody has must be a 404."""

    regex = "[A-Za-z0-9_-]{1,64}"


class TagSlug(StringConverter):
    """A tag's slug, in any script: taggit keeps letters that ASCII has not. Browsers percent-encode it (RFC 3987, 3.1)."""

    regex = r"[-\w]{1,100}"


class FeedFormat(StringConverter):
    """The formats of feeds."""

    regex = "rss|atom|json"


class SitemapPart(StringConverter):
    """The name of a file of the sitemap: a month, a day, or one of several for a day."""

    regex = r"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])(?:-[0-9]{2}(?:\.[1-9][0-9]{0,4})?)?"


class Number(Year):
    """An edition's number: from 1, without leading noughts."""

    regex = "[1-9][0-9]{0,4}"

    def to_url(self, value: int) -> str:
        return str(value)
