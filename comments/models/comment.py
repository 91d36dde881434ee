"""What readers leave under a release. "Reply" on the page, ``Comment`` here."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, Q, Value, When
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from comments.keys import new_key
from comments.limits import AUTHOR_BYTES, EMAIL_BYTES, MAX_DEPTH, URL_BYTES
from comments.states import State
from releases.models import Edition, Release

DESK_ORDER = (
    Case(When(state=State.PENDING, then=Value(0)), default=Value(1)).asc(),
    "suspected",
    "created_at",
    "pk",
)


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

    def newest_first(self) -> Self:
        """The order of a feed, exactly the other way round."""
        return self.order_by("-created_at", "-pk")

    def for_moderators(self) -> Self:
        """The order of the desk: what waits comes first, and whoever has waited longest before the rest."""
        return self.order_by(*DESK_ORDER)


class Comment(models.Model):
    """One reply. Its text is plain and stored as it was written; its state is changed by ``comments.actions`` alone.

    There are no counters anywhere: a count is a query, because counters drift.
    """

    # Its name in public addresses and in pages.
    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
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
    edited_at = models.DateTimeField(_("edited"), null=True)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True)
    """When its writer took it back: nobody else can bring it back."""
    waiting_since = models.DateTimeField(_("waiting since"), default=timezone.now)
    """When it last came into the queue: written, edited or put back."""

    # What the same person sends twice has the same one; the unique index, and no look beforehand, says that it is there.
    fingerprint = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 (unique, or none)
    # Who sent it, as far as that is kept: comments.senders.
    mark = models.CharField(max_length=32, blank=True, editable=False)
    network = models.CharField(_("network"), max_length=43, blank=True)

    # What screening found, as comments.screening.model.Finding writes it, and whether that puts it behind the others.
    findings = models.JSONField(_("why it stands out"), default=list)
    suspected = models.BooleanField(_("probably spam"), default=False)
    akismet_at = models.DateTimeField(_("Akismet asked"), null=True)

    # An official answer: written by a member of staff, under the office's name.
    official = models.BooleanField(_("official answer"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("written by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(_("written by"), max_length=200, blank=True)
    pinned_at = models.DateTimeField(_("pinned"), null=True)
    answered_in = models.ForeignKey(
        Edition,
        verbose_name=_("answered in the text by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The correction that answers this reply. Readers see the link while they can read the correction."),
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["created_at", "pk"]
        # Readers write them and nobody edits or deletes them, so no other permission exists to be granted by mistake.
        default_permissions = ("view",)
        permissions = [
            ("moderate_comment", _("Can decide which replies appear")),
            ("answer_comment", _("Can answer replies in the office's name")),
            ("administer_comment", _("Can edit the lists of words, export and erase what persons wrote")),
        ]
        indexes = [
            models.Index(fields=["release", "state", "created_at", "id"], name="comment_page"),
            models.Index(fields=["state", "suspected", "created_at", "id"], name="comment_queue"),
            # The desk asks what else came from the same address and the same mailbox.
            models.Index(fields=["mark", "state"], condition=~Q(mark=""), name="comment_same_address"),
            models.Index(Lower("email"), "state", name="comment_same_mailbox"),
            # Retention asks every quarter of a minute what still tells where it came from.
            models.Index(fields=["created_at"], condition=~Q(mark=""), name="comment_traced"),
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
            models.CheckConstraint(condition=~Q(author="") | Q(state=State.ERASED), name="comment_has_author"),
            models.CheckConstraint(condition=~Q(text="") | Q(state=State.ERASED), name="comment_has_text"),
            models.CheckConstraint(
                condition=~Q(state=State.ERASED)
                | Q(author="", email="", url="", text="", mark="", network="", fingerprint__isnull=True),
                name="comment_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(state__in=(State.TRASH, State.ERASED)),
                name="comment_taken_back_is_away",
            ),
            models.CheckConstraint(
                condition=Q(official=True) | Q(by__isnull=True, by_name=""), name="comment_by_staff"
            ),
            models.UniqueConstraint(
                fields=["release"], condition=Q(pinned_at__isnull=False), name="comment_one_pinned"
            ),
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
        return f"comment-{self.key}"
