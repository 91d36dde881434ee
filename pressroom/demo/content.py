"""The demo's text: TOML files in ``content/`` read into frozen dataclasses. Knows nothing of the database.

A misspelt key is a ``TypeError`` here and not a part that quietly never shows.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import time
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("content")


@dataclass(frozen=True, slots=True, kw_only=True)
class Illustration:
    """A picture of ``pictures.catalogue`` and the words that go with it."""

    picture: str
    alt: str
    credit: str = "Illustration: Merrow Coast Authority"
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that a release attaches: a text or a table of comma-separated values, which the content file holds."""

    name: str
    title: str
    text: str
    accessible: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A contact, as the page names them."""

    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in one field of a working copy."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An update of a public release, some days after it first appeared."""

    change: str
    after_days: int
    time: time
    edits: tuple[Edit, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update that is still ahead when the demo has been loaded."""

    change: str
    days_ahead: int
    time: time
    edits: tuple[Edit, ...]
    note: str
    parity_reason: str = ""
    """Why the other language does not change with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """The end of a release, with the reason that readers are given."""

    after_days: int
    time: time
    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note between staff."""

    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """How far a draft is: submitted, and then perhaps approved or sent back with a reason."""

    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When a release appears, relative to the day on which the demo is loaded. Exactly one way is given.

    ``last`` is a month and a day: the last time that this date has passed (snow is surveyed in March, whenever the demo
    is loaded), taken back by ``years_back``.
    """

    days_ago: int | None = None
    days_ahead: int | None = None
    hours_ahead: int | None = None
    last: tuple[int, int] | None = None
    years_back: int = 0
    time: time = time(9, 0)

    @property
    def is_draft(self) -> bool:
        """No moment at all: nobody has decided when readers will see it."""
        return self.days_ago is None and self.last is None and not self.is_ahead

    @property
    def is_ahead(self) -> bool:
        """Under embargo once the demo has been loaded."""
        return self.days_ahead is not None or self.hours_ahead is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One release of the demo, with all that happens to it."""

    slug: str
    kind: str
    when: When
    headline: str
    summary: str
    body: str
    language: str = "en"
    by: str = "wren"
    dateline: str = ""
    facts: tuple[str, ...] = ()
    quotes: tuple[dict[str, str], ...] = ()
    links: tuple[dict[str, str], ...] = ()
    contacts: tuple[Person, ...] = ()
    tags: tuple[str, ...] = ()
    picks: tuple[str, ...] = ()
    source_name: str = ""
    source_url: str = ""
    translation_of: str | None = None
    parity_reason: str = ""
    """For a translation: why it says less than its original."""
    image: Illustration | None = None
    gallery: tuple[Illustration, ...] = ()
    files: tuple[Paper, ...] = ()
    corrections: tuple[Correction, ...] = ()
    update: Update | None = None
    withdrawal: Withdrawal | None = None
    unreviewed: str = ""
    """Why nobody could review it before it was published; empty for nearly all."""
    desk: Desk | None = None
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a reader wrote, and what the moderator made of it. ``verdict`` is empty while it waits.

    With ``official``, the username of a colleague, it is the office's own answer.
    """

    key: str
    story: str
    text: str
    hours: float
    author: str = ""
    email: str = ""
    official: str = ""
    pinned: bool = False
    reported: tuple[str, ...] = ()
    """For which reasons readers reported it after it was approved."""
    url: str = ""
    parent: str | None = None
    verdict: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """Everything the demo holds, originals before their translations."""

    stories: tuple[Story, ...]
    replies: tuple[Reply, ...]


def read_newsroom(folder: Path = FOLDER) -> Newsroom:
    """Read every file of the folder."""
    people = {key: Person(**row) for key, row in _table(folder / "contacts.toml").items()}
    stories = [_story(row, people) for path in sorted(folder.glob("[0-9]*.toml")) for row in _table(path)["release"]]
    stories.sort(key=lambda story: story.translation_of is not None)
    replies = tuple(
        Reply(**row | {"reported": tuple(row.get("reported", ()))}) for row in _table(folder / "replies.toml")["reply"]
    )
    return Newsroom(stories=tuple(stories), replies=replies)


def _table(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        return tomllib.load(file)


def _story(row: dict[str, Any], people: dict[str, Person]) -> Story:
    when = _when(row)
    facts = tuple(row.pop("facts", ()))
    story = Story(
        when=when,
        facts=facts,
        body=_one_line(row.pop("body")),
        image=Illustration(**row.pop("image")) if "image" in row else None,
        gallery=tuple(Illustration(**part) for part in row.pop("gallery", ())),
        files=tuple(Paper(**part) for part in row.pop("files", ())),
        contacts=tuple(people[key] for key in row.pop("contacts", ())),
        corrections=tuple(Correction(**_timed(part)) for part in row.pop("corrections", ())),
        update=Update(**_timed(row.pop("update"))) if "update" in row else None,
        withdrawal=Withdrawal(**_timed(row.pop("withdrawal"))) if "withdrawal" in row else None,
        desk=Desk(**row.pop("desk")) if "desk" in row else None,
        notes=tuple(Remark(**note) for note in row.pop("notes", ())),
        quotes=tuple(row.pop("quotes", ())),
        links=tuple(row.pop("links", ())),
        tags=tuple(row.pop("tags", ())),
        picks=tuple(row.pop("picks", ())),
        **row,
    )
    return _with_french_spaces(story) if story.language == "fr" else story


def _one_line(html: str) -> str:
    """HTML as ``releases.html`` writes it: the line breaks between blocks are there for whoever reads the file."""
    return re.sub(r">\s*\n\s*<", "><", html.strip())


def _when(row: dict[str, Any]) -> When:
    """Take the keys of the moment out of a row. ``state = "draft"`` says aloud that there is none."""
    given: dict[str, Any] = {
        name: row.pop(name) for name in ("days_ago", "days_ahead", "hours_ahead", "years_back") if name in row
    }
    if "last" in row:
        month, day = row.pop("last").split("-")
        given["last"] = (int(month), int(day))
    if "time" in row:
        given["time"] = time.fromisoformat(row.pop("time"))
    when = When(**given)
    if when.is_draft != (row.pop("state", "") == "draft"):
        raise ValueError(f"{row['slug']}: say either when it appears or that it is a draft.")
    return when


def _timed(row: dict[str, Any]) -> dict[str, Any]:
    ready = {**row, "time": time.fromisoformat(row["time"])}
    if "edits" in row:
        ready["edits"] = tuple(Edit(*edit) for edit in row["edits"])
    return ready


def _with_french_spaces(story: Story) -> Story:
    """French sets a no-break space inside guillemets and before : ; ! ? %, and between thousands.

    The files hold plain spaces, because nobody can proof-read the other kind.
    """
    return replace(
        story,
        headline=french_spaces(story.headline),
        summary=french_spaces(story.summary),
        body=french_spaces(story.body),
        facts=tuple(french_spaces(fact) for fact in story.facts),
        quotes=tuple({name: french_spaces(text) for name, text in quote.items()} for quote in story.quotes),
    )


def french_spaces(text: str) -> str:
    """Plain spaces made no-break where French typography wants them."""
    text = re.sub(r"(?<=«) | (?=[»:;!?%])", "\u00a0", text)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", "\u00a0", text)


_FIGURE = re.compile(r"\{\{picture ([a-z_]+)\}\}")


def pictures_of(story: Story) -> Iterator[Illustration]:
    """Every picture of a story, with its words; those in the body come with the alternative text that stands there."""
    yield from (story.image,) if story.image else ()
    yield from story.gallery
    for name, alt in re.findall(rf'data-file="{_FIGURE.pattern}" alt="([^"]*)"', story.body):
        yield Illustration(picture=name, alt=alt)


def with_pictures(body: str, key: Callable[[str], str]) -> str:
    """A body in which ``{{picture name}}`` stands for the key of a stored picture."""
    return _FIGURE.sub(lambda match: key(match[1]), body)


def each_text(story: Story) -> Iterator[str]:
    """Every string of a story that readers see, for tests and checks."""
    yield from (story.headline, story.summary, story.dateline, story.body, *story.facts, *story.tags)
    for row in (*story.quotes, *story.links):
        yield from row.values()
