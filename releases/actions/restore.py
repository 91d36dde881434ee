"""Restore: write an earlier revision back into the working copy. Nothing in between is lost, and readers notice nothing."""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.save_draft import write_revision
from releases.errors import Refused
from releases.models import Release
from releases.workflow import Verb


@transaction.atomic
def restore(*, release: Release, by: User, version: int, number: int, at: datetime | None = None) -> Release:
    """Make revision ``number`` the working copy again, as a new revision.

    Language and address stay what they are once they are promised. Raises a ``Refused`` that says why.
    """
    locked, moment = common.begin(Verb.RESTORE, release, by, at)
    common.require_version(locked, version)
    revision = locked.revisions.filter(number=number).first()
    if revision is None:
        raise Refused(_("This release has no revision %(number)s.") % {"number": number})
    content = revision.snapshot
    if locked.editions.effective().exists():
        content = replace(content, slug=locked.slug, language=locked.language)
    return write_revision(Verb.RESTORE, locked, content, by, moment, restored=number)
