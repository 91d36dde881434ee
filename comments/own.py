"""What writers can do with replies of their own, and for how long."""

from datetime import datetime, timedelta

from comments.models import Comment
from comments.states import State

OWN_FOR = timedelta(minutes=10)
"""For so long after it was written, whoever posted a reply can look at it, change it and take it back."""
CHANGEABLE = (State.PENDING, State.APPROVED)
"""What was set aside is not changed any more: a moderator has read it."""
REMOVABLE = (*CHANGEABLE, State.REJECTED, State.SPAM)


def is_own_time(comment: Comment, at: datetime) -> bool:
    """Whether the ten minutes last."""
    return at <= comment.created_at + OWN_FOR


def can_be_changed(comment: Comment, at: datetime) -> bool:
    """Whether its writer may change its text now."""
    return is_own_time(comment, at) and comment.state in CHANGEABLE


def can_be_taken_back(comment: Comment, at: datetime) -> bool:
    """Whether its writer may take it back now."""
    return is_own_time(comment, at) and comment.state in REMOVABLE
