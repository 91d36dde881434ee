"""The calendar: what the office says, before a release is there, of when it will be.

Whatever readers learn stands in the announcement's own words. Nothing is taken from the release that it may be linked to,
until that is public itself.
"""

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from releases.models.release import Release
from releases.workflow import Kind


def new_uid() -> uuid.UUID:
    """A name that says nothing of how many there are."""
    return uuid.uuid4()


class AnnouncementStatus(models.TextChoices):
    """How firm the date is."""

    PROVISIONAL = "provisional", _("Provisional")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


class Precision(models.TextChoices):
    """How much of the date is said."""

    MONTH = "month", _("A month")
    DAY = "day", _("A day")
    MOMENT = "moment", _("Day and time")


class AnnouncementVerb(models.TextChoices):
    """What was done to an announcement."""

    ANNOUNCE = "announce", _("Announced")
    REWORD = "reword", _("Reworded")
    CONFIRM = "confirm", _("Confirmed")
    MOVE = "move", _("Moved")
    CANCEL = "cancel", _("Cancelled")


class Announcement(models.Model):
    """One entry of the calendar. What it says is in its versions; this is what keeps two people apart who change it at once."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    """By which programs know it again (RFC 5545, 3.8.4.7)."""
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("announced release")
        verbose_name_plural = _("announced releases")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.uid)


class AnnouncementVersionQuerySet(models.QuerySet["AnnouncementVersion"]):
    """What pages ask."""

    def standing(self, at: datetime) -> Self:
        """What each announcement says at this moment."""
        later = AnnouncementVersion.objects.filter(
            announcement=OuterRef("announcement"), number__gt=OuterRef("number"), at__lte=at
        )
        return self.filter(~Exists(later), at__lte=at)

    def in_language(self, language: str) -> Self:
        """Those that the office has chosen to show in this language."""
        return self.filter(words__has_key=language)

    def upcoming(self, at: datetime) -> Self:
        """Those whose time is not over, the nearest first."""
        return self.filter(until__gt=at).order_by("planned", "until", "announcement__uid")

    def past(self, at: datetime) -> Self:
        """Those whose time is over, the last first."""
        return self.filter(until__lte=at).order_by("-until", "-planned", "announcement__uid")


class AnnouncementVersion(models.Model):
    """What an announcement says from one act to the next. A database trigger refuses to change it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    verb = models.CharField(_("act"), max_length=12, choices=AnnouncementVerb)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    words = models.JSONField(_("title"), default=dict)
    """The title by language; an empty one is "to be announced", and a language that is missing shows nothing."""
    planned = models.DateTimeField(_("planned"))
    """The moment, or that at which the day or the month begins."""
    until = models.DateTimeField(_("until"))
    """The moment itself, or the end of the day or month: after that, it is past."""
    precision = models.CharField(_("how exact"), max_length=8, choices=Precision)
    status = models.CharField(_("status"), max_length=12, choices=AnnouncementStatus)
    reason = models.JSONField(_("reason"), default=dict)
    """Why it was moved or cancelled, by language; readers see it."""
    release = models.ForeignKey(
        Release, verbose_name=_("release"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    """What it announces, where that is known. It is nobody's business until it is public."""
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("person"), max_length=200)

    objects = AnnouncementVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of an announcement")
        verbose_name_plural = _("versions of announcements")
        ordering = ["announcement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "number"], name="announcement_version_once"),
            models.CheckConstraint(
                condition=Q(precision=Precision.MOMENT, until=F("planned"))
                | (~Q(precision=Precision.MOMENT) & Q(until__gt=F("planned"))),
                name="announcement_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(status=AnnouncementStatus.CONFIRMED) | Q(precision=Precision.MOMENT),
                name="announcement_confirmed_to_the_minute",
            ),
        ]
        indexes = [
            models.Index(fields=["until"], name="announcement_until"),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}/{self.number}"
