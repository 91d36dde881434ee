"""Django's date patterns, with two letters that Django leaves in English: the ordinal of a day and the name of a zone."""

import re
from datetime import date, datetime

from django.utils.dateformat import DateFormat
from django.utils.translation import get_language, pgettext_lazy
from django_stubs_ext import StrOrPromise

# Canada's zones, whose French abbreviations are in every bulletin there. Others stay as the zone database has them.
_ZONES: dict[str, StrOrPromise] = {
    "NST": pgettext_lazy("time zone", "NST"),
    "NDT": pgettext_lazy("time zone", "NDT"),
    "AST": pgettext_lazy("time zone", "AST"),
    "ADT": pgettext_lazy("time zone", "ADT"),
    "EST": pgettext_lazy("time zone", "EST"),
    "EDT": pgettext_lazy("time zone", "EDT"),
    "CST": pgettext_lazy("time zone", "CST"),
    "CDT": pgettext_lazy("time zone", "CDT"),
    "MST": pgettext_lazy("time zone", "MST"),
    "MDT": pgettext_lazy("time zone", "MDT"),
    "PST": pgettext_lazy("time zone", "PST"),
    "PDT": pgettext_lazy("time zone", "PDT"),
}


_NUMBER = re.compile(r"(?P<sign>[+-])(?P<hours>\d\d)(?P<minutes>\d\d)?")


class _HouseFormat(DateFormat):
    """The methods are the letters of a pattern."""

    def S(self) -> str:  # noqa: N802
        """What follows the number of a day. French has it for the first only: 1er mars, 2 mars."""
        if (get_language() or "").startswith("fr"):
            return "er" if self.j() == 1 else ""
        return super().S()

    def T(self) -> str:  # noqa: N802
        """The zone's abbreviation; Django has none in the hour that clocks show twice, when it is most needed."""
        name = super().T()
        if not name and isinstance(self.data, datetime):
            name = self.data.tzname() or ""
        return str(_ZONES.get(name) or _from_utc(name))


def _from_utc(name: str) -> str:
    """Where people have no abbreviation for their clock the database has a number, -03 or +0530: they say UTC-3, UTC+5:30."""
    match = _NUMBER.fullmatch(name)
    if match is None:
        return name
    sign = "\N{MINUS SIGN}" if match["sign"] == "-" else "+"
    minutes = f":{match['minutes']}" if match["minutes"] else ""
    return f"UTC{sign}{int(match['hours'])}{minutes}"


def format_date(value: date, pattern: str) -> str:
    """A date or a moment by a pattern of Django's."""
    return _HouseFormat(value).format(pattern)


def place_of(zone: str) -> str:
    """The place that a zone of the database is named for: America/Argentina/Buenos_Aires is the clock of Buenos Aires."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")
