"""Decisions: one append-only row for every change of a reply's state."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.states import State


class Decision(models.Model):
    """Who moved which version of a reply from which state to which, when. A database trigger refuses to change it.

    It never holds the text, so that a reply can be erased one day without touching the record.
    """

    comment = models.ForeignKey(
        Comment, verbose_name=_("reply"), on_delete=models.PROTECT, related_name="decisions", db_index=False
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("moderator"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Kept beside the account, because accounts are deleted and the record must still say who it was.
    by_name = models.CharField(_("moderator"), max_length=200)
    version = models.PositiveIntegerField(_("version of the text"), default=1)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["comment", "at"], name="decision_history")]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_state__in=State.values, to_state__in=State.values) & ~Q(from_state=F("to_state")),
                name="decision_moves_between_known_states",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.by_name}: {self.get_to_state_display()}"
