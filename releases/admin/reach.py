"""Which public addresses change when a working copy reaches readers: what a person should expect to see change.

Releases elsewhere that suggest this one as related are left out: nobody can know them in advance.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy, pgettext
from django_stubs_ext import StrOrPromise
from taggit.models import Tag

from releases.admin.standing import Situation
from releases.dateformat import format_date
from releases.models import Edition
from releases.snapshot import Snapshot
from releases.workflow import Kind

ON_CARDS = frozenset({"kind", "headline", "summary", "lead_image", "tags"})
"""The fields that lists show, or are made by. A change of any other stays on the release's own page."""
FRONT = 11
"""As many of the newest as the front page can show."""


@dataclass(frozen=True, slots=True)
class Place:
    """One public address that will answer otherwise than before."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything public that changes."""

    places: tuple[Place, ...]
    pictures: int


def reach(now: Situation, moment: datetime) -> Reach:
    """What changes for readers when the working copy is put before them at this moment; seven queries at most."""
    snapshot = now.saved.snapshot
    published_on = now.current.published_on if now.current else timezone.localdate(moment)
    month = format_date(published_on, pgettext("date format", "F Y"))
    with translation.override(snapshot.language):
        # The names are for the person who asks; the addresses are in the release's language.
        addresses = list(_addresses(now, published_on, month, moment))
    places = (Place(str(_NAMES[name]) % {"of": of}, address) for name, of, address in addresses)
    return Reach(tuple(places), _new_pictures(now, snapshot))


_Found = tuple[str, StrOrPromise, str]
"""The sort of place, what it is the place of, and its address."""

_NAMES: dict[str, StrOrPromise] = {
    "release": gettext_lazy("The release's own page"),
    "edition": gettext_lazy("Edition %(of)s, as an earlier one"),
    "front": gettext_lazy("The front page"),
    "list": gettext_lazy("The list of all releases"),
    "kind": gettext_lazy("The list of this kind: %(of)s"),
    "tag": gettext_lazy("The page of the tag “%(of)s”"),
    "year": gettext_lazy("The archive of %(of)s"),
    "month": gettext_lazy("The archive of %(of)s"),
    "translation": gettext_lazy("The same in another language: “%(of)s”"),
}


def _addresses(now: Situation, day: date, month: str, moment: datetime) -> Iterator[_Found]:
    snapshot = now.saved.snapshot
    where = {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "slug": now.current.slug if now.current else snapshot.slug,
    }
    yield "release", "", reverse("releases:release", kwargs=where)
    yield from _earlier(now, moment)
    appears = now.public is None
    if not appears and not ON_CARDS.intersection(now.differing):
        return
    if appears or _is_on_the_front(now.public, moment):
        yield "front", "", reverse("home")
    yield "list", "", reverse("releases:list")
    for kind in _before_and_after(now, snapshot.kind):
        yield "kind", Kind(kind).label, reverse("releases:list") + f"?kind={kind}"
    for tag in _tags(now):
        yield "tag", tag.name, reverse("releases:tag", args=[tag.slug])
    yield "year", str(day.year), reverse("releases:year", args=[day.year])
    yield "month", month, reverse("releases:month", args=[day.year, day.month])
    if appears:
        yield from _translations(now, moment)


def _earlier(now: Situation, moment: datetime) -> Iterator[_Found]:
    """Editions that can be read at addresses of their own from then on."""
    if now.current is None:
        return
    if now.public is not None:
        yield "edition", str(now.current.number), now.current.get_edition_url()
        return
    for edition in now.release.editions.readable(moment).filter(number__isnull=False).defer("article_html"):
        yield "edition", str(edition.number), edition.get_edition_url()


def _is_on_the_front(current: Edition | None, moment: datetime) -> bool:
    assert current is not None  # noqa: S101  (what is not public now, appears)
    newer = Edition.objects.public(moment).in_language(current.language)
    newer = newer.filter(first_published__gt=current.first_published)
    return newer.values("pk")[:FRONT].count() < FRONT


def _before_and_after(now: Situation, kind: str) -> list[str]:
    was = now.public.kind if now.public else kind
    return list(dict.fromkeys((kind, was)))


def _tags(now: Situation) -> list[Tag]:
    found: Iterable[Tag] = now.release.tags.all()
    if now.public is not None:
        found = {tag.pk: tag for tag in (*found, *now.public.tags.all())}.values()
    return sorted(found, key=lambda tag: str(tag.name))


def _translations(now: Situation, moment: datetime) -> Iterator[_Found]:
    """Their pages name this one as the same release in another language."""
    group = Edition.objects.public(moment).filter(translation_group=now.release.translation_group)
    for edition in group.exclude(release=now.release).defer("article_html"):
        yield "translation", edition.headline, edition.get_absolute_url()


def _new_pictures(now: Situation, snapshot: Snapshot) -> int:
    """Pictures that readers get and do not have yet."""
    known = _pictures_of(now.public.revision.snapshot) if now.public else set()
    return len(_pictures_of(snapshot) - known)


def _pictures_of(snapshot: Snapshot) -> set[str]:
    lead = {snapshot.lead_image.key} if snapshot.lead_image else set()
    return lead | {picture.key for picture in snapshot.gallery} | {pin.key for pin in snapshot.figures}
