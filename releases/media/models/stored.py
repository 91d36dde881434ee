"""The one base class of everything that is uploaded: bytes under a random key, which never change.

A system check refuses any other ``FileField`` in the project (pressroom.E009): Whitehall's leak of 2026 was a second kind
of file that nobody had thought of.
"""

import re
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.media.storage import private

KEY_BYTES = 18
"""144 random bits: a key cannot be guessed, and 18 bytes make 24 URL characters without padding."""

KEY = re.compile(r"[A-Za-z0-9_-]{24}", re.ASCII)
"""What a key looks like."""


def new_key() -> str:
    """A random name that tells nothing of the file, its release or its order of arrival."""
    return secrets.token_urlsafe(KEY_BYTES)


def original_name(stored: "Stored", filename: str) -> str:
    """The storage name of what was uploaded; ``filename`` is what the uploader's machine called it, and is ignored."""
    return f"{stored.FOLDER}/{stored.key}/original"


class Stored(models.Model):
    """One version of something in the library. A replacement is another row with another key."""

    FOLDER = ""
    """Where in the storage versions of this kind lie."""

    key = models.CharField(_("key"), max_length=32, unique=True, default=new_key, editable=False)
    number = models.PositiveIntegerField(_("version"), default=1)
    file = models.FileField(_("file"), upload_to=original_name, storage=private, max_length=200)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    source_sha256 = models.CharField(_("SHA-256 of the upload"), max_length=64, db_index=True, blank=True)
    """Of the bytes as they came, before they were written anew: the same upload is recognised by it."""
    original_name = models.CharField(_("file name"), max_length=200, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True
