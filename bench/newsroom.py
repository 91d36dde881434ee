"""A newsroom of any size, for benchmarks: releases with revisions, editions, events, tags and replies, and people.

The actions would need hours for what is inserted here in bulk, in the shape in which they would leave it: every hash is that
of its snapshot, every edition points at its revision, every stage has its events. Only the article's HTML, which no page of
the back office reads, is the plain body. Everything is drawn from one seed, so two runs build the same.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models, transaction
from django.utils import timezone
from taggit.models import Tag

from comments.models import Comment
from comments.states import State
from releases.models import Approval, Edition, EditionTag, Event, Permalink, Release, ReleaseTag, Revision
from releases.rendering import RENDERER
from releases.snapshot import Snapshot, content_hash, to_json
from releases.workflow import Change, Kind, Stage, Verb

BATCH = 1000
TAGS = 400
STAFF = 200
SEED = 6
SPAN = timedelta(days=3650)
"""Ten years of releases, whatever their number."""

_SYLLABLES = (
    "mer", "row", "tide", "har", "bour", "fer", "ry", "coast", "sal", "mon", "lan", "tern", "pier", "gull", "bea", "con",
    "kelp", "strand", "buoy", "shoal",
)  # fmt: skip


@dataclass
class Rows:
    """What one batch of releases adds to each table, in the order in which the tables depend on each other."""

    releases: list[Release] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    permalinks: list[Permalink] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    approvals: list[Approval] = field(default_factory=list)
    release_tags: list[ReleaseTag] = field(default_factory=list)
    edition_tags: list[EditionTag] = field(default_factory=list)
    replies: list[Comment] = field(default_factory=list)

    def insert(self) -> None:
        """Write them all."""
        for rows in vars(self).values():
            if rows:
                type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)


class Newsroom:
    """Builds the rows of one release after the other."""

    def __init__(self, releases: int, people: list[User], tags: list[Tag], now: datetime) -> None:
        self.size, self.people, self.tags, self.now = releases, people, tags, now
        self.draw = random.Random(SEED)
        self.words = sorted({"".join(self.draw.sample(_SYLLABLES, self.draw.randint(1, 3))) for _n in range(1500)})
        self.ids: dict[type[models.Model], int] = {}

    def batches(self) -> Iterator[Rows]:
        """All releases, oldest first, a batch at a time."""
        numbers = iter(range(self.size))
        while batch := list(islice(numbers, BATCH)):
            rows = Rows()
            for number in batch:
                self.release(rows, number)
            yield rows

    def release(self, rows: Rows, number: int) -> None:
        """One release with its history. What it is depends on its number alone, so each sort is spread over the years."""
        sort = _SORTS.get(number % 1000, "draft" if number % 1000 > 960 else "public")
        made = self.now - SPAN * (1 - number / self.size) - timedelta(minutes=5)
        writer, editor = self.person(), self.person()
        snapshot = self.snapshot(number)
        tags = self.draw.sample(self.tags, 3) if number % 10 else []
        snapshot = replace(snapshot, tags=tuple(sorted(tag.name for tag in tags)))
        release = Release(pk=self.id(Release), created_at=made)
        for name in ("kind", "language", "slug", "headline", "summary", "dateline", "body"):
            setattr(release, name, getattr(snapshot, name))
        rows.releases.append(release)
        rows.release_tags += [ReleaseTag(content_object=release, tag=tag) for tag in tags]
        saves = 1 + number % 3
        for save in range(1, saves + 1):
            words = snapshot if save == saves else replace(snapshot, summary=f"{snapshot.summary} {save}")
            self.save(rows, release, words, writer, made + timedelta(seconds=save))
        _WAYS[sort](self, rows, release, writer, editor, made + timedelta(minutes=1), tags)

    def snapshot(self, number: int) -> Snapshot:
        """About three kilobytes of text, as press offices write."""
        headline = " ".join(self.draw.choices(self.words, k=8)).capitalize()
        text = "".join(f"<p>{' '.join(self.draw.choices(self.words, k=90)).capitalize()}.</p>" for _n in range(4))
        return Snapshot(
            kind=list(Kind)[number % len(Kind)],
            language="en" if number % 4 else "fr",
            slug=f"{headline.lower().replace(' ', '-')[:70]}-{number}",
            headline=headline,
            summary=" ".join(self.draw.choices(self.words, k=24)).capitalize() + ".",
            dateline="Port Merrow",
            body=text,
        )

    def save(self, rows: Rows, release: Release, snapshot: Snapshot, by: User, at: datetime) -> None:
        """A revision, its event, and the columns that follow from it."""
        text = to_json(snapshot)
        release.version += 1
        release.review_round += 1
        release.content_hash, release.content_at, release.content_by = content_hash(text), at, by
        release.summary, release.updated_at, release.updated_by = snapshot.summary, at, by
        revision = Revision(
            pk=self.id(Revision), release=release, number=release.version, content=text, created_at=at,
            content_hash=release.content_hash, created_by=by, created_by_name=by.get_full_name(),
        )  # fmt: skip
        rows.revisions.append(revision)
        self.event(rows, Verb.SAVE_DRAFT, release, by, at, revision=revision)

    def event(self, rows: Rows, verb: Verb, release: Release, by: User, at: datetime, **more: Any) -> None:
        """One act."""
        rows.events.append(Event(verb=verb, release=release, actor=by, actor_name=by.get_full_name(), at=at, **more))

    def edition(
        self, rows: Rows, release: Release, by: User, at: datetime, tags: list[Tag], change: Change = Change.FIRST
    ) -> Edition:
        """What the last revision puts before readers, after the edition before it."""
        before = rows.editions[-1] if change != Change.FIRST else None
        revision = rows.revisions[-1]
        if before is not None:
            before.visible_until = at
        else:
            rows.permalinks.append(
                Permalink(release=release, language=release.language, published_on=at.date(), slug=release.slug)
            )
        edition = Edition(
            pk=self.id(Edition), release=release, revision=revision, number=before.number + 1 if before else 1,
            change=change, note="" if change == Change.FIRST else "A figure was wrong.", visible_from=at,
            first_published=before.first_published if before else at, public_updated=at if before else None,
            language=release.language, published_on=before.published_on if before else at.date(), slug=release.slug,
            translation_group=release.pk, kind=release.kind, headline=release.headline, summary=release.summary,
            excerpt=release.body[3:280], article_html=release.body, renderer=RENDERER,
            content_hash=revision.content_hash, created_at=at, created_by=by,
        )  # fmt: skip
        rows.editions.append(edition)
        rows.edition_tags += [
            EditionTag(
                edition=edition, tag=tag, language=edition.language, slug=edition.slug,
                first_published=edition.first_published,
            ) for tag in tags
        ]  # fmt: skip
        release.stage, release.review_round = Stage.DRAFT, release.review_round + 1
        return edition

    def submit(self, rows: Rows, release: Release, by: User, at: datetime) -> None:
        """Into review."""
        release.stage, release.submitted_by, release.submitted_at = Stage.IN_REVIEW, by, at
        release.review_round += 1
        self.event(rows, Verb.SUBMIT, release, by, at, revision=rows.revisions[-1])

    def approve(self, rows: Rows, release: Release, by: User, at: datetime) -> None:
        """A reviewer's yes."""
        revision = rows.revisions[-1]
        release.stage = Stage.APPROVED
        approval = Approval(
            release=release, round=release.review_round, revision=revision, content_hash=revision.content_hash,
            at=at, by=by, by_name=by.get_full_name(),
        )  # fmt: skip
        rows.approvals.append(approval)
        self.event(rows, Verb.APPROVE, release, by, at, revision=revision)

    def person(self) -> User:
        """Somebody of the staff."""
        return self.draw.choice(self.people)

    def id(self, model: type[models.Model]) -> int:
        """The next id of a table; given here, so that rows can point at rows that are not inserted yet."""
        self.ids[model] = self.ids.get(model, 0) + 1
        return self.ids[model]


