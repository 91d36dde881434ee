"""What is looked after: everything that readers must not know yet, of the releases that are on their way to them.

Scheduled releases first, because their names are settled and their day is near; then what is in review or approved; then
drafts that somebody saved in the last month, because whoever knows the name of a draft has it from the office. What is in
the bin, and what nobody has touched for longer, is on its way to nobody.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from releases.media.models import DocumentFile, Image
from releases.models import Attachment, Edition, EditionFile, EditionImage, GalleryPicture, Release
from releases.probing.earlier import seen_names
from releases.probing.names import read
from releases.probing.resembling import Hidden, Index, index_of
from releases.workflow import Stage

MOST = 300
"""Releases looked after at once. A very large office has a few dozen on their way."""
NAMES = 60
"""Of one release."""
RECENT = timedelta(days=30)

_FIGURE = re.compile(r'data-file="([^"]+)"')


@dataclass(slots=True)
class _Files:
    """The pictures and files of one release: their keys, and the names by which somebody could look for them."""

    keys: set[str] = field(default_factory=set)
    names: dict[str, None] = field(default_factory=dict)

    def add(self, *names: str, keys: Iterable[str] = ()) -> None:
        self.keys.update(keys)
        self.names.update((name, None) for name in names if name)


Files = defaultdict[int, _Files]


def build(at: datetime) -> Index:
    """The index of what is looked after at this moment: a dozen queries, whatever is in the newsroom."""
    return index_of(hidden(at), seen_names(at))


def hidden(at: datetime) -> list[Hidden]:
    """What readers must not know yet, the most important first."""
    promised = _promised(at)
    releases = _on_their_way(promised, at)
    ids = [release.pk for release in releases]
    files, seen = _files_of(releases), _seen_files(ids, at)
    known = set(Edition.objects.began(at).filter(release__in=ids).values_list("release_id", flat=True))
    return [
        _hidden(release, files[release.pk], seen[release.pk], promised.get(release.pk), release.pk in known)
        for release in releases
    ]


def _promised(at: datetime) -> dict[int, date]:
    """Releases with an edition ahead and the day in its address, the soonest first."""
    ahead = Edition.objects.ahead(at).order_by("visible_from").values_list("release_id", "published_on")
    return dict(ahead[:MOST])


def _on_their_way(promised: dict[int, date], at: datetime) -> list[Release]:
    rows = Release.objects.select_related("lead_image").only(
        "slug", "headline", "lead_image__key", "lead_image__original_name"
    )
    scheduled = rows.in_bulk(list(promised))
    found = [scheduled[pk] for pk in promised if pk in scheduled]
    others = rows.exclude(pk__in=promised).order_by("-updated_at", "-pk")
    found += others.filter(stage__in=(Stage.APPROVED, Stage.IN_REVIEW))[: MOST - len(found)]
    # What readers see already is nobody's secret, however lately it was saved.
    public = Edition.objects.began(at).filter(release=OuterRef("pk"), content_hash=OuterRef("content_hash"))
    drafts = others.filter(~Exists(public), stage=Stage.DRAFT, updated_at__gte=at - RECENT)
    return found + list(drafts[: MOST - len(found)])


def _hidden(release: Release, files: _Files, seen: _Files, day: date | None, is_known: bool) -> Hidden:
    """One release. Of one that readers know, only what was attached since is hidden."""
    names = tuple(read(name) for name in list(files.names)[:NAMES] if name not in seen.names)
    keys = frozenset(files.keys - seen.keys)
    if is_known:
        return Hidden(release=release.pk, keys=keys, names=names)
    return Hidden(
        release=release.pk,
        keys=keys,
        names=(read(release.slug), *names),
        headline=(read(release.headline),),
        day=day,
        slug=release.slug,
    )


def _files_of(releases: list[Release]) -> Files:
    """What the working copies show and attach; of attachments the names of every version, because old ones are remembered."""
    ids = [release.pk for release in releases]
    found = Files(_Files)
    for release in releases:
        if release.lead_image is not None:
            found[release.pk].add(release.lead_image.original_name, keys=[release.lead_image.key])
    documents = defaultdict(set)
    for pk, address, key, document in Attachment.objects.filter(release__in=ids).values_list(
        "release_id", "address", "file__key", "file__document_id"
    ):
        found[pk].add(keys=[address, key])
        documents[document].add(pk)
    versions = DocumentFile.objects.filter(document__in=list(documents)).order_by("-pk")
    for document, key, name, original in versions.values_list("document_id", "key", "name", "original_name"):
        for pk in documents[document]:
            found[pk].add(name, original, keys=[key])
    gallery = GalleryPicture.objects.filter(release__in=ids)
    for pk, key, original in gallery.values_list("release_id", "image__key", "image__original_name"):
        found[pk].add(original, keys=[key])
    _add_figures(found, ids)
    return found


def _add_figures(found: Files, ids: list[int]) -> None:
    """Pictures that a text names: only texts that name one are read."""
    shown = defaultdict(set)
    for pk, body in Release.objects.filter(pk__in=ids, body__contains="data-file=").values_list("pk", "body"):
        for key in _FIGURE.findall(body):
            shown[key].add(pk)
    for key, original in Image.objects.filter(key__in=list(shown)).values_list("key", "original_name"):
        for pk in shown[key]:
            found[pk].add(original, keys=[key])


def _seen_files(ids: list[int], at: datetime) -> Files:
    """What readers have seen of these releases already."""
    began = Edition.objects.began(at).filter(release__in=ids)
    found = Files(_Files)
    files = EditionFile.objects.filter(edition__in=began)
    for pk, address, key, name, original in files.values_list(
        "edition__release_id", "address", "file__key", "file__name", "file__original_name"
    ):
        found[pk].add(name, original, keys=[address, key])
    images = EditionImage.objects.filter(edition__in=began)
    for pk, key, original in images.values_list("edition__release_id", "image__key", "image__original_name"):
        found[pk].add(original, keys=[key])
    return found
