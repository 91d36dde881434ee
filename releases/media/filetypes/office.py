"""What OpenDocument and Office Open XML have in common: parts in a ZIP, of which none may run or fetch anything."""

from collections.abc import Callable
from typing import IO

from django.utils.translation import gettext as _

from releases.media.errors import InvalidUpload
from releases.media.filetypes.containers import Container
from releases.media.filetypes.kinds import OFFICE
from releases.media.filetypes.names import extension_of
from releases.media.filetypes.refusals import shown
from releases.media.filetypes.signatures import is_archive, runs
from releases.media.filetypes.xml_parts import BadXml, OnElement, read
from releases.media.filetypes.zip_directory import Placed

LookInto = Callable[[IO[bytes], str], object]


def has_macros() -> InvalidUpload:
    """For documents that bring a program along."""
    return InvalidUpload(
        _("The document holds macros. Save it without them (as DOCX, XLSX, PPTX or plain OpenDocument) and try again.")
    )


def fetches() -> InvalidUpload:
    """For documents that load something from elsewhere when they are opened."""
    return InvalidUpload(
        _("The document loads something from elsewhere when it is opened: a template, a picture or an object. "
          "Put it into the document instead of linking it, and try again.")
    )  # fmt: skip


def unreadable_part(name: str) -> InvalidUpload:
    """For XML that is broken, or longer than any text."""
    return InvalidUpload(
        _("“%(name)s” in the document cannot be read. Save the document again in the program that made it.")
        % {"name": shown(name)}
    )


def read_part(container: Container, placed: Placed, on_element: OnElement) -> None:
    """Read one XML part to its end."""
    try:
        read(container.pieces(placed, parsed=True), on_element)
    except BadXml as error:
        raise unreadable_part(placed.member.name) from error


def check_part(container: Container, placed: Placed, look_into: LookInto) -> None:
    """Unpack and check a part that is not read as XML: no program, and no archive but an embedded office document."""
    head = container.opening(placed)
    if runs(head):
        raise has_macros() if "vba" in placed.member.name.casefold() else _embedded(placed.member.name)
    if is_archive(head):
        extension = extension_of(placed.member.name.rpartition("/")[2])
        if extension not in OFFICE:
            raise _embedded(placed.member.name)

        def handle(file: IO[bytes]) -> None:
            look_into(file, extension)

        # A chart brings the table that it was drawn from.
        container.look_into(placed, handle)
        return
    container.pass_over(placed)


def _embedded(name: str) -> InvalidUpload:
    return InvalidUpload(
        _("The document has another file embedded (“%(name)s”). Paste it as text or as a picture and try again.")
        % {"name": shown(name)}
    )