def _draft(room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any) -> None:
    """Saved, and nothing more."""


def _public(room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any) -> None:
    """Reviewed and published; one in ten was corrected since."""
    room.submit(rows, release, writer, at)
    room.approve(rows, release, editor, at)
    edition = room.edition(rows, release, editor, at, tags)
    room.event(rows, Verb.PUBLISH, release, editor, at, edition=edition, revision=edition.revision)
    if release.pk % 10 == 0:
        later = at + timedelta(minutes=1)
        edition = room.edition(rows, release, editor, later, tags, Change.MAJOR)
        details = {"change": Change.MAJOR.value, "note": edition.note}
        room.event(rows, Verb.CORRECT, release, editor, later, edition=edition, details=details)
    if release.pk % 4 == 0:
        state = State.PENDING if release.pk % 400 == 0 else State.APPROVED
        rows.replies.append(Comment(release=release, author="Ines", email="i@example.org", text="Why?", state=state))


def _changed(room: Newsroom, rows: Rows, release: Release, *rest: Any) -> None:
    """Public, and the working copy has gone on."""
    _public(room, rows, release, *rest)
    snapshot = rows.revisions[-1].snapshot
    room.save(rows, release, replace(snapshot, summary="Not yet published."), rest[0], rest[2] + timedelta(minutes=2))


