"""The states of a reply and the ways between them, as data. Nothing here touches the database."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise


class State(TextChoices):
    """Where a reply stands. Only an approved one is ever shown to readers."""

    PENDING = "pending", _("Waiting")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    SPAM = "spam", _("Spam")
    TRASH = "trash", _("Trash")
    ERASED = "erased", _("Erased")


# Whatever was set aside goes back to the queue before it can be approved, so that nothing appears on the page by one
# slip of the hand in a list of spam. What was erased is gone; its place in the thread and its record stay.
TRANSITIONS: dict[str, tuple[State, ...]] = {
    State.PENDING: (State.APPROVED, State.REJECTED, State.SPAM, State.TRASH),
    State.APPROVED: (State.PENDING, State.REJECTED, State.SPAM, State.TRASH),
    State.REJECTED: (State.PENDING,),
    State.SPAM: (State.PENDING,),
    State.TRASH: (State.PENDING,),
    State.ERASED: (),
}

VERBS: dict[str, StrOrPromise] = {
    State.APPROVED: _("Approve"),
    State.REJECTED: _("Reject"),
    State.SPAM: _("Spam"),
    State.TRASH: _("Trash"),
    State.PENDING: _("Back to the queue"),
}
"""What the button says that leads to a state."""

MODERATE = "comments.moderate_comment"
"""The permission to decide, to pin a reply, and to open and close a release's replies."""
ANSWER = "comments.answer_comment"
"""The permission to answer in the office's name, and to say which correction answers a reply."""
ADMINISTER = "comments.administer_comment"
"""The permission over what is about persons: lists of words, exports, erasure."""


DONE: dict[str, StrOrPromise] = {
    State.APPROVED: _("Approved: %(reply)s"),
    State.REJECTED: _("Rejected: %(reply)s"),
    State.SPAM: _("Marked as spam: %(reply)s"),
    State.TRASH: _("Moved to the trash: %(reply)s"),
    State.PENDING: _("Put back into the queue: %(reply)s"),
}
"""What the moderator is told afterwards."""


def leads(state: str, to: str) -> bool:
    """Whether a reply in ``state`` may be moved to ``to``."""
    return to in TRANSITIONS[state]
