"""Preview links: one text, shown to one named person without an account, until it expires or anything happens to it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from releases.models.edition import Edition
from releases.models.release import Release
from releases.models.revision import Revision


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """The vocabulary in which links are asked for. Nobody else compares their dates."""

    def open(self, at: datetime) -> Self:
        """Links that show their text at this moment, as far as the tables tell: see ``releases.sharing``.

        Every act that changes what a link would show makes it void. This asks again, of what the act left behind, so that an
        embargo that lifts by the clock, with nobody acting, makes it void in that second.
        """
        began = Edition.objects.began(at).filter(release=OuterRef("release"), visible_from__gt=OuterRef("created_at"))
        return self.filter(
            Q(edition__in=Edition.objects.effective())
            | Q(edition__isnull=True, revision__content_hash=F("release__content_hash")),
            ~Exists(began),
            voided_at__isnull=True,
            expires_at__gt=at,
            created_by__is_active=True,
            created_by__is_staff=True,
        )


class PreviewLink(models.Model):
    """Who may see which revision, until when.

    It names a revision and not the release: what is written later is not what its holder was shown. Only a hash of the
    secret is stored, so that whoever reads this table holds no link.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="preview_links")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey(
        Edition, verbose_name=_("scheduled edition"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    """The edition that was scheduled when the link was made; none for the working copy."""
    recipient = models.CharField(_("for"), max_length=200)
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_by_name = models.CharField(_("made by"), max_length=200)
    expires_at = models.DateTimeField(_("expires"))
    voided_at = models.DateTimeField(_("void since"), null=True)
    voided_why = models.CharField(_("void because"), max_length=20, blank=True)
    """The verb that made it void."""

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["release"], condition=models.Q(voided_at__isnull=True), name="preview_link_open")
        ]

    def __str__(self) -> str:
        return f"{self.recipient} ({self.release_id})"


class PreviewOpening(models.Model):
    """One time that somebody opened a preview link. A database trigger refuses to change it."""

    link = models.ForeignKey(PreviewLink, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField(_("at"))
    address = models.GenericIPAddressField(_("network address"), null=True)
    browser = models.CharField(_("browser"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("opening of a preview link")
        verbose_name_plural = _("openings of preview links")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.link_id}: {self.at:%Y-%m-%d %H:%M}"
