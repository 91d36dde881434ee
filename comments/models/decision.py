"""Decisions: one append-only row for every change of a reply's state."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.reasons import KEPT, Reason, Rule
from comments.states import State


class Decision(models.Model):
    """Who, or which rule, moved which version of a reply from which state to which, why and when. A trigger holds it.

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
    by_name = models.CharField(_("moderator"), max_length=200, blank=True)
    rule = models.CharField(_("rule"), max_length=12, choices=Rule, blank=True)
    """Which rule acted, where no moderator did."""
    reason = models.CharField(_("reason"), max_length=12, blank=True)
    """A code of ``comments.reasons``."""
    version = models.PositiveIntegerField(_("version of the text"), default=1)
    from_state = models.CharField(_("from"), max_length=12, choices=State)
    to_state = models.CharField(_("to"), max_length=12, choices=State)
    waited = models.DurationField(_("waited"), null=True)
    """How long it had waited in the queue, if that is where it was."""

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["comment", "at"], name="decision_history"),
            models.Index(fields=["at", "id"], name="decision_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_state__in=State.values, to_state__in=State.values)
                & (~Q(from_state=F("to_state")) | Q(reason=KEPT)),
                name="decision_moves_between_known_states",
            ),
            models.CheckConstraint(
                condition=(Q(rule="") & ~Q(by_name="")) | (~Q(rule="") & Q(by_name="")),
                name="decision_by_person_or_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.who}: {self.get_to_state_display()}"

    @property
    def who(self) -> str:
        """The moderator's name, or what the rule is called."""
        return self.by_name or self.get_rule_display()

    @property
    def why(self) -> str:
        """The reason in words, or nothing."""
        return str(dict([*Reason.choices, (KEPT, _("Reports looked at; it stays"))]).get(self.reason, ""))
