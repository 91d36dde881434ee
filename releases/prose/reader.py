"""Read HTML into blocks, streaming: what a tag means here, and nothing of how it looked.

The input is well formed and holds only tags of ``STRUCTURE`` (``releases.html`` sees to both). The reader keeps a
stack of open tags, each with what must be undone at its end; nothing recurses, so depth costs nothing.
"""

from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

from releases.prose import tags
from releases.prose.figures import CREDIT, caption_into, figure_of
from releases.prose.links import normal_address
from releases.prose.lists import gather, without_bullet
from releases.prose.model import MARKS, MAX_DEPTH, Block, Cell, Figure, ListBlock, Marker, Paragraph, Quote, Run, Table
from releases.prose.runs import is_blank, split_paragraphs, tidy

Container = Quote | ListBlock | Table | Cell


def read(html: str) -> list[Block]:
    """The blocks that this HTML means."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


class Reader(HTMLParser):
    """Collects runs into the open block, and blocks into the open container."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Quote()
        self.containers: list[Container] = [self.root]
        self.open_tags: list[tuple[str, Callable[[], None]]] = []
        self.runs: list[Run] = []
        self.marks: Counter[str] = Counter()
        self.href = ""
        self.level = 0
        self.preformatted = 0
        self.marker: Marker | None = None
        self.label: list[str] | None = None
        self.labelled = ""
        self.pictures: list[Figure | None] = []
        self.lifted: list[Figure] = []
        self.captioning = False

    def finish(self) -> list[Block]:
        while self.open_tags:
            self.open_tags.pop()[1]()
        self.flush()
        return gather(self.root.blocks)

    # Events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.add_picture(figure_of(given))
        elif tag == "br" or (tag == "hr" and self.captioning):
            self.runs.append(Run("\n"))
        elif tag == "hr":
            self.flush()
        else:
            self.open_tags.append((tag, self.enter(tag, given)))

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.open_tags[-3:]):
            return
        while True:
            name, leave = self.open_tags.pop()
            leave()
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self.label is not None:
            self.label.append(data)
            return
        marks = frozenset(mark for mark in (*MARKS, CREDIT) if self.marks[mark] > 0)
        lines = data.split("\n") if self.preformatted else [data]
        for index, line in enumerate(lines):
            if index:
                self.runs.append(Run("\n"))
            # A literal line feed is only white space outside <pre>; as a whole run it would read as a break.
            self.runs.append(Run(line.replace("\n", " "), marks, self.href))

    # What a tag means

    def enter(self, tag: str, given: tags.Attributes) -> Callable[[], None]:
        """Begin what the tag means; return how to end it."""
        if tag == "a":
            return self.enter_link(given.get("href", ""))
        if self.captioning and tag not in tags.MARK_OF and tag not in tags.STYLED:
            self.break_line()
            return self.break_line
        if tag in tags.CONTAINERS:
            return self.enter_container(tag, given)
        if tag in tags.HEADINGS or tag in tags.BREAKING:
            return self.enter_block(tag, given.get("style", ""))
        if tag in tags.FIGURES:
            return self.enter_figure() if tag == "figure" else self.enter_caption()
        return self.enter_marks(tag, given.get("style", ""))

    def enter_block(self, tag: str, style: str) -> Callable[[], None]:
        self.flush()
        if tag in tags.HEADINGS:
            # Headings stand at the top or in a quotation; in a cell or an item they are bold text.
            if all(isinstance(container, Quote) for container in self.containers):
                self.level = tags.HEADINGS[tag]
            else:
                return self.also(self.add_marks({"strong"}), self.flush)
        elif tag == "pre":
            self.preformatted += 1
            return self.leave_pre
        elif match := tags.WORD_LIST.search(style):
            self.marker = Marker(f"{match[1]} {match[3]}".lower(), max(1, int(match[2])))
        return self.flush

    def leave_pre(self) -> None:
        self.flush()
        self.preformatted -= 1

    def enter_link(self, raw: str) -> Callable[[], None]:
        before, self.href = self.href, normal_address(raw) or self.href

        def leave() -> None:
            self.href = before

        return leave

    def enter_marks(self, tag: str, style: str) -> Callable[[], None]:
        if tags.WORD_LABEL.search(style) and self.label is None:
            self.label = []
            return self.leave_label
        marks = {tags.MARK_OF[tag]} if tag in tags.MARK_OF else set()
        if tag == "cite" and self.captioning:
            marks = {CREDIT}
        marks |= {"strong"} if tags.BOLD.search(style) else set()
        marks |= {"em"} if tags.ITALIC.search(style) else set()
        if raised := tags.RAISED.search(style):
            marks.add("sub" if raised[1].lower() == "sub" else "sup")
        # Google Docs wraps everything it copies in <b style="font-weight:normal">.
        marks -= {"strong"} if tags.NOT_BOLD.search(style) else set()
        marks -= {"em"} if tags.NOT_ITALIC.search(style) else set()
        return self.add_marks(marks)

    def add_marks(self, marks: set[str]) -> Callable[[], None]:
        self.marks.update(marks)
        return lambda: self.marks.subtract(marks)

    def leave_label(self) -> None:
        self.labelled = "".join(self.label or [])
        self.label = None

    @staticmethod
    def also(first: Callable[[], None], then: Callable[[], None]) -> Callable[[], None]:
        def leave() -> None:
            then()
            first()

        return leave

    # Pictures and what stands under them

    def enter_figure(self) -> Callable[[], None]:
        self.flush()
        self.pictures.append(None)
        return self.leave_figure

    def leave_figure(self) -> None:
        self.flush()
        self.pictures.pop()

    def add_picture(self, figure: Figure | None) -> None:
        """Pictures stand at the top level: one within a list, a quotation or a table comes after it."""
        if figure is None:
            return
        if not self.captioning:
            self.flush()
            if self.pictures:
                self.pictures[-1] = figure
        (self.lifted if len(self.containers) > 1 else self.root.blocks).append(figure)

    def enter_caption(self) -> Callable[[], None]:
        """The caption of the picture before it in this figure; without one, a paragraph."""
        self.flush()
        figure = self.pictures[-1] if self.pictures else None
        if figure is None:
            return self.flush
        self.pictures[-1], self.captioning = None, True

        def leave() -> None:
            caption_into(figure, self.runs)
            self.runs, self.captioning = [], False

        return leave

    def break_line(self) -> None:
        self.runs.append(Run("\n"))

    # Containers

    def enter_container(self, tag: str, given: tags.Attributes) -> Callable[[], None]:
        self.flush()
        inside = self.containers[-1]
        if tag == "li" and isinstance(inside, ListBlock):
            inside.items.append([])
        elif tag == "tr" and isinstance(inside, Table):
            inside.rows.append([])
        elif tag in ("td", "th") and isinstance(inside, Table):
            return self.push(tags.cell(tag, given))
        elif len(self.containers) < MAX_DEPTH:
            if tag == "blockquote":
                return self.push(Quote())
            if tag in ("ul", "ol"):
                return self.push(tags.list_block(tag, given))
            if tag == "table" and not any(isinstance(container, Table) for container in self.containers):
                return self.push(Table())
        return self.flush

    def push(self, container: Container) -> Callable[[], None]:
        self.containers.append(container)
        return self.pop

    def pop(self) -> None:
        """Close the innermost container and, unless nothing is in it, put it where it belongs."""
        self.flush()
        container = self.containers.pop()
        match container:
            case Cell():
                container.blocks = gather(container.blocks)
                table = self.containers[-1]
                if isinstance(table, Table):
                    table.rows = table.rows or [[]]
                    table.rows[-1].append(container)
            case Quote(blocks=blocks):
                container.blocks = gather(blocks)
                if container.blocks:
                    self.add(container)
            case ListBlock():
                container.items = [item for item in map(_item, container.items) if item]
                if container.items:
                    self.add(container)
            case Table():
                self.add_table(container)
        if len(self.containers) == 1:
            self.root.blocks += self.lifted
            self.lifted = []

    def add_table(self, table: Table) -> None:
        """A table of one cell is somebody's page layout: only its content matters."""
        table.rows = [row for row in table.rows if any(cell.blocks for cell in row)]
        cells = [cell for row in table.rows for cell in row]
        if len(cells) == 1:
            for block in cells[0].blocks:
                self.add(block)
        elif cells:
            self.add(table)

    def add(self, block: Block) -> None:
        inside = self.containers[-1]
        if isinstance(inside, Table):  # a caption, or text beside the rows, goes before the table
            inside = self.containers[-2]
        if isinstance(inside, ListBlock):
            inside.items = inside.items or [[]]
            inside.items[-1].append(block)
        elif isinstance(inside, Quote | Cell):
            inside.blocks.append(block)

    def flush(self) -> None:
        """End the open paragraph or heading."""
        runs, level = tidy(self.runs), self.level
        if not is_blank(runs):
            for part in split_paragraphs(runs):
                self.add(Paragraph(tidy(part), level, self.marker, self.labelled))
        self.runs, self.level, self.marker, self.labelled = [], 0, None, ""


def _item(blocks: list[Block]) -> list[Block]:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and not first.marker:
        return [without_bullet(first), *gather(blocks[1:])]
    return gather(blocks)
