"""Pictures of the library, and their stored versions."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from releases.media.models.stored import Stored

ALT_LENGTH = 125
"""Screen readers cut a longer alternative text, or readers lose patience with it; what needs more words belongs in the text."""
MIDDLE = 50


class Picture(models.Model):
    """One picture of the library: its words, and where to look first. What readers see is one of its versions."""

    alt = models.CharField(
        _("alternative text"),
        max_length=ALT_LENGTH,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"),
        default=False,
        help_text=_("It says nothing that the text does not: screen readers pass over it."),
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("licence"), max_length=200, blank=True, help_text=_("What others may do with it, such as “CC BY 4.0”.")
    )
    focal_x = models.PositiveSmallIntegerField(
        _("focal point, from the left"), default=MIDDLE, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField(
        _("focal point, from the top"), default=MIDDLE, validators=[MaxValueValidator(100)]
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
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="picture_newest")]

    def __str__(self) -> str:
        return self.alt or self.caption or str(_("Image %(number)s") % {"number": self.pk})

    @property
    def latest(self) -> "Image":
        """The version that is used from now on."""
        return self.versions.order_by("-number")[0]


class Image(Stored):
    """One version of a picture, as it was written anew from the upload. Its bytes never change."""

    FOLDER = "images"

    picture = models.ForeignKey(Picture, verbose_name=_("image"), on_delete=models.PROTECT, related_name="versions")
    format = models.CharField(_("format"), max_length=8)
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    colour = models.CharField(_("dominant colour"), max_length=7, blank=True)

    class Meta:
        verbose_name = _("version of an image")
        verbose_name_plural = _("versions of images")
        constraints = [models.UniqueConstraint(fields=["picture", "number"], name="image_version_once")]

    def __str__(self) -> str:
        return f"{self.original_name or self.key} ({self.width} × {self.height})"
