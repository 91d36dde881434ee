"""What can happen to a reply: one verb a file."""

from comments.actions.decide import decide
from comments.actions.submit import submit

__all__ = ["decide", "submit"]
