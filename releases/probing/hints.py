"""Names that can be guessed, told to whoever is about to use one."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from releases.media.models import Image
from releases.models import Release
from releases.probing.earlier import seen_names
from releases.probing.names import read
from releases.snapshot import Snapshot

MOST = 5
"""More sentences than that are not read."""


def name_hints(snapshot: Snapshot, release: Release | None, at: datetime | None = None) -> list[str]:
    """One sentence for each name in this content that follows the habit of an earlier public edition's names.

    It is a hint and refuses nothing: an office has its habits for good reasons, and a guess gets nobody anything.
    """
    mine = release.pk if release else None
    seen = list(seen_names(at or timezone.now()))
    public = {one.name.squashed for one in seen if one.release == mine}
    earlier = {one.name.pattern: one.name for one in reversed(seen) if one.release != mine}
    hints = []
    for text, sentence in _names(snapshot, release):
        name = read(text)
        before = earlier.get(name.pattern) if name.pattern and name.squashed not in public else None
        # The same name is that of the release in another language, or of a page that every edition attaches.
        if before is not None and before.squashed != name.squashed:
            hints.append(f"{sentence % {'name': text, 'earlier': before.text}} {_consequence()}")
    return list(dict.fromkeys(hints))[:MOST]


def _names(snapshot: Snapshot, release: Release | None) -> Iterator[tuple[str, str]]:
    """The names by which somebody could look for this content, each with its sentence."""
    file = _("The file name “%(name)s” follows those of earlier releases (“%(earlier)s”), so people can guess it.")
    slug = snapshot.slug or (release.slug if release else "")
    yield (
        slug,
        _("The address “%(name)s” follows those of earlier releases (“%(earlier)s”), so people can guess it."),
    )
    for attachment in snapshot.attachments:
        yield attachment.name, file
    keys = [picture.key for picture in snapshot.gallery] + [pin.key for pin in snapshot.figures]
    keys += [snapshot.lead_image.key] if snapshot.lead_image else []
    for name in (
        Image.objects.filter(key__in=keys).order_by("pk").values_list("original_name", flat=True) if keys else ()
    ):
        yield name, file


def _consequence() -> str:
    return _(
        "They get nothing by that before the release is public, and the office is told when somebody tries; a name with a "
        "random part would not even be tried."
    )
