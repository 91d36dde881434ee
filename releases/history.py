"""What stands around one edition: the earlier ones that readers saw, and its translations that are public."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from releases.models import Edition
from releases.workflow import Change


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Lists of editions for the foot and the head of a release page."""

    editions: list[Edition]
    """All that readers have seen of this release and may still read, newest first, the current one included."""
    translations: list[Edition]
    """The same release in other languages, where it is public."""

    @property
    def corrections(self) -> list[Edition]:
        """The changes that readers must know of, newest first."""
        return [edition for edition in self.editions if edition.change == Change.MAJOR]

    @property
    def first(self) -> Edition | None:
        """The first of those that may still be read: there is nothing that it changed."""
        return self.editions[-1] if self.editions else None


def surroundings(edition: Edition, at: datetime) -> Surroundings:
    """Both lists in one query; a release page has eight for everything."""
    public = Edition.objects.public(at).filter(pk=OuterRef("pk"))
    rows = list(
        Edition.objects.readable(at)
        .filter(Q(release=edition.release_id) | Q(translation_group=edition.translation_group))
        .for_cards()
        .order_by("-visible_from")
        .annotate(is_public=Exists(public))
    )
    return Surroundings(
        editions=[row for row in rows if row.release_id == edition.release_id],
        translations=sorted(
            # The annotation above; the stubs forget it.
            (row for row in rows if row.release_id != edition.release_id and row.is_public),  # type: ignore[attr-defined]
            key=lambda row: row.language,
        ),
    )
