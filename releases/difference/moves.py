"""Pictures that stand in another place of the text: taken out here and put in there, they have moved."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from releases.difference.blocks import Change, Comparison
from releases.difference.model import Status
from releases.prose.model import Figure


def find_moves(comparison: Comparison, changes: Sequence[Change]) -> list[Change]:
    """The same changes, with a picture that went and came told once, where it stands now."""
    gone: dict[str, list[int]] = {}
    for number, change in enumerate(changes):
        if change.status == Status.REMOVED and isinstance(change.block, Figure):
            gone.setdefault(change.block.key, []).append(number)
    told: set[int] = set()
    result = list(changes)
    for number, change in enumerate(changes):
        block = change.block
        if change.status == Status.ADDED and isinstance(block, Figure) and gone.get(block.key):
            origin = gone[block.key].pop(0)
            told.add(origin)
            result[number] = _moved(comparison, changes[origin], change, down=origin < number)
    return [change for number, change in enumerate(result) if number not in told]


def _moved(comparison: Comparison, went: Change, came: Change, *, down: bool) -> Change:
    assert isinstance(went.block, Figure) and isinstance(came.block, Figure)  # noqa: S101  (find_moves looked)
    change = comparison.figure(went.block, came.block)
    said = _("Moved: it stood further up before.") if down else _("Moved: it stood further down before.")
    status = Status.MOVED if change.status == Status.SAME else change.status
    return replace(change, status=status, said=" · ".join(filter(None, [said, change.said])))
