"""What the office says of itself on every page: each save is a row of its own, which stays as it is.

So who changed what, and when, can be read off the rows, and a page of any moment has the head and foot of that moment.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.media.models import Image
from releases.office_content import OfficeContent


class OfficeQuerySet(models.QuerySet["OfficeVersion"]):
    """The one question that pages ask."""

    def at(self, moment: datetime) -> "OfficeVersion | None":
        """The version that holds at this moment, or ``None`` where the office has said nothing yet."""
        return self.filter(at__lte=moment).order_by("-number").first()


class OfficeVersion(models.Model):
    """One version of the office's setting. A database trigger refuses to change it."""

    number = models.PositiveIntegerField(_("version"), unique=True)
    """Two people who save at once cannot both have the same."""
    content = models.JSONField(_("content"))
    """``said``, as JSON."""
    logo = models.ForeignKey(Image, verbose_name=_("logo"), null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("person"), max_length=200)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("office")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.at:%Y-%m-%d %H:%M} {self.by_name}"

    @property
    def said(self) -> OfficeContent:
        """What the office says of itself in this version."""
        return OfficeContent.from_json(self.content)
