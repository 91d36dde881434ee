"""Events: one append-only row per act. The audit log, and the outbox for what follows from an act."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from releases.models.edition import Edition
from releases.models.release import Release
from releases.models.revision import Revision
from releases.workflow import Verb


class Event(models.Model):
    """Who did what to which release, when. A database trigger refuses to change it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="events")
    verb = models.CharField(_("act"), max_length=20, choices=Verb)
    at = models.DateTimeField(_("at"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    actor_name = models.CharField(_("person"), max_length=200)
    revision = models.ForeignKey(Revision, null=True, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(Edition, null=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["release", "at"], name="event_timeline"),
            # What was published without review is asked for by every opening of the desk, and is rare.
            models.Index(fields=["at"], condition=models.Q(verb=Verb.PUBLISH_UNREVIEWED), name="event_unreviewed"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name}: {self.get_verb_display()}"
