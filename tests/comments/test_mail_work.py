"""What a look costs when there is nothing to mail: ranges of indexes, however many replies there are."""

from datetime import timedelta

import pytest
from django.db import connection

from comments.mail.asking import of_mailbox, waiting
from comments.mail.desk import _reports
from comments.mail.owing import _untold
from comments.mail.telling import _unsent
from tests.scenes import NOW

LOOKS = {
    "comments_decision": (lambda: _untold(NOW), "decision_newest"),
    "comments_subscription": (lambda: waiting(NOW).order_by("created_at", "pk"), "subscription_to_ask"),
    "comments_notice": (lambda: _unsent(NOW), "notice_unsent"),
    "comments_report": (lambda: _reports(NOW - timedelta(minutes=15), NOW), "report_unsettled"),
    "a mailbox": (lambda: of_mailbox("noor@example.org"), "subscription_mailbox"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LOOKS)
def test_a_look_begins_with_a_range_of_its_index(name):
    look, index = LOOKS[name]
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by how much there is: with 100,000 replies it uses the same ones")
    plan = look()[:20].explain()
    # The first line is what it begins with, and everything else is looked up for each row of that.
    assert f"USING INDEX {index} (" in plan.splitlines()[0], plan
    assert " SCAN " not in plan, plan
