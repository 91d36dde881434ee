"""The namespace of this newsroom's ids."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdNamespace(models.Model):
    """One row for good, made with the tables: a random namespace (RFC 9562, 5.5), so that no two newsrooms name alike what
    has the same address in both, and a newsroom that moves to another domain keeps its names."""

    value = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        verbose_name = _("namespace of ids")
        verbose_name_plural = _("namespaces of ids")

    def __str__(self) -> str:
        return str(self.value)
