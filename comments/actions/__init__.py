"""What can happen to a reply: one verb a file."""

from comments.actions.answer import answer
from comments.actions.answered_in_text import answered_in_text
from comments.actions.decide import decide, keep
from comments.actions.edit import edit
from comments.actions.erase import erase
from comments.actions.pin import pin, unpin
from comments.actions.report import report
from comments.actions.set_door import set_door
from comments.actions.submit import submit
from comments.actions.take_back import take_back

__all__ = [
    "answer",
    "answered_in_text",
    "decide",
    "edit",
    "erase",
    "keep",
    "pin",
    "report",
    "set_door",
    "submit",
    "take_back",
    "unpin",
]
