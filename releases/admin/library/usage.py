"""Where something of the library is used: in working copies, and in what readers see, saw or are to see.

Both matter. A working copy that uses an older version is one that somebody may want to change; an edition pins its versions
for good. However much there is, a page asks a fixed number of questions, and each answer ends at ``MOST``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from releases.media.models import Document, Picture
from releases.models import Attachment, Edition, EditionFile, EditionImage, GalleryPicture, Release
from releases.workflow import Standing

MOST = 200
"""Releases and editions listed; a logo may be in thousands, and nobody reads them."""

MOST_VERSIONS = 50
"""Versions looked for in texts; each makes the question longer."""


@dataclass(slots=True)
class Shown:
    """One edition that pins a version."""

    number: int | None
    state: str
    """``public``, ``ahead`` or ``past``: see ``Use.editions``."""
    version: int
    visible_from: datetime
    address: str = ""
    """Of a file: the random part of the address that readers have, and its name there."""
    name: str = ""


@dataclass(slots=True)
class Use:
    """One release that uses it."""

    release: Release
    standing: Standing
    places: list[str | Promise] = field(default_factory=list)
    """Where in the working copy."""
    versions: set[int] = field(default_factory=set)
    """Which versions the working copy uses."""
    editions: list[Shown] = field(default_factory=list)
    """What readers see, saw or are to see, the newest first."""

    def is_behind(self, latest: int) -> bool:
        """Whether the working copy uses an older version than this one."""
        return any(number < latest for number in self.versions)


Place = tuple[int, str | Promise, int]
"""A working copy's release, where in it, and which version."""


def of_picture(picture: Picture, at: datetime) -> list[Use]:
    """Every release that shows a version of this picture, the one saved last first."""
    versions = dict(picture.versions.order_by("-number").values_list("key", "number")[:MOST_VERSIONS])
    pins = (
        EditionImage.objects.filter(image__picture=picture)
        .order_by("-edition")
        .annotate(version=F("image__number"), at_address=Value(""), name=Value(""))
    )
    return _uses(_picture_places(picture, versions), _shown(pins, at), at)


def of_document(document: Document, at: datetime) -> list[Use]:
    """Every release that attaches a version of this file."""
    attached = Attachment.objects.filter(file__document=document).order_by("-pk")
    places = [
        (release, _("Attachment"), number) for release, number in attached.values_list("release", "file__number")[:MOST]
    ]
    pins = (
        EditionFile.objects.filter(file__document=document)
        .order_by("-edition")
        .annotate(version=F("file__number"), at_address=F("address"), name=F("file__name"))
    )
    return _uses(places, _shown(pins, at), at)


def _picture_places(picture: Picture, versions: dict[str, int]) -> list[Place]:
    lead = Release.objects.filter(lead_image__picture=picture).order_by("-updated_at")
    gallery = GalleryPicture.objects.filter(image__picture=picture).order_by("-pk")
    places: list[Place] = [
        *((pk, _("Lead image"), number) for pk, number in lead.values_list("pk", "lead_image__number")[:MOST]),
        *((pk, _("Gallery"), number) for pk, number in gallery.values_list("release", "image__number")[:MOST]),
    ]
    named = Q()
    for key in versions:
        named |= Q(body__contains=key)
    # A text that was last saved before the picture came cannot name it: for a new one that leaves little to be looked through.
    texts = Release.objects.filter(named, updated_at__gte=picture.created_at).order_by("-updated_at")
    for pk, body in texts.values_list("pk", "body")[:MOST]:
        places += [(pk, _("In the text"), number) for key, number in versions.items() if key in body]
    return places


def _shown(pins: Any, at: datetime) -> dict[int, list[Shown]]:
    """What pins a version, by release. Editions that were taken back before their time are none."""
    pinned = {edition: rest for edition, *rest in pins.values_list("edition", "version", "at_address", "name")[:MOST]}
    editions = Edition.objects.effective().filter(pk__in=pinned)
    public = set(editions.public(at).values_list("pk", flat=True))
    ahead = set(editions.ahead(at).values_list("pk", flat=True))
    found: dict[int, list[Shown]] = {}
    rows = editions.order_by("-visible_from").values_list("pk", "release", "number", "visible_from")
    for pk, release, number, visible_from in rows:
        state = "public" if pk in public else "ahead" if pk in ahead else "past"
        version, address, name = pinned[pk]
        shown = Shown(number, state, version, visible_from, address, name)
        found.setdefault(release, []).append(shown)
    return found


def _uses(places: Iterable[Place], shown: dict[int, list[Shown]], at: datetime) -> list[Use]:
    places = list(places)
    wanted = {pk for pk, *_rest in places} | shown.keys()
    releases = Release.objects.with_standing(at).filter(pk__in=wanted).defer("body").order_by("-updated_at", "-pk")
    uses = {each.pk: Use(each, each.standing(at), editions=shown.get(each.pk, [])) for each in releases}
    for pk, place, number in places:
        uses[pk].versions.add(number)
        if place not in uses[pk].places:
            uses[pk].places.append(place)
    return list(uses.values())
