"""Who asked to be told by mail, and what they were told."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.keys import new_key
from comments.limits import EMAIL_BYTES
from comments.models.comment import Comment


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """The vocabulary in which subscriptions are asked for."""

    def standing(self) -> Self:
        """Those that the person confirmed and did not end."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def mailed(self) -> Self:
        """Those that somebody was asked about. A claim counts: a mail can be read before it is noted."""
        return self.filter(Q(asked_at__isnull=False) | Q(mail_after__isnull=False))

    def addressed(self) -> Self:
        """Those with an address: not erased, and no mark of a mailbox that wants no questions (``comments.mail.refusals``)."""
        return self.filter(email__contains="@")


class Subscription(models.Model):
    """A wish to be told about one reply of one's own. Nothing but the question itself is mailed before it is confirmed."""

    class About(models.TextChoices):
        """What to tell."""

        APPROVED = "approved", _("Tell me when my reply is approved")
        ANSWERS = "answers", _("Tell me about replies to mine")

    comment = models.ForeignKey(
        Comment, verbose_name=_("reply"), on_delete=models.PROTECT, related_name="subscriptions", db_index=False
    )
    about = models.CharField(_("about"), max_length=8, choices=About)
    email = models.CharField(_("email"), max_length=EMAIL_BYTES)
    # In the addresses for confirming and ending; changes nothing by being opened.
    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_at = models.DateTimeField(_("confirmation mailed"), null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    mail_after = models.DateTimeField(null=True)
    """Until then somebody is mailing the question, or it is too early to try again."""

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["comment", "about"], name="subscription_once")]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(asked_at__isnull=True), name="subscription_to_ask"),
            models.Index(Lower("email"), name="subscription_mailbox"),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.get_about_display()}"


class Notice(models.Model):
    """That a subscriber was told of one reply: their own, approved, or an answer to it. Told once, however often it moves."""

    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="notices", db_index=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="+")
    claimed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["subscription", "comment"], name="notice_once")]
        indexes = [models.Index(fields=["claimed_at"], condition=Q(sent_at__isnull=True), name="notice_unsent")]

    def __str__(self) -> str:
        return f"{self.subscription_id}: {self.comment_id}"


class DeskMail(models.Model):
    """One mail to the moderators. The newest one says up to which reply they were told, and when."""

    at = models.DateTimeField(default=timezone.now)
    up_to = models.BigIntegerField()
    """The number of the newest reply that it counted, or of which it said nothing."""
    count = models.PositiveIntegerField()
    sent_at = models.DateTimeField(null=True)
    turn = models.PositiveIntegerField(unique=True)
    """Numbered, so that of two workers only one sends the next."""

    class Meta:
        verbose_name = _("mail to moderators")
        verbose_name_plural = _("mails to moderators")
        default_permissions = ()
        ordering = ["turn"]

    def __str__(self) -> str:
        return f"{self.turn}: {self.count}"
