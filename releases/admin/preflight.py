"""The pre-flight: what will happen at a moment, in words, and what to think of before it does. It never refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from releases.admin.carried import Carried, carried
from releases.admin.reach import Place, Reach, reach
from releases.admin.standing import Situation
from releases.dateformat import format_date
from releases.models import Edition, QuietDay
from releases.workflow import Change

CLOSE = timedelta(minutes=15)
"""Two releases of one office within a quarter of an hour compete for the same readers."""
NAMED = 5
"""As many neighbours are named; more of them are only mentioned."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another release that appears at nearly the same time."""

    headline: str
    language: str
    when: str
    address: str


@dataclass(frozen=True, slots=True)
class Preflight:
    """What will happen: the sentence, the places that change, and the warnings."""

    sentence: str
    places: tuple[Place, ...]
    neighbours: tuple[Neighbour, ...]
    more_neighbours: bool
    quiet_day: str
    clocks: str
    """That the clocks change between now and then, where they do."""
    carried: tuple[Carried, ...] = ()
    """The pictures and files that readers get, for each version that has any, or of which there is something to say."""


def preflight(now: Situation, moment: datetime | None = None, along: Sequence[Situation] = ()) -> Preflight:
    """Look ahead to the moment, or to now, with a number of queries that depends only on how many versions go out.

    ``along`` are versions in other languages that reach their readers in the same act.
    """
    then = moment or now.at
    found = _joined([reach(one, then) for one in (now, *along)])
    neighbours = _neighbours(now, then)
    going = [carried(one.release, one.saved.snapshot) for one in (now, *along)]
    return Preflight(
        sentence=_sentence(then, _count(len(found.places), found.pictures), at_once=moment is None),
        places=found.places,
        neighbours=tuple(neighbours[:NAMED]),
        more_neighbours=len(neighbours) > NAMED,
        quiet_day=QuietDay.objects.filter(day=timezone.localdate(then)).values_list("reason", flat=True).first() or "",
        clocks=_clocks(now.at, then),
        carried=tuple(one for one in going if one.pictures or one.files or one.findings),
    )


def _joined(reaches: Sequence[Reach]) -> Reach:
    """Everything that changes, each address once."""
    places = {place.address: place for found in reaches for place in found.places}
    return Reach(tuple(places.values()), sum(found.pictures for found in reaches))


def _sentence(then: datetime, what: str, *, at_once: bool) -> str:
    local = timezone.localtime(then)
    shown = {
        "day": format_date(local, pgettext("date format", "l j F Y")),
        "time": f"{local:%H:%M}",
        "zone": settings.TIME_ZONE,
        "elsewhere": ", ".join(_elsewhere(then)),
        "what": what,
    }
    if at_once:
        return _("If you go on now, on %(day)s at %(time)s %(zone)s (%(elsewhere)s), %(what)s.") % shown
    return _("On %(day)s at %(time)s %(zone)s (%(elsewhere)s) %(what)s.") % shown


def _count(places: int, pictures: int) -> str:
    if pictures:
        addresses = ngettext("%(number)s address", "%(number)s addresses", places) % {"number": places}
        images = ngettext("%(number)s picture", "%(number)s pictures", pictures) % {"number": pictures}
        return _("these %(addresses)s and %(pictures)s change") % {"addresses": addresses, "pictures": images}
    return ngettext("this %(number)s address changes", "these %(number)s addresses change", places) % {"number": places}


def _elsewhere(then: datetime) -> list[str]:
    """What clocks show where people wait for our releases, and in UTC; with the day where it is another one."""
    home = ZoneInfo(settings.TIME_ZONE)
    partners = [ZoneInfo(key) for key in settings.PARTNER_TIME_ZONES if key != home.key]
    told = [_on_clocks(then, zone, home, _("in %(city)s") % {"city": city_of(zone.key)}) for zone in partners]
    return [*told, _on_clocks(then, UTC, home, "UTC")]


def _on_clocks(then: datetime, zone: tzinfo, home: ZoneInfo, where: str) -> str:
    local = then.astimezone(zone)
    if local.date() == then.astimezone(home).date():
        return f"{local:%H:%M} {where}"
    day = format_date(local, pgettext("date format", "l"))
    return f"{day} {local:%H:%M} {where}"


def city_of(zone: str) -> str:
    """What people call a zone: the city in its key, as in ``America/Argentina/Buenos_Aires``."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _clocks(now: datetime, then: datetime) -> str:
    """An office that counts hours on its fingers is wrong by one across such a day."""
    before, after = timezone.localtime(now).utcoffset(), timezone.localtime(then).utcoffset()
    if before == after or before is None or after is None:
        return ""
    pattern = (
        _("Clocks in %(zone)s go forward before then: %(time)s will be %(utc)s UTC.")
        if after > before
        else _("Clocks in %(zone)s go back before then: %(time)s will be %(utc)s UTC.")
    )
    shown = {"time": f"{timezone.localtime(then):%H:%M}", "utc": f"{then.astimezone(UTC):%H:%M}"}
    return pattern % {"zone": settings.TIME_ZONE, **shown}


def _neighbours(now: Situation, then: datetime) -> list[Neighbour]:
    """Other releases that appear, or change so that readers are told, close to this moment, in any language.

    A version of the same release in another language is meant to appear with it.
    """
    near = Edition.objects.effective().filter(
        visible_from__range=(then - CLOSE, then + CLOSE), change__in=(Change.FIRST, Change.MAJOR)
    )
    near = near.exclude(release=now.release).exclude(translation_group=now.release.translation_group)
    languages = dict(settings.LANGUAGES)
    return [
        Neighbour(
            headline=edition.headline,
            language=str(languages.get(edition.language, edition.language)),
            when=f"{timezone.localtime(edition.visible_from):%H:%M}",
            address=reverse("admin:releases_release_change", args=[edition.release_id]),
        )
        for edition in near.order_by("visible_from", "pk").only("headline", "language", "visible_from", "release")[
            : NAMED + 1
        ]
    ]
