"""Loading the demo newsroom: every release and every reply goes through the actions that people's buttons call."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from comments.actions.answer import answer
from comments.actions.decide import decide
from comments.actions.pin import pin
from comments.actions.report import report
from comments.actions.submit import submit
from comments.models import Comment
from comments.reasons import Reason
from comments.senders import Sender
from comments.states import State
from pressroom.demo import artwork, calendar, papers, review
from pressroom.demo.content import Edit, Newsroom, Reply, Story, pictures_of
from pressroom.demo.drafting import draft, edited
from pressroom.demo.office import present
from pressroom.demo.people import seat
from pressroom.demo.timeline import (
    EDITED_BEFORE,
    Act,
    Correct,
    Decide,
    Judge,
    Note,
    Post,
    Publish,
    Save,
    Schedule,
    ScheduleUpdate,
    Submit,
    Together,
    Withdraw,
    timeline,
)
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.save_draft import save_draft
from releases.actions.schedule import schedule
from releases.actions.together import Member, together
from releases.actions.withdraw import withdraw
from releases.media.models import DocumentFile, Image
from releases.models import Release
from releases.review import required_reviewers
from releases.workflow import Change
from releases.working_copy import read

Report = Callable[[int, int, str], None]
"""Called with how many steps are done, how many there are, and what the next one is."""


@dataclass(slots=True)
class _Office:
    """What the steps share while a newsroom is being loaded."""

    people: dict[str, User]
    images: dict[str, Image]
    files: dict[str, DocumentFile]
    releases: dict[str, int] = field(default_factory=dict)
    comments: dict[str, int] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        return self.people["edda"]

    def release(self, slug: str) -> Release:
        return Release.objects.get(pk=self.releases[slug])


def load(newsroom: Newsroom, *, now: datetime, width: int = artwork.WIDTH, report: Report) -> None:
    """Load the newsroom into a database that ``ground.survey`` found clear.

    Accounts and pictures first, each committed on its own and found again by a later attempt; then everything that
    readers could see, in one transaction: a loading that is killed leaves no half of a newsroom.
    """
    steps = timeline(newsroom, now, ZoneInfo(settings.TIME_ZONE))
    pictures = [picture for story in newsroom.stories for picture in pictures_of(story)]
    drawings = len({picture.picture for picture in pictures})
    total = drawings + len(steps)
    people = seat()
    drawn = iter(range(total))
    images = artwork.hang(
        pictures, by=people["wren"], width=width, report=lambda name: report(next(drawn), total, name)
    )
    files = papers.file_away(newsroom.stories, by=people["wren"])
    office = _Office(people=people, images=images, files=files)
    with transaction.atomic():
        present(by=people["ada"], at=steps[0].at)
        for done, step in enumerate(steps, start=drawings):
            report(done, total, _subject(step.act))
            _carry_out(office, step.act, step.at)
        calendar.fill(office.releases, people, now, ZoneInfo(settings.TIME_ZONE))


def in_languages(newsroom: Newsroom, codes: set[str]) -> Newsroom:
    """The part of the newsroom that a site with these languages can show."""
    stories = tuple(story for story in newsroom.stories if story.language in codes)
    slugs = {story.slug for story in stories}
    return Newsroom(stories=stories, replies=tuple(reply for reply in newsroom.replies if reply.story in slugs))


def _subject(act: Act) -> str:
    if isinstance(act, Together):
        return _subject(act.acts[0])
    return act.reply.key if isinstance(act, Post | Decide) else act.story.slug


def _carry_out(office: _Office, act: Act, at: datetime) -> None:
    match act:
        case Save(story, day):
            _save(office, story, day, at)
        case Submit() | Judge() | Note():
            review.carry_out(act, office.release(act.story.slug), office.people, at)
        case Publish(story):
            _publish(office, story, at)
        case Schedule(story, visible_from):
            release = review.reviewed(office.release(story.slug), story, office.people, at)
            schedule(release=release, by=office.editor, version=release.version, visible_from=visible_from, at=at)
        case Correct(story, change):
            _edit(office, story, change.edits, at)
            release = review.reviewed(office.release(story.slug), story, office.people, at)
            correct(
                release=release,
                by=office.editor,
                version=release.version,
                change=Change(change.change),
                note=change.note,
                at=at,
            )
        case ScheduleUpdate(story, update, visible_from):
            _edit(office, story, update.edits, at)
            release = review.reviewed(office.release(story.slug), story, office.people, at)
            schedule(
                release=release,
                by=office.people["emil"],
                version=release.version,
                visible_from=visible_from,
                change=Change(update.change),
                note=update.note,
                parity_reason=update.parity_reason,
                at=at,
            )
        case Together(acts):
            _together(office, acts, at)
        case Withdraw(story, end):
            withdraw(release=office.release(story.slug), by=office.editor, reason=end.reason, gone=end.gone, at=at)
        case Post() | Decide():
            _discuss(office, act, at)


def _save(office: _Office, story: Story, day: date, at: datetime) -> None:
    content = draft(story, day=day, images=office.images, files=office.files, releases=office.releases)
    release = save_draft(release=None, content=content, by=office.people[story.by], version=None, at=at)
    office.releases[story.slug] = release.pk


def _publish(office: _Office, story: Story, at: datetime) -> None:
    if story.unreviewed and required_reviewers(story.kind):
        release = office.release(story.slug)
        publish_unreviewed(
            release=release, by=office.people["emil"], version=release.version, reason=story.unreviewed, at=at
        )
        return
    release = review.reviewed(office.release(story.slug), story, office.people, at)
    publish(release=release, by=office.editor, version=release.version, at=at)


def _together(office: _Office, acts: Iterable[Publish | Schedule | Correct], at: datetime) -> None:
    """An original and its translation in one act. What the translation lacks, its story says why."""
    members, visible_from, reason = [], None, ""
    for act in acts:
        change, note = None, ""
        if isinstance(act, Correct):
            _edit(office, act.story, act.correction.edits, at)
            change, note = Change(act.correction.change), act.correction.note
        elif isinstance(act, Schedule):
            visible_from = act.visible_from
        release = review.reviewed(office.release(act.story.slug), act.story, office.people, at)
        members.append(Member(release=release, version=release.version, change=change, note=note))
        reason = reason or act.story.parity_reason
    together(members=members, by=office.editor, visible_from=visible_from, parity_reason=reason, at=at)


def _edit(office: _Office, story: Story, edits: tuple[Edit, ...], at: datetime) -> Release:
    """Change the working copy, as its writer would just before an update."""
    release = office.release(story.slug)
    content = edited(read(release), edits)
    by = office.people[story.by]
    return save_draft(release=release, content=content, by=by, version=release.version, at=at - EDITED_BEFORE)


def _discuss(office: _Office, act: Post | Decide, at: datetime) -> None:
    if isinstance(act, Post):
        _post(office, act.reply, at)
    else:
        _decide(office, act.reply, at)


def _post(office: _Office, reply: Reply, at: datetime) -> None:
    parent = Comment.objects.get(pk=office.comments[reply.parent]) if reply.parent else None
    release = office.release(reply.story)
    if reply.official:
        by = office.people[reply.official]
        office.comments[reply.key] = answer(release=release, parent=parent, text=reply.text, by=by, at=at).pk
        return
    comment = submit(
        release=release,
        parent=parent,
        author=reply.author,
        email=reply.email,
        url=reply.url,
        text=reply.text,
        at=at,
    )
    office.comments[reply.key] = comment.pk


def _decide(office: _Office, reply: Reply, at: datetime) -> None:
    comment = Comment.objects.get(pk=office.comments[reply.key])
    to = State(reply.verdict)
    reason = Reason.OFF_TOPIC if to == State.REJECTED else ""
    decide(comment=comment, to=to, by=office.people["mo"], seen_state=comment.state, at=at, reason=reason)
    if reply.pinned:
        pin(comment=comment, by=office.people["mo"], at=at)
    for number, complaint in enumerate(reply.reported):
        report(comment=comment, reason=complaint, sender=Sender(mark=f"{number:032x}"), at=at)
