"""The way in for attachments: what a file is, told by its content and not by its name; or why it is not taken.

The list of kinds is an allow-list. Everything is read in bounded pieces, and every answer but "yes" is an ``InvalidUpload``.
What is looked at and what is not stands in the docstring of each kind's module.
"""

from releases.media.filetypes.inspecting import inspect
from releases.media.filetypes.kinds import FileKind
from releases.media.filetypes.names import tidy_name

__all__ = ["FileKind", "inspect", "tidy_name"]
