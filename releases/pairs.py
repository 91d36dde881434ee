"""A release in several languages: its versions, what readers would find in each at an instant, and what stands in the way.

Versions of one text share a group: translations name the original. Each has its own working copy, review and editions.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from releases.errors import Refused
from releases.models import Edition, Release, Revision
from releases.models.release import ReleaseQuerySet
from releases.parity import Gap, Lack, Version, differences
from releases.workflow import Change, Stage


class ParityGap(Refused):
    """Readers of one language would get less, later, or something else than those of another."""

    def __init__(self, gaps: Iterable[Gap]) -> None:
        self.gaps = tuple(gaps)
        super().__init__(
            _("The language versions do not say the same. Bring them into line, or say why they go out as they are.")
        )


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A working copy that is about to be put before readers, and what kind of change that is for them."""

    release: Release
    change: Change


def others(release: Release) -> ReleaseQuerySet:
    """The same text in the site's other languages, whatever its standing, but for what was thrown away; by language."""
    codes = [code for code, _name in settings.LANGUAGES]
    return _group(release).exclude(stage=Stage.DISCARDED).filter(language__in=codes).order_by("language", "pk")


def in_the_bin(release: Release, language: str) -> Release | None:
    """The version in this language that was thrown away, and has to be taken out before there can be another."""
    return _group(release).filter(stage=Stage.DISCARDED, language=language).first()


def _group(release: Release) -> ReleaseQuerySet:
    if release.translation_of_id is None:
        return Release.objects.filter(translation_of=release.pk)
    siblings = Release.objects.filter(translation_of=release.translation_of_id).exclude(pk=release.pk)
    return Release.objects.filter(pk=release.translation_of_id) | siblings


def require_parity(
    release: Release, change: Change, visible_from: datetime, *, reason: str, beside: Sequence[int]
) -> dict[str, str]:
    """What the event of a publication says of the other languages. Raises ``ParityGap`` when there is a gap and no reason.

    ``beside`` are the releases that go out in the same act: ``together`` has then compared all of them already. Alone, a
    release is compared with what readers will find in the other languages. Those releases are not locked: whatever is
    done to one of them at the same moment has either happened before or happens after, and is checked for itself.
    """
    reason = reason.strip()
    if not beside:
        found = gaps_at([Outgoing(release, change)], visible_from)
        if found and not reason:
            raise ParityGap(found)
        reason = reason if found else ""
    details = {"together": ",".join(map(str, beside)), "parity_reason": reason}
    return {name: value for name, value in details.items() if value}


def gaps_at(outgoing: Sequence[Outgoing], visible_from: datetime) -> list[Gap]:
    """The gaps between the language versions, if these working copies go out at that instant. One query when alone."""
    going = {member.release.pk: member for member in outgoing}
    staying = [other for other in others(outgoing[0].release) if other.pk not in going]
    if len(outgoing) == 1 and not staying:
        return []
    editions = Edition.objects.public(visible_from).filter(release__in=staying).defer("article_html")
    found = {edition.release_id: edition for edition in editions.select_related("revision")}
    versions = {pk: working_copy(member.release) for pk, member in going.items()}
    versions |= {other.pk: _as_published(other, found[other.pk]) for other in staying if other.pk in found}
    return [
        *_absent(outgoing, [other for other in staying if other.pk not in found]),
        *_differing(versions, going),
        *_behind(outgoing, found, visible_from),
    ]


def _absent(outgoing: Sequence[Outgoing], missing: Iterable[Release]) -> Iterator[Gap]:
    """Languages in which readers find nothing. A small repair does not make that worse, and is not stopped by it."""
    if all(member.change == Change.MINOR for member in outgoing):
        return
    for release in missing:
        yield Gap(lack=Lack.ABSENT, language=release.language, other=outgoing[0].release.language)


def _differing(versions: dict[int, Version], going: dict[int, Outgoing]) -> Iterator[Gap]:
    """Each translation beside its original, where at least one of the two goes out now."""
    originals = {pk: version for pk, version in versions.items() if version.is_original}
    for original_pk, original in originals.items():
        for pk, version in versions.items():
            if pk != original_pk and (pk in going or original_pk in going):
                yield from differences(original, version)


def _behind(outgoing: Sequence[Outgoing], found: dict[int, Edition], visible_from: datetime) -> Iterator[Gap]:
    """A translation that tells its readers of a change, while readers of the original keep what they have.

    Not when it catches up with an original that moved first, nor for a small repair, which has no counterpart. The other
    way round is a change since the translation was saved.
    """
    for member in outgoing:
        original = found.get(member.release.translation_of_id or 0)
        if original is None or member.change != Change.MAJOR:
            continue
        before = (
            member.release.editions.effective().filter(visible_from__lt=visible_from).order_by("visible_from").last()
        )
        if before is not None and original.visible_from <= before.visible_from:
            yield Gap(
                lack=Lack.BEHIND, language=original.language, other=member.release.language, since=original.visible_from
            )


def working_copy(release: Release) -> Version:
    """What readers would get of it, if it went out as it is saved."""
    return Version(
        content=Revision.last_of(release).snapshot,
        changed_at=release.content_at or release.updated_at,
        saved_at=release.updated_at,
        is_original=release.translation_of_id is None,
    )


def _as_published(release: Release, edition: Edition) -> Version:
    """What readers will have. If the working copy still says the same, whoever saved it last has looked at it."""
    current = edition.revision.content_hash == release.content_hash
    if current:
        changed_at, saved_at = release.content_at or release.updated_at, release.updated_at
    else:
        changed_at = saved_at = edition.revision.created_at
    return Version(
        content=edition.revision.snapshot,
        changed_at=changed_at,
        saved_at=saved_at,
        is_original=release.translation_of_id is None,
    )
