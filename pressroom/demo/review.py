"""Review in the demo: as many editors look at a text as the office that loads it requires, and with none nobody does."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from pressroom.demo.content import Story
from pressroom.demo.timeline import Judge, Note, Submit
from releases.actions.add_note import add_note
from releases.actions.approve import approve
from releases.actions.send_back import send_back
from releases.actions.submit import submit
from releases.models import Release
from releases.review import required_reviewers

REVIEWERS = ("edda", "emil")
SUBMITTED_BEFORE, APPROVED_BEFORE = timedelta(minutes=9), timedelta(minutes=2)
"""Shorter than in life, so that the record of the demo stays in the order of its acts."""

People = dict[str, User]


def carry_out(act: Submit | Judge | Note, release: Release, people: People, at: datetime) -> None:
    """What happens to a draft on its way through the office."""
    match act:
        case Submit(story):
            _submit(release, story, people, at)
        case Judge(story):
            _judge(release, story, people, at)
        case Note(_story, remark):
            add_note(release=release, by=people[remark.by], text=remark.text, at=at)


def reviewed(release: Release, story: Story, people: People, at: datetime) -> Release:
    """The release after a review that ends a moment before readers get it or it is scheduled."""
    _submit(release, story, people, at - SUBMITTED_BEFORE)
    _approve(release, story, people, at - APPROVED_BEFORE)
    release.refresh_from_db()
    return release


def _submit(release: Release, story: Story, people: People, at: datetime) -> None:
    if required_reviewers(story.kind):
        submit(release=release, by=people[story.by], version=release.version, at=at)


def _approve(release: Release, story: Story, people: People, at: datetime) -> None:
    for name in REVIEWERS[: required_reviewers(story.kind)]:
        approve(release=release, by=people[name], version=release.version, at=at)


def _judge(release: Release, story: Story, people: People, at: datetime) -> None:
    if not required_reviewers(story.kind) or story.desk is None:
        return
    if story.desk.verdict == "approved":
        _approve(release, story, people, at)
        return
    send_back(release=release, by=people[REVIEWERS[0]], version=release.version, reason=story.desk.reason, at=at)
