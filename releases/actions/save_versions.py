"""Save versions: what was edited side by side is saved in one act, or none of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from releases.actions import common
from releases.actions.save_draft import save_draft
from releases.models import Release
from releases.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed into one language version, and the working copy that they had before them."""

    release: Release
    version: int
    content: Snapshot


@transaction.atomic
def save_versions(*, typed: Sequence[Typed], by: User, at: datetime | None = None) -> list[Release]:
    """Make each of these the working copy of its release, at one moment: neither is older than the other.

    Raises what ``save_draft`` raises for one of them, and then nothing of any of them is saved.
    """
    locked = common.lock_all([one.release for one in typed])
    moment = at or timezone.now()
    return [
        save_draft(release=locked[one.release.pk], content=one.content, by=by, version=one.version, at=moment)
        for one in typed
    ]
