"""What readers leave under a release. "Reply" on the page, ``Comment`` here."""

from typing import Self

from django.db import models
from django.db.models import Case, Exists, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.limits import AUTHOR_BYTES, EMAIL_BYTES, MAX_DEPTH, URL_BYTES
from comments.states import State
from releases.models import Release

DESK_ORDER = (Case(When(state=State.PENDING, then=Value(0)), default=Value(1)).asc(), "created_at", "pk")


class CommentQuerySet(models.QuerySet["Comment"]):
    """The vocabulary in which page and queue ask. Nobody else spells a state."""

    def pending(self) -> Self:
        """What waits for a moderator."""
        return self.filter(state=State.PENDING)

    def approved(self) -> Self:
        """What readers may see, provided that they may see its release."""
        return self.filter(state=State.APPROVED)

    def threads_of(self, roots: "CommentQuerySet") -> Self:
        """Whole threads: the replies that begin them and all below. One index holds both, which an "or" could not use."""
        return self.alias(begins=Coalesce("thread", "id")).filter(begins__in=roots.values("pk"))

    def approved_or(self, condition: Q | Exists) -> Self:
        """What readers may see, and what else meets a condition: removed replies that hold a thread together."""
        return self.filter(Q(state=State.APPROVED) | condition)

    def under(self, release_id: int) -> Self:
        """The replies to one release."""
        return self.filter(release_id=release_id)

    def oldest_first(self) -> Self:
        """The order of a page: as they were written; the id only breaks a tie."""
        return self.order_by("created_at", "pk")

    def for_moderators(self) -> Self:
        """The order of the desk: what waits comes first, and whoever has waited longest before the rest."""
        return self.order_by(*DESK_ORDER)


class Comment(models.Model):
    """One reply. Its text is plain and stored as it was written; its state is changed by ``decide`` alone.

    There are no counters anywhere: a count is a query, because counters drift.
    """

    release = models.ForeignKey(
        Release, verbose_name=_("release"), on_delete=models.PROTECT, related_name="comments", db_index=False
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("in reply to"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # The reply that began the thread, so that a page of threads is two index ranges and not a walk; nothing for itself.
    thread = models.ForeignKey(
        "self",
        verbose_name=_("thread"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    depth = models.PositiveSmallIntegerField(_("depth"), default=0)
    author = models.CharField(_("name"), max_length=AUTHOR_BYTES)
    email = models.CharField(_("email"), max_length=EMAIL_BYTES)
    url = models.CharField(_("website"), max_length=URL_BYTES, blank=True)
    text = models.TextField(_("comment"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PENDING)
    # Raised with every change of the text; a decision names the version that was read.
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("written"), default=timezone.now)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["created_at", "pk"]
        # Readers write them and nobody edits or deletes them, so no other permission exists to be granted by mistake.
        default_permissions = ("view",)
        permissions = [("moderate_comment", _("Can decide which replies appear"))]
        indexes = [
            models.Index(fields=["release", "state", "created_at", "id"], name="comment_page"),
            models.Index(fields=["state", "created_at", "id"], name="comment_queue"),
            models.Index(
                fields=["release", "created_at", "id"], condition=Q(parent__isnull=True), name="comment_threads"
            ),
            # With all three columns of "is anything approved below?": with fewer, SQLite prefers "comment_page" and walks
            # through all replies of the release for each thread (8 s instead of 0.02 s for 10,000).
            models.Index(fields=["thread", "state", "release"], name="comment_below"),
            models.Index(Coalesce("thread", "id"), name="comment_whole_thread"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="comment_state_known"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True, thread__isnull=True, depth=0)
                | Q(parent__isnull=False, thread__isnull=False, depth__gte=1, depth__lte=MAX_DEPTH),
                name="comment_depth_fits_parent",
            ),
            models.CheckConstraint(condition=~Q(author=""), name="comment_has_author"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {Truncator(self.text).chars(60)}"

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a moderator."""
        return self.state == State.PENDING

    @property
    def is_approved(self) -> bool:
        """Whether readers of the release see it."""
        return self.state == State.APPROVED

    @property
    def fragment(self) -> str:
        """Its place on the release's page."""
        return f"comment-{self.pk}"
