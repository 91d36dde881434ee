"""Numbers say what waits, how long decisions take, and whether a rule is any good; the files hold no formulas."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from comments.actions import decide, edit, report
from comments.admin.log import spelt
from comments.csv_cells import FORMULA, lines, neutral
from comments.models import Comment, Decision
from comments.numbers.count import numbers, spread
from comments.numbers.period import Period
from comments.reasons import Complaint, Reason
from comments.senders import Sender
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import moved, said, shown

NOW, DAY = scenes.NOW, timedelta(days=1)
DESK = "/admin/comments/comment/"


@pytest.fixture
def release(db):
    return scenes.published(at=NOW - 40 * DAY)


def counted(days=30):
    return numbers(Period.of(days, NOW), NOW)


def decided(release, *, wrote, waited, to=State.APPROVED, by=None, **fields):
    comment = said(release, at=wrote, **fields)
    reason = Reason.ABUSIVE if to == State.REJECTED else ""
    by = by or cast.mo()
    decide(comment=comment, to=to, by=by, seen_state=State.PENDING, at=wrote + waited, reason=reason)
    return comment


def test_what_waits_and_for_how_long(release):
    said(release, at=NOW - 3 * DAY)
    Comment.objects.filter(pk=said(release, at=NOW).pk).update(suspected=True)
    report(comment=shown(release), reason=Complaint.SPAM, sender=Sender(), at=NOW)
    found = counted()
    assert (found.waiting, found.suspected, found.oldest, found.reported) == (2, 1, 3 * DAY, 1)


def test_median_and_ninth_decile_are_what_somebody_waited(release):
    for minutes in range(1, 11):
        decided(release, wrote=NOW - DAY, waited=timedelta(minutes=minutes), text=f"Number {minutes}")
    assert counted().waits == spread([timedelta(minutes=minutes) for minutes in range(1, 11)])
    assert counted().waits.median == timedelta(minutes=5)
    assert counted().waits.slow == timedelta(minutes=9)
    assert spread([]).median is None


def test_by_moderator_by_reason_by_day(release):
    decided(release, wrote=NOW - DAY, waited=timedelta(minutes=4))
    decided(release, wrote=NOW - DAY, waited=timedelta(minutes=8), to=State.REJECTED)
    decided(release, wrote=NOW - 2 * DAY, waited=timedelta(minutes=1), to=State.SPAM, by=cast.ada())
    found = counted()
    assert [(name, waits.count, waits.median) for name, waits in found.moderators] == [
        ("Mo Haddad", 2, timedelta(minutes=4)),
        ("Ada Brook", 1, timedelta(minutes=1)),
    ]
    assert found.reasons == [("Insults or threatens", 1)]
    days = {day.day: (day.received, day.approved, day.refused) for day in found.days}
    assert len(days) == 30
    assert list(days.values())[-3:] == [(1, 0, 1), (2, 1, 1), (0, 0, 0)]


def test_what_lies_before_the_period_is_not_counted(release):
    decided(release, wrote=NOW - 20 * DAY, waited=timedelta(minutes=4))
    assert counted(7).waits.count == 0
    assert counted(30).waits.count == 1


def test_a_day_is_the_offices_own_even_when_its_clocks_change(db, settings):
    # On 8 March 2026 Toronto's clocks went forward: the day had 23 hours.
    release = scenes.published(at=datetime(2026, 3, 7, 12, tzinfo=UTC))
    for hour, minute in ((4, 59), (5, 0), (27, 59), (28, 0)):
        said(
            release,
            at=datetime(2026, 3, 8, tzinfo=UTC) + timedelta(hours=hour, minutes=minute),
            text=f"At {hour}.{minute}",
        )
    found = numbers(Period.of(7, datetime(2026, 3, 9, 12, tzinfo=UTC)), NOW)
    assert [day.received for day in found.days][-3:] == [1, 2, 1]


def test_a_rule_is_judged_by_what_became_of_its_replies(release):
    links = "https://a.example and https://b.example"
    for number, state in enumerate((State.APPROVED, State.APPROVED, State.SPAM)):
        decided(release, wrote=NOW - DAY, waited=DAY, to=state, text=f"{number} {links}", email=f"{number}@example.org")
    (row,) = [row for row in counted().rules if row.rule == "links"]
    assert (row.fired, row.approved, row.refused) == (3, 2, 1)


def test_the_page_costs_the_same_however_much_there_is(release):
    client = Client()
    client.force_login(cast.mo())

    def cost():
        with CaptureQueriesContext(connection) as queries, time_machine.travel(NOW, tick=False):
            assert client.get(f"{DESK}numbers/?days=7").status_code == 200
        return len(queries)

    decided(release, wrote=NOW - DAY, waited=DAY)
    cost()
    few = cost()
    for number in range(20):
        decided(release, wrote=NOW - DAY, waited=DAY, text=f"https://a.example https://b.example {number}")
    assert cost() == few
    client.force_login(cast.edda())
    assert client.get(f"{DESK}numbers/").status_code == 403


@pytest.mark.parametrize(
    ("waited", "said_as"),
    [
        (timedelta(), "0 seconds"),
        (timedelta(seconds=61), "1 minute 1 second"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=1, hours=3, minutes=5), "1 day 3 hours"),
    ],
)
def test_a_duration_is_said_as_people_say_it(waited, said_as):
    assert spelt(waited) == said_as


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "'=1",
    '"=1',
    "＝1",
    "\ufeff=1",
    "x\0y",
    'a,b\n"c"',
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_begins_a_formula(text):
    (row,) = list(csv.reader(io.StringIO(b"".join(lines([text], [])).decode("utf-8-sig"), newline="")))
    assert row[0][:1] not in FORMULA
    assert row[0].lstrip(' \t\r\n"')[:1] not in FORMULA or row[0].startswith("'")


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_whatever_was_written_comes_back_and_begins_no_formula(cells):
    body = b"".join(lines(["head"], [cells])).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(body, newline="")))[1]
    assert found == [neutral(cell) for cell in cells]
    for cell, was in zip(found, cells, strict=True):
        assert cell[:1] not in FORMULA
        if not cell.startswith("'"):
            assert cell == was.replace("\0", "\ufffd")


def rows_of(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"), newline="")))


def test_the_list_and_the_record_are_taken_along_as_they_are_filtered(release):
    comment = moved(
        said(release, at=NOW, author="=cmd()", text="=1+1", sender=Sender("1" * 32, "203.0.113.0/24")), State.SPAM
    )
    said(release, at=NOW, text="Waits")
    office = Client()
    office.force_login(cast.ada())
    response = office.get(f"{DESK}csv/?in=spam")
    assert response["Content-Disposition"].startswith('attachment; filename="replies-')
    head, row = rows_of(response)
    found = dict(zip(head, row, strict=True))
    assert (found["Key"], found["Name"], found["Comment"]) == (comment.key, "'=cmd()", "'=1+1")
    assert found["Network"] == "203.0.113.0/24"
    assert "1" * 32 not in row
    head, row = rows_of(office.get("/admin/comments/decision/csv/"))
    assert dict(zip(head, row, strict=True)) | {"Time": "", "Waited (seconds)": ""} == {
        "Time": "", "Reply": comment.key, "Version": "1", "From": "Waiting", "To": "Spam", "Moderator": "Mo Haddad",
        "Rule": "", "Reason": "", "Waited (seconds)": "",
    }  # fmt: skip


def test_who_may_not_see_persons_addresses_takes_none_along(release):
    said(release)
    for person, list_status, record_status in ((cast.mo, 403, 200), (cast.edda, 403, 403), (cast.wren, 403, 403)):
        client = Client()
        client.force_login(person())
        assert client.get(f"{DESK}csv/").status_code == list_status
        assert client.get("/admin/comments/decision/csv/").status_code == record_status


def test_a_file_costs_as_many_queries_for_thirty_rows_as_for_three(release):
    office = Client()
    office.force_login(cast.ada())

    def cost(rows):
        with CaptureQueriesContext(connection) as queries:
            assert len(rows_of(office.get(f"{DESK}csv/"))) == rows + 1
        return len(queries)

    for number in range(3):
        said(release, text=f"Number {number}")
    cost(3)
    few = cost(3)
    for number in range(27):
        said(release, text=f"Further {number}")
    assert cost(30) == few


def test_the_record_says_who_or_which_rule_and_why_and_never_what(release):
    comment = said(release, at=NOW, text="Private words")
    decide(comment=comment, to=State.REJECTED, by=cast.mo(), seen_state=State.PENDING, reason=Reason.PERSONAL)
    other = shown(release, at=NOW, text="Other words")
    edit(comment=other, text="Newer words", seen_version=1, at=NOW)
    desk = Client()
    desk.force_login(cast.mo())
    page = desk.get("/admin/comments/decision/").content.decode()
    for part in ("Mo Haddad", "private matters", "Its writer changed the text", "Noor Said"):
        assert part in page
    assert "words" not in page.replace("Lists of words", "")
    assert Decision.objects.count() == 3
    assert desk.get("/admin/comments/decision/?reason=personal").content.decode().count("field-moment") == 1