def _scheduled(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Approved, and ahead."""
    lifts = room.now + timedelta(hours=release.pk % 5000)
    room.edition(rows, release, editor, lifts, tags)
    room.event(rows, Verb.SCHEDULE, release, editor, at, details={"visible_from": lifts.isoformat()})


def _withdrawn(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Public for an hour."""
    room.edition(rows, release, editor, at, tags)
    edition = room.edition(rows, release, editor, at + timedelta(hours=1), tags, Change.WITHDRAWAL)
    room.event(rows, Verb.WITHDRAW, release, editor, at, edition=edition, details={"reason": edition.note})


def _in_review(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Waits for somebody."""
    room.submit(rows, release, writer, at)


def _approved(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Waits to go out."""
    room.submit(rows, release, writer, at)
    room.approve(rows, release, editor, at)


def _sent_back(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Waits for its author."""
    room.submit(rows, release, writer, at)
    release.stage, release.sent_back_at = Stage.DRAFT, at
    room.event(rows, Verb.SEND_BACK, release, editor, at, details={"reason": "Which year?"})


def _unreviewed(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """Published at night; every second one was looked at since."""
    edition = room.edition(rows, release, editor, at, tags)
    details = {"reason": "Night shift.", "change": Change.FIRST.value, "note": ""}
    room.event(rows, Verb.PUBLISH_UNREVIEWED, release, editor, at, edition=edition, details=details)
    if release.pk % 2000 < 1000:
        room.event(rows, Verb.REVIEW_AFTERWARDS, release, writer, at + timedelta(hours=1), edition=edition)


def _discarded(
    room: Newsroom, rows: Rows, release: Release, writer: User, editor: User, at: datetime, tags: Any
) -> None:
    """In the bin."""
    release.stage = Stage.DISCARDED
    room.event(rows, Verb.DISCARD, release, writer, at)


_WAYS = {
    "draft": _draft, "public": _public, "changed": _changed, "scheduled": _scheduled, "withdrawn": _withdrawn,
    "in_review": _in_review, "approved": _approved, "sent_back": _sent_back, "unreviewed": _unreviewed,
    "discarded": _discarded,
}  # fmt: skip
_SORTS = {
    **dict.fromkeys(range(3), "in_review"), **dict.fromkeys(range(3, 5), "approved"),
    **dict.fromkeys(range(5, 8), "sent_back"), **dict.fromkeys(range(8, 10), "unreviewed"),
    **dict.fromkeys(range(10, 20), "discarded"), **dict.fromkeys(range(20, 30), "scheduled"),
    **dict.fromkeys(range(30, 40), "withdrawn"), **dict.fromkeys(range(40, 50), "changed"),
}  # fmt: skip
"""What becomes of each thousand: 3 in review, 2 approved, 3 sent back, and so on; the last 39 are drafts, the rest public."""


def build(releases: int, people: int) -> None:
    """Fill an empty, migrated database."""
    accounts = [
        User(
            pk=number, username=f"person{number}", first_name=f"Given{number}", last_name=f"Family{number % 997}",
            email=f"person{number}@example.org", is_staff=number <= STAFF, password="!",
        ) for number in range(1, people + 1)
    ]  # fmt: skip
    with transaction.atomic():
        User.objects.bulk_create(accounts, batch_size=BATCH)
        for role in ("Editors", "Administrators", "Moderators"):
            Group.objects.get(name=role).user_set.add(*accounts[:STAFF])
        tags = Tag.objects.bulk_create([Tag(name=f"Topic {number}", slug=f"topic-{number}") for number in range(TAGS)])
        for rows in Newsroom(releases, accounts[:STAFF], list(tags), timezone.now()).batches():
            rows.insert()
