"""Which files a large sitemap has: one for each month of the dates in the releases' addresses.

That date never changes, so a release stands in one file for ever, and publishing one changes that file and the index. A month
with more addresses than a file may hold has a file for each day; a day with more, which an import can leave, has numbered ones.
"""

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.db.models import Count, Max

from releases.models import Edition
from releases.models.edition import EditionQuerySet
from releases.sitemaps.model import Day, Part, most_in_a_file


def listed(at: datetime) -> EditionQuerySet:
    """What sitemaps tell of: public at this moment, in a language in which the site has addresses."""
    return Edition.objects.public(at).filter(language__in=[code for code, _name in settings.LANGUAGES])


def days(editions: EditionQuerySet) -> list[Day]:
    """The dates of these editions with their numbers, in order: one query, and some thousand rows for ten years of releases."""
    rows = editions.order_by("published_on").values_list("published_on")
    return [Day(*row) for row in rows.annotate(number=Count("pk"), changed=Max("visible_from"))]


def parts(every: Iterable[Day]) -> Iterator[Part]:
    """The files for these days, which come in order."""
    most = most_in_a_file()
    for _month, within in groupby(every, key=lambda day: (day.date.year, day.date.month)):
        month = list(within)
        if sum(day.number for day in month) <= most:
            yield _of_month(month)
            continue
        for day in month:
            yield from _of_day(day, most)


def part_named(name: str, at: datetime) -> Part | None:
    """The file with this name, which begins with a year and a month, or ``None`` where the index names none such.

    Asking the index's own rule keeps a release from standing in the file of its month and in that of its day.
    """
    year, month = int(name[:4]), int(name[5:7])
    last = calendar.monthrange(year, month)[1]
    within = listed(at).filter(published_on__range=(date(year, month, 1), date(year, month, last)))
    return next((part for part in parts(days(within)) if part.name == name), None)


def _of_month(month: list[Day]) -> Part:
    first, last = month[0].date, month[-1].date
    return Part(f"{first:%Y-%m}", first, last, max(day.changed for day in month))


def _of_day(day: Day, most: int) -> Iterator[Part]:
    for number, start in enumerate(range(0, day.number, most), start=1):
        name = f"{day.date}" if number == 1 else f"{day.date}.{number}"
        yield Part(name, day.date, day.date, day.changed, start)
