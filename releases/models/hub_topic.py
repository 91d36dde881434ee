"""What a WebSub hub was told of: the other half of what it is owed, which stands in the editions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HubTopic(models.Model):
    """The address of one feed that the hub was told of, or in vain. Without a row it was never tried."""

    # Not a URLField: that is for what people type. A tag's slug of a hundred letters has 1,200 characters in an address.
    address = models.CharField(max_length=2000, unique=True)
    told_for = models.DateTimeField(null=True)
    """Everything that readers got until this moment, the hub was told of."""
    try_after = models.DateTimeField()
    """Until then somebody is telling it, or it is too early to try again."""
    failures = models.PositiveIntegerField(default=0)
    """How often in a row it was tried in vain."""

    class Meta:
        verbose_name = _("feed told to the hub")
        verbose_name_plural = _("feeds told to the hub")

    def __str__(self) -> str:
        return self.address
