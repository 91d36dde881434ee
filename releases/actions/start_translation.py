"""Start a translation: a draft in another language that holds everything the original holds, to be written over.

The texts are copied too, and not left empty: the rows of both versions stay beside each other, the links and the headings
of the body stay where they are, and a part that is half done can be saved. That nothing stays untranslated by oversight is
what the parity check is for: it names every text that has the same words in both languages.
"""

from dataclasses import replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from releases.actions import common
from releases.actions.save_draft import save_draft
from releases.errors import Refused
from releases.media.models.stored import new_key
from releases.models import Release, Revision


@transaction.atomic
def start_translation(*, release: Release, language: str, by: User, at: datetime | None = None) -> Release:
    """Save a draft of this text in another language, and return it. Raises ``Refused`` when there is one already."""
    common.require_add_permission(by)
    locked = common.lock_all([release])[release.pk]
    original = locked if locked.translation_of_id is None else Release.objects.get(pk=locked.translation_of_id)
    source = Revision.last_of(locked).snapshot
    versions = dict(
        Release.objects.filter(translation_of__in=source.picks, language=language).values_list("translation_of", "pk")
    )
    content = replace(
        source,
        language=language,
        translation_of=original.pk,
        # A related release is shown in the reader's language or not at all.
        picks=tuple(versions[pick] for pick in source.picks if pick in versions),
        # An address belongs to one release: the file of this one may become another.
        attachments=tuple(replace(attachment, address=new_key()) for attachment in source.attachments),
    )
    try:
        with transaction.atomic():
            return save_draft(release=None, content=content, by=by, version=None, at=at)
    except IntegrityError as error:
        raise Refused(_("That release already has a version in this language. Nothing was saved.")) from error
