"""Killing a worker at any moment loses no reply that a reader was told was received, and no decision of a moderator."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from comments.models import Comment, Decision
from tests import scenes
from tests.comments.conversation import edition_of
from tests.servers import replies_load
from tests.servers.load_mail import mail_sink
from tests.servers.replies_load import ENVIRONMENT, Plan
from tests.servers.running import database_url, gunicorn

pytestmark = pytest.mark.django_db(transaction=True)

PLAN = Plan(replies=200, clients=8, decisions=20, kill_every=(0.8, 2.5), chores_every=(2, 4), seed=20261123, kills=6)


def test_while_workers_are_killed_every_accepted_reply_is_there_once_and_every_decision_is_logged_once(
    tmp_path: Path,
) -> None:
    release = scenes.published(at=timezone.now() - timedelta(days=1))
    replies_load.prepared_moderators()
    with mail_sink() as sink:
        more = ENVIRONMENT | {"EMAIL_URL": f"smtp://127.0.0.1:{sink.port}"}
        environment = os.environ | more | {"DATABASE_URL": database_url(), "PYTHONWARNINGS": ""}
        chores = replies_load.chores_beside(PLAN, tmp_path, environment)
        with gunicorn(tmp_path, behind_nginx=False, workers=3, more=more) as server:
            outcome = replies_load.run(PLAN, server, edition_of(release).get_absolute_url(), chores, sink)
    replies_load.check(outcome, release.pk)
    assert max(outcome.told.statuses) < 500 and not outcome.record.failed, "with so few at once nothing fails"
    # None of this proves anything unless it happened.
    assert outcome.workers_killed > 2 and outcome.told.broken > 0
    assert len(outcome.told.accepted) > PLAN.replies
    assert Comment.objects.count() >= PLAN.replies - len(outcome.told.unknown)
    assert Decision.objects.count() >= PLAN.decisions and outcome.record.conflicts > 0
