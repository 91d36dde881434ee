"""What is kept of who sends: a key for each month, and how often an address sent lately. No address is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MarkKey(models.Model):
    """The random key of one month, under which addresses become marks. Once it is deleted nobody can tell whose they were."""

    month = models.DateField(unique=True)
    key = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("key of a month")
        verbose_name_plural = _("keys of months")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Pace(models.Model):
    """When one address last sent a reply, and how many in the hour that began with ``hour_began``. Deleted after it."""

    mark = models.CharField(max_length=32, unique=True)
    last_at = models.DateTimeField()
    hour_began = models.DateTimeField()
    in_hour = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")
        default_permissions = ()
        indexes = [models.Index(fields=["last_at"], name="pace_age")]

    def __str__(self) -> str:
        return f"{self.in_hour} since {self.hour_began}"


class SpentProof(models.Model):
    """A proof of work that was accepted: it is good for one reply."""

    challenge = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("spent proof of work")
        verbose_name_plural = _("spent proofs of work")
        default_permissions = ()
        indexes = [models.Index(fields=["expires_at"], name="spent_proof_age")]

    def __str__(self) -> str:
        return self.challenge
