"""What an announcement may say: its titles, its time, and the reasons that it owes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.errors import BadMoment, Incomplete, Refused
from releases.models import Precision
from releases.workflow import Kind

TITLE_LENGTH = 200
REASON_LENGTH = 600
Words = Mapping[str, str]
"""Text by language."""


@dataclass(frozen=True, slots=True)
class Planned:
    """When something is to be published: from here until there, or at one moment."""

    start: datetime
    until: datetime
    precision: Precision

    @classmethod
    def of(cls, moment: datetime, precision: Precision) -> "Planned":
        """The moment itself to the minute, or the day or the month that it is in by the office's clock."""
        local = timezone.localtime(moment)
        if precision == Precision.MOMENT:
            # Python's arithmetic on a local time would lose the hour that clocks show twice; truncating does not.
            exact = moment.replace(second=0, microsecond=0)
            return cls(exact, exact, precision)
        start = _midnight(local.replace(day=1) if precision == Precision.MONTH else local)
        end = start + timedelta(days=32) if precision == Precision.MONTH else start + timedelta(days=1)
        end = _midnight(end.replace(day=1) if precision == Precision.MONTH else end)
        return cls(start, end, precision)

    def holds(self, other: "Planned") -> bool:
        """Whether the other one lies in this one: to say more exactly what was said is no change of mind."""
        return other == self or (self.start <= other.start and other.until < self.until)


def titles(given: Words) -> dict[str, str]:
    """The titles as they are kept, an empty one for "to be announced". Raises ``Refused`` without any known language."""
    known = {code for code, _name in settings.LANGUAGES}
    found = {code: " ".join(text.split()) for code, text in given.items() if code in known}
    if not found:
        raise Refused(_("Choose at least one language in which readers see it."))
    if any(len(text) > TITLE_LENGTH for text in found.values()):
        raise Refused(_("A title has at most %(limit)s characters.") % {"limit": TITLE_LENGTH})
    return found


def reasons(given: Words, languages: Words, *, required: bool, otherwise: str) -> dict[str, str]:
    """The reasons in the announcement's languages. Raises ``Incomplete``, with this sentence, where one is owed."""
    found = {code: " ".join(given.get(code, "").split()) for code in languages}
    if any(len(text) > REASON_LENGTH for text in found.values()):
        raise Refused(_("A reason has at most %(limit)s characters.") % {"limit": REASON_LENGTH})
    if required and not all(found.values()):
        raise Incomplete(otherwise)
    return {code: text for code, text in found.items() if text}


def require_ahead(planned: Planned, at: datetime) -> None:
    """Raise ``BadMoment`` for a time that is over."""
    if planned.until <= at:
        raise BadMoment(_("This time is over. The calendar announces what is still to come."))


def require_kind(kind: str) -> None:
    """Raise ``Refused`` for a kind that there is not."""
    if kind not in Kind.values:
        raise Refused(_("There is no such kind of release."))


def _midnight(local: datetime) -> datetime:
    """The beginning of a day in the office's zone, whatever its clocks did that night."""
    return datetime(local.year, local.month, local.day, tzinfo=timezone.get_current_timezone())
