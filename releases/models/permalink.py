"""Permalinks: which release owns which public address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permalink(models.Model):
    """One address of the public site, claimed when an edition is frozen, so that no two releases can promise the same.

    A claim says nothing to readers: they are answered from editions.
    """

    release = models.ForeignKey("releases.Release", on_delete=models.PROTECT, related_name="permalinks")
    language = models.CharField(_("language"), max_length=12)
    published_on = models.DateField(_("date in the address"))
    slug = models.SlugField(_("address"), max_length=100)

    class Meta:
        verbose_name = _("permalink")
        verbose_name_plural = _("permalinks")
        constraints = [models.UniqueConstraint(fields=["published_on", "slug", "language"], name="permalink_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.published_on:%Y/%m/%d}/{self.slug}"
