"""Quiet days: days on which the office would rather publish nothing. They warn and never refuse."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuietDay(models.Model):
    """One day on the office's calendar, and why."""

    day = models.DateField(_("day"), unique=True)
    reason = models.CharField(
        _("reason"), max_length=200, help_text=_("As in “National day of mourning” or “Election silence”.")
    )

    class Meta:
        verbose_name = _("quiet day")
        verbose_name_plural = _("quiet days")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.reason}"
