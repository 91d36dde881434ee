"""Files of the library other than pictures, and their stored versions."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.media.models.stored import Stored


class Document(models.Model):
    """One file of the library: what it is called. What readers get is one of its versions."""

    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    accessible = models.BooleanField(
        _("accessible"),
        default=False,
        help_text=_("People who use assistive technology can read it (PDF/UA, EN 301 549)."),
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("added by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="document_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def latest(self) -> "DocumentFile":
        """The version that is used from now on."""
        return self.versions.order_by("-number")[0]


class DocumentFile(Stored):
    """One version of a file, byte for byte as it was uploaded."""

    FOLDER = "documents"

    document = models.ForeignKey(Document, verbose_name=_("file"), on_delete=models.PROTECT, related_name="versions")
    content_type = models.CharField(_("media type"), max_length=100)
    extension = models.CharField(_("extension"), max_length=8)
    name = models.CharField(_("name for readers"), max_length=140)
    listing = models.JSONField(_("files inside"), default=list, blank=True)
    """Of a ZIP, the names of what it holds: nobody should have to open one to know what goes out."""

    class Meta:
        verbose_name = _("version of a file")
        verbose_name_plural = _("versions of files")
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_once")]

    def __str__(self) -> str:
        return self.name
