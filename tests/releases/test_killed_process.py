"""A process that is killed at any moment costs nothing: what it had reported is there, and nothing is half there."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef

from releases.models import Approval, Edition, Event, Release, Revision
from releases.snapshot import content_hash
from releases.workflow import Stage
from releases.working_copy import read
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parent.parent.parent

# Writes, reviews, publishes and updates releases as fast as it can, and reports each act once it is committed.
OFFICE = """
import django; django.setup()
from dataclasses import replace
from itertools import count
from django.contrib.auth.models import User
from releases.actions.approve import approve
from releases.actions.correct import correct
from releases.actions.publish import publish
from releases.actions.save_draft import save_draft
from releases.actions.submit import submit
from releases.snapshot import Fact, Quote, Snapshot
from releases.workflow import Change

edda, emil = (User.objects.get(username=name) for name in ("edda", "emil"))


def review(release, version):
    submit(release=release, by=edda, version=version)
    approve(release=release, by=emil, version=version)
    print("approved", release.pk, version, flush=True)


print("open", flush=True)
for number in count():
    content = Snapshot(
        kind="statement", language="en", slug="", headline=f"Statement {PREFIX} {number}", summary="In short.",
        body="<p>At length.</p>", quotes=(Quote(text="So be it.", speaker="A. Hand"),), facts=(Fact(text="One."),),
        tags=("Ferries", f"Run {PREFIX}"),
    )
    release = save_draft(release=None, content=content, by=edda, version=None)
    print("saved", release.pk, 1, flush=True)
    review(release, 1)
    publish(release=release, by=emil, version=1)
    print("published", release.pk, 1, flush=True)
    fresh = release.revisions.get().snapshot
    save_draft(release=release, content=replace(fresh, summary="Corrected."), by=edda, version=1)
    print("saved", release.pk, 2, flush=True)
    review(release, 2)
    correct(release=release, by=emil, version=2, change=Change.MAJOR, note="The summary was wrong.")
    print("published", release.pk, 2, flush=True)
"""


def database_url() -> str:
    """The test database's own address, for another process."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    return f"postgresql://{config['USER']}:{config['PASSWORD']}@{config['HOST']}:{config['PORT']}/{config['NAME']}"


def reports_of_an_office_killed_after(seconds: float, prefix: int) -> list[tuple[str, int, int]]:
    """Run the office, kill it with SIGKILL, and return what it had reported."""
    env = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "pressroom.settings",
        "REVIEWERS": "1",
    }
    office = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", OFFICE.replace("{PREFIX}", str(prefix))],
        cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with office:
        assert office.stdout is not None
        assert office.stdout.readline() == "open\n"
        time.sleep(seconds)
        office.kill()
        lines = office.stdout.read().splitlines(keepends=True)
    # The last line may have been cut by the kill.
    return [(act, int(pk), int(number)) for act, pk, number in (line.split() for line in lines if line.endswith("\n"))]


def test_what_was_reported_is_there_and_nothing_is_half_there() -> None:
    cast.edda()
    cast.emil()
    reports = []
    chance = random.Random(20260306)
    for prefix in range(4):
        reports += reports_of_an_office_killed_after(chance.uniform(0.2, 0.9), prefix)
    assert reports, "the offices did nothing"

    for act, release, number in reports:
        if act == "saved":
            assert Revision.objects.filter(release=release, number=number).exists()
        elif act == "approved":
            assert Approval.objects.filter(release=release, revision__number=number).exists()
        else:
            assert Edition.objects.filter(release=release, number=number).exists()
    # Each save is a revision and an event; each yes and each edition an event; each edition but the last is closed.
    revisions = Release.objects.annotate(saved=Count("revisions"))
    assert not revisions.exclude(saved=F("version")).exists()
    for model, verbs in ((Revision, ["save_draft"]), (Approval, ["approve"]), (Edition, ["publish", "correct"])):
        assert Event.objects.filter(verb__in=verbs).count() == model.objects.count()
    # What went before readers was approved, and what is called approved is.
    yes = Approval.objects.filter(release=OuterRef("release"), revision=OuterRef("revision"))
    assert not Edition.objects.filter(~Exists(yes)).exists()
    yes = Approval.objects.filter(
        release=OuterRef("pk"), round=OuterRef("review_round"), content_hash=OuterRef("content_hash")
    )
    assert not Release.objects.filter(~Exists(yes), stage=Stage.APPROVED).exists()
    assert not Edition.objects.filter(visible_until=None).values("release").annotate(n=Count("pk")).filter(n__gt=1)
    for release in Release.objects.order_by("-pk")[:20]:
        last = release.revisions.latest("number")
        assert read(release) == last.snapshot, "the working copy is its last revision"
        assert content_hash(last.content) == last.content_hash
    assert User.objects.count() == 2
