"""The structured, ordered parts of a working copy. ``save_draft`` rewrites them whole; a snapshot carries them on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.fields import WebAddressField
from releases.media.models import DocumentFile, Image
from releases.media.models.picture import ALT_LENGTH, MIDDLE
from releases.media.models.stored import new_key
from releases.models.release import Release


class Part(models.Model):
    """A piece of one release, at its place among its own kind."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class Quote(Part):
    """Words that may be quoted, and who says them."""

    text = models.TextField(_("quote"), max_length=2000)
    speaker = models.CharField(_("speaker"), max_length=200)
    title = models.CharField(_("title"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")

    def __str__(self) -> str:
        return f"{self.speaker}: {self.text[:60]}"


class QuickFact(Part):
    """A sentence that stands alone."""

    text = models.TextField(_("fact"), max_length=600)

    class Meta(Part.Meta):
        verbose_name = _("quick fact")
        verbose_name_plural = _("quick facts")

    def __str__(self) -> str:
        return self.text[:60]


class AssociatedLink(Part):
    """Where to read on."""

    label = models.CharField(_("text"), max_length=200)
    url = WebAddressField(_("link"), max_length=500)

    class Meta(Part.Meta):
        verbose_name = _("associated link")
        verbose_name_plural = _("associated links")

    def __str__(self) -> str:
        return self.label


class Contact(Part):
    """Somebody whom media can reach."""

    name = models.CharField(_("name"), max_length=200)
    role = models.CharField(_("role or office"), max_length=200, blank=True)
    email = models.EmailField(_("email"), blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)

    class Meta(Part.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name


class Pick(Part):
    """A related release chosen by hand."""

    picked = models.ForeignKey(Release, verbose_name=_("release"), on_delete=models.PROTECT, related_name="+")

    class Meta(Part.Meta):
        verbose_name = _("related release")
        verbose_name_plural = _("related releases, picked by hand")
        constraints = [models.UniqueConstraint(fields=["release", "picked"], name="pick_once")]

    def __str__(self) -> str:
        return str(self.picked)


class GalleryPicture(Part):
    """A picture beside the lead image, with the words that belong to it in this release."""

    image = models.ForeignKey(Image, verbose_name=_("image"), on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("alternative text"), max_length=ALT_LENGTH, blank=True)
    decorative = models.BooleanField(_("decorative"), default=False)
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    focal_x = models.PositiveSmallIntegerField(default=MIDDLE, editable=False)
    focal_y = models.PositiveSmallIntegerField(default=MIDDLE, editable=False)

    class Meta(Part.Meta):
        verbose_name = _("image of the gallery")
        verbose_name_plural = _("gallery")

    def __str__(self) -> str:
        return self.alt or self.caption or str(self.image)


class Attachment(Part):
    """A file that readers can take with them. It pins a version: a replacement reaches readers with the next edition."""

    file = models.ForeignKey(DocumentFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+")
    address = models.CharField(_("address"), max_length=32, default=new_key, editable=False)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=12, blank=True)
    accessible = models.BooleanField(_("accessible"), default=False)

    class Meta(Part.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [models.UniqueConstraint(fields=["address"], name="attachment_address_once")]

    def __str__(self) -> str:
        return self.title
