"""Stored images. This app knows nothing of releases; who may see an image is decided by those who show it."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.media.storage import private

KEY_BYTES = 18
"""144 random bits: a key cannot be guessed, and 18 bytes make 24 URL characters without padding."""


def new_key() -> str:
    """A random name that tells nothing of the image, its release or its order of arrival."""
    return secrets.token_urlsafe(KEY_BYTES)


def original_name(image: "Image", filename: str) -> str:
    """The storage name of an image's original; ``filename`` is what the uploader's machine called it, and is ignored."""
    return f"images/{image.key}/original"


class Image(models.Model):
    """One stored picture. Its bytes never change: a replacement is another ``Image`` with another key."""

    key = models.CharField(_("key"), max_length=32, unique=True, default=new_key, editable=False)
    file = models.FileField(_("file"), upload_to=original_name, storage=private, max_length=200)
    format = models.CharField(_("format"), max_length=8)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
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
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self) -> str:
        return f"{self.original_name or self.key} ({self.width} × {self.height})"
