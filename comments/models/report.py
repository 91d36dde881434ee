"""What readers report. A report hides nothing by itself."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.reasons import Complaint


class ReportQuerySet(models.QuerySet["Report"]):
    """The vocabulary in which reports are asked for."""

    def unsettled(self) -> Self:
        """Those that no moderator has decided about."""
        return self.filter(settled_at__isnull=True)


class Report(models.Model):
    """One reader's report of one version of a reply; the same address reports a version once."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("reply"), on_delete=models.PROTECT, related_name="reports", db_index=False
    )
    version = models.PositiveIntegerField(_("version of the text"))
    reason = models.CharField(_("reason"), max_length=12, choices=Complaint)
    at = models.DateTimeField(_("at"), default=timezone.now)
    mark = models.CharField(max_length=32, blank=True, editable=False)
    settled_at = models.DateTimeField(_("settled"), null=True)
    """When a moderator decided about the reply, or looked and left it."""

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "version", "mark"], condition=~Q(mark=""), name="report_once_an_address"
            ),
            models.CheckConstraint(condition=Q(reason__in=Complaint.values), name="report_reason_known"),
        ]
        indexes = [
            models.Index(fields=["comment", "settled_at"], name="report_of_reply"),
            models.Index(fields=["at", "id"], condition=Q(settled_at__isnull=True), name="report_unsettled"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_reason_display()}"
