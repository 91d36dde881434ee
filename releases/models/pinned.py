"""Which stored versions an edition shows: what every request for a picture or a file asks."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.media.models import DocumentFile, Image
from releases.models.edition import Edition


class EditionImage(models.Model):
    """One stored picture that an edition shows; with a focal point where it is cut to fit a card or a shared link."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pinned_images")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="+")
    focal_x = models.PositiveSmallIntegerField(null=True)
    focal_y = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("image of an edition")
        verbose_name_plural = _("images of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "image"], name="edition_image_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.image_id}"


class EditionFile(models.Model):
    """One stored file that an edition attaches, and the address that it has as long as its release."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pinned_files")
    file = models.ForeignKey(DocumentFile, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("address"), max_length=32, db_index=True)

    class Meta:
        verbose_name = _("file of an edition")
        verbose_name_plural = _("files of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "address"], name="edition_file_address_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.file_id}"
