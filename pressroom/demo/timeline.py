"""Everything that happens in the demo, in the order in which it happened.

The acts of all releases are put on one line of time before the first is carried out, so that the audit log of the demo
reads as that of a newsroom: numbers rise with the clock, and nobody links to what has not been written yet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pressroom.demo.content import Correction, Newsroom, Remark, Reply, Story, Update, Withdrawal
from pressroom.demo.moments import appears, instant


@dataclass(frozen=True, slots=True)
class Save:
    """A writer saves the first version. Dates in the text count from ``day``, on which readers are to see it."""

    story: Story
    day: date


@dataclass(frozen=True, slots=True)
class Submit:
    """Its writer submits a draft for review."""

    story: Story


@dataclass(frozen=True, slots=True)
class Judge:
    """An editor approves a draft, or sends it back."""

    story: Story


@dataclass(frozen=True, slots=True)
class Note:
    """Somebody leaves a note on a release."""

    story: Story
    remark: Remark


@dataclass(frozen=True, slots=True)
class Publish:
    """An editor publishes it."""

    story: Story


@dataclass(frozen=True, slots=True)
class Schedule:
    """An editor schedules the first publication."""

    story: Story
    visible_from: datetime


@dataclass(frozen=True, slots=True)
class Correct:
    """A writer changes the text of a public release and an editor publishes that."""

    story: Story
    correction: Correction


@dataclass(frozen=True, slots=True)
class ScheduleUpdate:
    """The same, for a later moment."""

    story: Story
    update: Update
    visible_from: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An editor withdraws it."""

    story: Story
    withdrawal: Withdrawal


@dataclass(frozen=True, slots=True)
class Post:
    """A reader leaves a reply."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Decide:
    """The moderator decides about it."""

    reply: Reply


@dataclass(frozen=True, slots=True)
class Together:
    """An editor puts an original and its translation before readers in one act, the original first."""

    acts: tuple[Publish, Publish] | tuple[Schedule, Schedule] | tuple[Correct, Correct]


Act = Save | Submit | Judge | Note | Publish | Schedule | Correct | ScheduleUpdate | Withdraw | Together | Post | Decide


@dataclass(frozen=True, slots=True)
class Step:
    """One act and its moment."""

    at: datetime
    act: Act


# How long before its publication a text is first saved, and how long before the loading what lies ahead is prepared.
# A writer is faster with a statement; for a demo these only have to be plausible and to leave room for each other.
WRITTEN_BEFORE = timedelta(hours=20)
EDITED_BEFORE = timedelta(minutes=10)
SCHEDULED_SINCE = timedelta(hours=15)
UPDATE_SCHEDULED_SINCE = timedelta(hours=5)
DRAFTED_SINCE = timedelta(hours=26)
SUBMITTED_SINCE = timedelta(hours=6)
JUDGED_SINCE = timedelta(hours=2)
NOTED_SINCE = timedelta(hours=3)
DECIDED_AFTER = timedelta(minutes=15)


def timeline(newsroom: Newsroom, now: datetime, zone: ZoneInfo) -> list[Step]:
    """All acts, oldest first. None of them lies after ``now``."""
    published = {story.slug: appears(story.when, now, zone) for story in newsroom.stories}
    steps = [step for story in newsroom.stories for step in _of_story(story, published[story.slug], now, zone)]
    for reply in newsroom.replies:
        steps += _of_reply(reply, published[reply.story], now)
    # Sorting keeps the order of equals: an original comes before its translation, a question before its answer.
    return _paired(sorted(steps, key=lambda step: step.at))


def _paired(steps: list[Step]) -> list[Step]:
    """Language versions that reach their readers at one instant do so in one act, where the original's was."""
    together: dict[tuple[datetime, type[Act], str], list[Step]] = {}
    for step in steps:
        if isinstance(step.act, Publish | Schedule | Correct):
            group = step.act.story.translation_of or step.act.story.slug
            together.setdefault((step.at, type(step.act), group), []).append(step)
    pairs: dict[int, tuple[Step, Step]] = {
        id(first): (first, second) for first, second in (pair for pair in together.values() if len(pair) == 2)
    }
    dropped = {id(second) for _first, second in pairs.values()}
    return [_one_act(*pairs[id(step)]) if id(step) in pairs else step for step in steps if id(step) not in dropped]


def _one_act(first: Step, second: Step) -> Step:
    return Step(first.at, Together((first.act, second.act)))  # type: ignore[arg-type]  # both are of one type


def _of_story(story: Story, published: datetime | None, now: datetime, zone: ZoneInfo) -> Iterator[Step]:
    day = (published or now).astimezone(zone).date()
    if published is None:
        yield from _of_draft(story, day, now)
        return
    if story.when.is_ahead:
        yield Step(now - SCHEDULED_SINCE - WRITTEN_BEFORE, Save(story, day))
        yield Step(now - SCHEDULED_SINCE, Schedule(story, published))
        return
    yield Step(published - WRITTEN_BEFORE, Save(story, day))
    yield Step(published, Publish(story))
    for correction in story.corrections:
        moment = instant(day + timedelta(days=correction.after_days), correction.time, zone)
        yield Step(moment, Correct(story, correction))
    if story.withdrawal:
        moment = instant(day + timedelta(days=story.withdrawal.after_days), story.withdrawal.time, zone)
        yield Step(moment, Withdraw(story, story.withdrawal))
    if story.update:
        ahead = instant(now.astimezone(zone).date() + timedelta(days=story.update.days_ahead), story.update.time, zone)
        yield Step(now - UPDATE_SCHEDULED_SINCE, ScheduleUpdate(story, story.update, ahead))


def _of_draft(story: Story, day: date, now: datetime) -> Iterator[Step]:
    yield Step(now - DRAFTED_SINCE, Save(story, day))
    if story.desk is not None:
        yield Step(now - SUBMITTED_SINCE, Submit(story))
    for remark in story.notes:
        yield Step(now - NOTED_SINCE, Note(story, remark))
    if story.desk is not None and story.desk.verdict:
        yield Step(now - JUDGED_SINCE, Judge(story))


def _of_reply(reply: Reply, published: datetime | None, now: datetime) -> Iterator[Step]:
    """A reply is never later than now, though a release of yesterday may be younger than its discussion."""
    if published is None:
        raise ValueError(f"{reply.key}: nobody can reply to a draft.")
    posted = min(published + timedelta(hours=reply.hours), now)
    yield Step(posted, Post(reply))
    if reply.verdict:
        yield Step(min(posted + DECIDED_AFTER, now), Decide(reply))
