"""Who is looking for what is not public: counts, never readers. All of it is deleted again (``releases.probing.pruning``)."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.release import Release

NOTHING = "nothing"
"""The key of the one row for tries that resemble nothing of ours. They are counted so that they cost what the others cost."""


class Probed(models.Model):
    """What was looked for: a release that is not public, or the names that an earlier release had.

    The row is the lock under which its counts move, whichever process or host counts.
    """

    key = models.CharField(max_length=40, unique=True)
    release = models.ForeignKey(Release, null=True, on_delete=models.CASCADE, related_name="+")
    follows = models.ForeignKey(
        Release, verbose_name=_("earlier release"), null=True, on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("what was looked for")
        verbose_name_plural = _("what was looked for")
        constraints = [
            models.CheckConstraint(
                condition=Q(release__isnull=True) | Q(follows__isnull=True), name="probed_is_one_thing"
            )
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def about(self) -> Release | None:
        """The release by which people know what it is."""
        return self.release or self.follows


class ProbeTally(models.Model):
    """How often one thing was looked for within five minutes, and in which words. Kept for a day."""

    probed = models.ForeignKey(Probed, on_delete=models.CASCADE, related_name="tallies")
    began_at = models.DateTimeField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    asked = models.JSONField(default=list)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["probed", "began_at"], name="probe_tally_once")]
        indexes = [models.Index(fields=["began_at"], name="probe_tally_age")]

    def __str__(self) -> str:
        return f"{self.probed_id}: {self.count}"


class ProbeVisitor(models.Model):
    """That somebody looked for one thing on one day: a keyed hash of a network address, useless on the next day.

    Kept until the day after, to tell one visitor from many. ``releases.probing.visitors`` says what it hides and what not.
    """

    probed = models.ForeignKey(Probed, on_delete=models.CASCADE, related_name="visitors")
    day = models.DateField()
    mark = models.CharField(max_length=32)
    first_at = models.DateTimeField()

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")
        constraints = [models.UniqueConstraint(fields=["probed", "day", "mark"], name="probe_visitor_once_a_day")]
        indexes = [models.Index(fields=["day"], name="probe_visitor_age")]

    def __str__(self) -> str:
        return f"{self.probed_id}: {self.day}"


class ProbeAlertQuerySet(models.QuerySet["ProbeAlert"]):
    """The vocabulary in which alerts are asked for."""

    def unseen(self) -> Self:
        """Those that no editor has seen since they were raised, for the first time or again."""
        return self.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=F("raised_at")))

    def unmailed(self, at: datetime) -> Self:
        """Those that were raised, for the first time or again, that no mail has told of and nobody is mailing now."""
        waiting = Q(mailed_for__isnull=True) | Q(mailed_for__lt=F("raised_at"))
        return self.filter(waiting, Q(mail_after__isnull=True) | Q(mail_after__lte=at))


class ProbeAlert(models.Model):
    """A burst of tries, told to editors: one row that grows while the burst goes on. Kept for thirty days."""

    probed = models.ForeignKey(Probed, on_delete=models.CASCADE, related_name="alerts")
    began_at = models.DateTimeField(_("first"))
    last_at = models.DateTimeField(_("last"))
    count = models.PositiveIntegerField(_("requests"))
    visitors = models.PositiveIntegerField(_("visitors"))
    asked = models.JSONField(_("what was asked for"), default=list)

    raised_at = models.DateTimeField(_("raised"))
    """When it last became worth a mail: at its start, when it had grown tenfold, or when it went on after a quiet hour."""
    raised_count = models.PositiveIntegerField()
    mailed_for = models.DateTimeField(null=True)
    """Until when editors were told by mail: what was raised after it, they were not."""
    mail_after = models.DateTimeField(null=True)
    """Until then somebody is mailing, or it is too early to try again."""

    seen_at = models.DateTimeField(_("seen"), null=True)
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("seen by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept beside the account, as in every record.
    seen_by_name = models.CharField(_("seen by"), max_length=200, blank=True)

    objects = ProbeAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("probing alert")
        verbose_name_plural = _("probing alerts")
        ordering = ["-raised_at", "-pk"]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="probe_alert_newest"),
            models.Index(fields=["last_at"], name="probe_alert_age"),
        ]

    def __str__(self) -> str:
        return f"{self.probed_id}: {self.count}"

    @property
    def is_seen(self) -> bool:
        """Whether an editor has seen it since it was last raised."""
        return self.seen_at is not None and self.seen_at >= self.raised_at

    @property
    def unlisted(self) -> int:
        """How many tries were in words that are not kept, because there were too many different ones."""
        listed: int = sum(row["count"] for row in self.asked)
        return self.count - listed
