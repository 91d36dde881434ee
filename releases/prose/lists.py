"""Lists that only look like lists: Word's ``MsoListParagraph`` and paragraphs that begin with a bullet.

Word writes a list as paragraphs whose style says ``mso-list:l0 level2 lfo1`` and whose bullet is text. Plain text and
many web pages write "• first". Both become real lists, which screen readers announce and feeds keep.
"""

import re
from itertools import chain

from releases.prose.model import MAX_DEPTH, Block, ListBlock, Marker, Paragraph, Run
from releases.prose.runs import tidy

# Bullets as people, Word's Symbol and Wingdings fonts and web pages write them.
_BULLET = re.compile("[\u2022\u2023\u2043\u2219\u25aa\u25ab\u25cb\u25cf\u25e6\u00b7\uf0a7\uf0b7\uf0d8]")
_BULLETED = re.compile(_BULLET.pattern + r"\s+\S")
_NUMBER = re.compile(r"\(?(?P<value>\d{1,4}|[a-zA-Z]|[ivxIVX]{2,6})[.)]")


def gather(blocks: list[Block]) -> list[Block]:
    """The same blocks, with each row of list-like paragraphs gathered into a real list."""
    result: list[Block] = []
    row: list[Paragraph] = []
    for block in chain.from_iterable(map(_by_line, blocks)):
        if isinstance(block, Paragraph) and (block.marker or _bulleted(block)):
            row.append(block)
            continue
        result.extend(_lists(row))
        row = []
        result.append(block)
    return result + _lists(row)


def without_bullet(block: Paragraph) -> Paragraph:
    """The paragraph without the bullets it begins with; what stands in a real list item needs none."""
    while _bulleted(block):
        left = 1
        runs: list[Run] = []
        for run in block.runs:
            runs.append(Run(run.text[left:], run.marks, run.href))
            left = max(0, left - len(run.text))
        block = Paragraph(tidy(runs), marker=block.marker, label=block.label)
    return block


def _bulleted(block: Paragraph) -> bool:
    return not block.level and bool(_BULLETED.match("".join(run.text for run in block.runs[:4])))


def _by_line(block: Block) -> list[Block]:
    """A paragraph whose every line begins with a bullet, one paragraph a line."""
    if not isinstance(block, Paragraph) or not _bulleted(block) or block.marker:
        return [block]
    lines: list[list[Run]] = [[]]
    for run in block.runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    paragraphs: list[Block] = [Paragraph(tidy(line)) for line in lines]
    return paragraphs if all(isinstance(part, Paragraph) and _bulleted(part) for part in paragraphs) else [block]


def _lists(row: list[Paragraph]) -> list[Block]:
    """Nested lists from paragraphs that carry their level."""
    result: list[Block] = []
    stack: list[tuple[Marker, ListBlock]] = []
    for paragraph in row:
        marker = paragraph.marker or Marker("", 1)
        marker = Marker(marker.source, min(marker.level, MAX_DEPTH // 2))
        while stack and stack[-1][0].level > marker.level:
            stack.pop()
        if stack and stack[-1][0].level == marker.level and stack[-1][0].source != marker.source:
            stack.pop()
        if not stack or stack[-1][0].level < marker.level:
            opened = _opened_by(paragraph)
            (stack[-1][1].items[-1] if stack else result).append(opened)
            stack.append((marker, opened))
        stack[-1][1].items.append([without_bullet(Paragraph(paragraph.runs))])
    return result


def _opened_by(paragraph: Paragraph) -> ListBlock:
    """The list that this paragraph's printed label begins: bullets, or numbers from where they start."""
    match = _NUMBER.fullmatch(paragraph.label.strip())
    if not match:
        return ListBlock()
    value = match["value"]
    if value.isdigit():
        return ListBlock(ordered=True, start=max(1, int(value)))
    kind = "i" if set(value.lower()) <= set("ivx") else "a"
    return ListBlock(ordered=True, numbering=kind.upper() if value.isupper() else kind)
