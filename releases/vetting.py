"""What a working copy may hold, whoever brings it: the admin's form says it beside each field, an import meets it here."""

from collections.abc import Iterator

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from releases.errors import Refused
from releases.figures import keys_of
from releases.media.models import DocumentFile, Image
from releases.media.models.stored import KEY
from releases.models import Attachment, EditionFile, Release
from releases.snapshot import Snapshot, to_json

# ``clean_fields`` would look each of them up; the foreign keys hold without it.
_RELATIONS = {"release", "picked", "translation_of", "lead_image", "updated_by", "image", "file"}


def vet(content: Snapshot, release: Release) -> None:
    """Raise ``Refused``, naming what to mend, when this content may not become the working copy of this release."""
    if "\\u0000" in to_json(content):
        # PostgreSQL cannot store it, and no text that a person wrote holds one.
        raise Refused(_("The text holds a NUL character, which no text should. Paste it again as plain text."))
    if content.language not in dict(settings.LANGUAGES):
        raise Refused(_("“%(language)s” is not a language of this site.") % {"language": content.language})
    _vet_relations(content, release)


def vet_row(row: models.Model) -> None:
    """Raise ``Refused`` when a row breaks a rule of its own fields: too long, missing, not an address."""
    try:
        row.clean_fields(exclude=_RELATIONS)
    except ValidationError as error:
        raise Refused(" ".join(_sentences(row, error))) from error


def _sentences(row: models.Model, error: ValidationError) -> Iterator[str]:
    for name, messages in error.message_dict.items():
        field = row._meta.get_field(name)
        yield f"{row._meta.verbose_name}, {getattr(field, 'verbose_name', name)}: {' '.join(messages)}"


def _vet_relations(content: Snapshot, release: Release) -> None:
    if release.pk is not None and release.pk in content.picks:
        raise Refused(_("A release cannot be related to itself."))
    if len(set(content.picks)) != len(content.picks):
        raise Refused(_("A related release is picked twice."))
    if Release.objects.filter(pk__in=content.picks).count() != len(content.picks):
        raise Refused(_("A related release that was picked does not exist."))
    _vet_pictures(content)
    _vet_attachments(content, release)
    if content.translation_of is not None:
        _vet_translation(content, release, content.translation_of)


def _vet_pictures(content: Snapshot) -> None:
    shown = [picture for picture in (content.lead_image, *content.gallery) if picture is not None]
    keys = {picture.key for picture in shown} | set(keys_of(content.body))
    if not keys:
        return
    stored = dict(Image.objects.filter(key__in=keys).values_list("key", "sha256"))
    lead = content.lead_image
    if lead is not None and stored.get(lead.key) != lead.sha256:
        raise Refused(_("The lead image is not stored. Upload it again."))
    if any(stored.get(picture.key) != picture.sha256 for picture in shown) or keys - stored.keys():
        raise Refused(_("A picture in the text or the gallery is not in the library. Choose it again."))


def _vet_attachments(content: Snapshot, release: Release) -> None:
    attachments = content.attachments
    if not attachments:
        return
    stored = dict(DocumentFile.objects.filter(key__in=[row.key for row in attachments]).values_list("key", "sha256"))
    if any(stored.get(row.key) != row.sha256 for row in attachments):
        raise Refused(_("An attached file is not in the library. Choose it again."))
    addresses = {row.address for row in attachments}
    if not all(KEY.fullmatch(address) for address in addresses):
        raise Refused(_("The address of an attached file is not one. Attach it again."))
    if len(addresses) != len(attachments) or len({row.key for row in attachments}) != len(attachments):
        raise Refused(_("The same file is attached twice."))
    elsewhere = (
        Attachment.objects.filter(address__in=addresses).exclude(release=release.pk).exists()
        or EditionFile.objects.filter(address__in=addresses).exclude(edition__release=release.pk).exists()
    )
    if elsewhere or DocumentFile.objects.filter(key__in=addresses).exists():
        raise Refused(_("The address of an attached file belongs to another release. Attach it again."))


def _vet_translation(content: Snapshot, release: Release, translation_of: int) -> None:
    original = Release.objects.filter(pk=translation_of).first()
    if original is None:
        raise Refused(_("The original that this release translates does not exist."))
    if why := translation_refused(original, content.language, release):
        raise Refused(why)


def translation_refused(original: Release, language: str, release: Release) -> str:
    """Why ``release``, in this language, cannot be a translation of ``original``; nothing when it can.

    Translations are a star, not a chain: each names the original, in another language, once a language.
    """
    if original.pk == release.pk:
        return _("A release is not a translation of itself.")
    if original.translation_of_id is not None:
        return _("That release is a translation itself. Choose the original.")
    if original.language == language:
        return _("That release is in the same language as this one.")
    if original.translations.filter(language=language).exclude(pk=release.pk).exists():
        return _("That release already has a version in this language.")
    if release.pk and release.translations.exists():
        return _("This release has translations itself, so it is an original.")
    return ""
