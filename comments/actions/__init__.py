"""What can happen to a reply: one verb a file."""

from comments.actions.decide import decide, keep
from comments.actions.edit import edit
from comments.actions.report import report
from comments.actions.submit import submit
from comments.actions.take_back import take_back

__all__ = ["decide", "edit", "keep", "report", "submit", "take_back"]
