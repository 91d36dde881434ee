"""Screening sorts and explains: each rule says what it saw, and only together do they put a reply behind the others."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from comments.actions import edit, submit
from comments.actions.list_words import list_words
from comments.models import Comment
from comments.screening import (
    Code,
    Finding,
    Origin,
    Posting,
    Screening,
    Signals,
    add_finding,
    explain,
    findings_of,
    history_of,
    rescreen,
    screen,
)
from comments.screening.model import SUSPECTED_AT
from comments.senders import Sender
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import WRITTEN, moved, said, shown

pytestmark = pytest.mark.django_db
NOW = scenes.NOW
MARK = "1" * 32


@pytest.fixture
def release():
    return scenes.published(at=NOW)


def posting(text="When is the last crossing?", **fields):
    usual = {"author": "Noor Said", "email": "noor@example.org", "url": "", "mark": MARK, "at": NOW}
    return Posting(text=text, **usual | fields)


def found(text="When is the last crossing?", **fields):
    return {finding.rule: finding for finding in screen(posting(text, **fields)).findings}


def listed(*words, to="block"):
    list_words(words=words, to=to, by=cast.ada(), at=NOW)


def by_one(release, number=0, to=None, **fields):
    """A reply from one address and mailbox, decided on."""
    fields = WRITTEN | {"text": f"Number {number}"} | fields
    at = NOW + timedelta(minutes=number)
    comment = submit(release=release, at=at, sender=Sender(mark=MARK), **fields)
    return moved(comment, to) if to else comment


def test_an_ordinary_reply_stands_out_by_nothing():
    ordinary = screen(posting(url="https://noor.example/", signals=Signals(origin=Origin.OURS, seconds=41.0)))
    assert ordinary == Screening(())
    assert not ordinary.suspected


@pytest.mark.parametrize(
    ("signals", "rules"),
    [
        (Signals(origin=Origin.UNKNOWN), {Code.ORIGIN}),
        (Signals(origin=Origin.OURS, seconds=2.9), {Code.FAST}),
        (Signals(origin=Origin.OURS, seconds=0.0), {Code.FAST}),
        (Signals(origin=Origin.OURS, seconds=3.0), set()),
        (Signals(origin=Origin.OURS, seconds=None), set()),
        (Signals(origin=Origin.OURS, honeypot="hunter2"), {Code.HONEYPOT}),
        (Signals(origin=Origin.OURS, honeypot="  "), set()),
        (Signals(origin=Origin.STAFF), set()),
    ],
)
def test_how_it_was_sent_is_found_and_never_enough_alone(signals, rules):
    screening = screen(posting(signals=signals))
    assert {finding.rule for finding in screening.findings} == rules
    assert not screening.suspected


def test_a_form_that_a_program_fills_at_once_waits_behind_the_others():
    assert screen(posting(signals=Signals(origin=Origin.OURS, seconds=0.2, honeypot="x"))).suspected


def test_a_listed_word_is_found_wherever_it_is_written():
    listed("casino")
    for fields in (
        {"text": "The best CASINO!"},
        {"text": "Best сasinо in town"},  # two letters are Cyrillic
        {"text": "cas\u200bino"},
        {"author": "Casino Royal"},
        {"email": "casino@example.org"},
        {"url": "https://example.org/%63asino"},
    ):
        finding = found(**{"text": "Hello"} | fields)[Code.BLOCK]
        assert finding.detail == "casino", fields
    assert Code.BLOCK not in found("Occasionally, casinos and cas ino")


def test_a_word_of_the_block_list_is_enough_alone_and_one_of_the_watch_list_is_not(release):
    listed("casino")
    listed("refund", "delay", to="watch")
    assert screen(posting("casino")).suspected
    watched = screen(posting("A refund for the delay?"))
    assert [(each.rule, each.detail) for each in watched.findings] == [(Code.WATCH, "delay, refund")]
    assert not watched.suspected
    # Anybody can write somebody else's address into the form.
    by_one(release, to=State.APPROVED)
    assert screen(posting("casino")).suspected


def test_of_many_listed_words_a_few_are_named():
    listed(*(f"word{number}" for number in range(8)))
    finding = found(" ".join(f"word{number}" for number in range(8)))[Code.BLOCK]
    assert finding.detail == "word0, word1, word2, word3, word4, …"
    assert finding.points == found("word3")[Code.BLOCK].points


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("See https://one.example/ for the table, it says all that there is to say.", None),
        ("See https://one.example/ and www.two.example/ for the tables, which say all there is to say.", "2"),
        ("One: http://www.one.example/ and many, many, many, many, many words that go with it.", None),
        ("HTTP://A.EXAMPLE " * 9 + "with so many words around them that these are more than the links " * 4, "9"),
        ("mailto:a@example.org and ftp://example.org are no links here", None),
    ],
)
def test_links_are_counted_from_two_on(text, links):
    finding = found(text).get(Code.LINKS)
    assert (finding and finding.detail) == links
    assert not screen(posting(text)).suspected


def test_a_text_or_a_name_that_is_mostly_a_link_is_said():
    assert Code.MOSTLY_LINK in found("Look! https://spam.example/a-very-long-path")
    assert Code.MOSTLY_LINK not in found("The timetable that you ask for is at https://a.example/ since March.")
    assert Code.NAME_LINK in found(author="www.cheap.example")
    assert Code.NAME_LINK not in found(author="Noor www Said")


def test_what_was_approved_speaks_for_it_and_what_was_refused_against(release):
    for number, to in enumerate((State.APPROVED, State.REJECTED, State.SPAM, State.TRASH)):
        by_one(release, number, to)
    by_one(release, 4)
    findings = found(email="NOOR@Example.org")
    assert [findings[rule].detail for rule in (Code.EMAIL_APPROVED, Code.EMAIL_REFUSED)] == ["1", "2"]
    assert [findings[rule].detail for rule in (Code.ADDRESS_APPROVED, Code.ADDRESS_REFUSED)] == ["1", "2"]
    assert findings[Code.EMAIL_APPROVED].points < 0 < findings[Code.EMAIL_REFUSED].points
    assert set(found(email="other@example.org")) == {Code.ADDRESS_APPROVED, Code.ADDRESS_REFUSED}
    assert not found(email="other@example.org", mark="2" * 32)
    assert not found(email="other@example.org", mark="")


def test_whoever_was_refused_again_and_again_waits_behind_the_others(release):
    for number in range(3):
        by_one(release, number, State.SPAM)
    assert screen(posting()).suspected
    # One of the two alone: a family behind one address, or somebody who uses another's.
    assert not screen(posting(mark="2" * 32)).suspected
    assert not screen(posting(email="other@example.org")).suspected


def test_the_history_of_a_page_is_that_of_each_without_itself(release):
    mine = [by_one(release, number, to) for number, to in enumerate((State.APPROVED, State.APPROVED, State.SPAM, None))]
    other = shown(release, email="other@example.org", text="Other")
    erased = by_one(release, 7, State.TRASH)
    Comment.objects.filter(pk=erased.pk).update(
        state=State.ERASED, author="", email="", text="", mark="", fingerprint=None
    )
    rows = list(Comment.objects.all())
    histories = history_of(rows)
    of = [histories[comment.pk] for comment in mine]
    assert [(each.email_approved, each.email_refused) for each in of] == [(1, 1), (1, 1), (2, 0), (2, 1)]
    assert [(each.address_approved, each.address_refused) for each in of] == [(1, 1), (1, 1), (2, 0), (2, 1)]
    for pk in (other.pk, erased.pk):
        assert set(vars_of(histories[pk])) == {0}


def vars_of(history):
    return [getattr(history, name) for name in history.__slots__]


def test_the_history_of_a_page_is_two_queries_by_index_for_any_number(release):
    asked = []
    for rows in (2, 20):
        for number in range(rows):
            said(release, email=f"{number}-{rows}@example.org", text=f"{number} {rows}")
        Comment.objects.update(mark=MARK)
        with CaptureQueriesContext(connection) as captured:
            history_of(list(Comment.objects.all()[:rows]))
        asked.append(len(captured.captured_queries))
    assert asked == [3, 3]
    assert history_of([]) == {}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL reads so small a table as a whole")
def test_the_history_reads_indexes(release):
    by_one(release, to=State.APPROVED)
    with CaptureQueriesContext(connection) as captured:
        found()
    plans = []
    for query in captured.captured_queries:
        if "comments_comment" in query["sql"]:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans.append(" ".join(row[3] for row in cursor.fetchall()))
    assert "comment_same_mailbox" in plans[0]
    assert "comment_same_address" in plans[1]


def test_what_is_submitted_carries_its_findings_the_weightiest_first(release):
    listed("casino")
    comment = submit(
        release=release,
        at=NOW,
        signals=Signals(origin=Origin.UNKNOWN, honeypot="filled"),
        **WRITTEN | {"text": "casino"},
    )
    row = Comment.objects.get(pk=comment.pk)
    assert [finding.rule for finding in findings_of(row)] == [Code.BLOCK, Code.HONEYPOT, Code.ORIGIN]
    assert row.suspected
    assert row.is_pending


def test_an_edit_keeps_what_was_known_when_it_was_sent_and_looks_at_the_words_again(release):
    listed("casino")
    at = timezone.now()
    comment = submit(
        release=release,
        at=at,
        signals=Signals(origin=Origin.UNKNOWN, seconds=1.0, honeypot="filled"),
        **WRITTEN | {"text": "casino"},
    )
    add_finding(comment.pk, Finding(Code.AKISMET, 5))
    comment.refresh_from_db()
    edit(comment=comment, text="When is the last crossing?", seen_version=1, at=at)
    row = Comment.objects.get(pk=comment.pk)
    assert {finding.rule for finding in findings_of(row)} == {Code.HONEYPOT, Code.ORIGIN, Code.FAST}
    edit(comment=row, text="Back to the casino", seen_version=2, at=at)
    assert findings_of(Comment.objects.get(pk=comment.pk))[0].rule == Code.BLOCK


def test_screened_again_it_keeps_akismets_word_on_the_same_text(release):
    comment = said(release)
    add_finding(comment.pk, Finding(Code.AKISMET, 5))
    comment.refresh_from_db()
    assert [finding.rule for finding in rescreen(comment).findings] == [Code.AKISMET]
    assert rescreen(comment, text="Something else").findings == ()


def test_a_finding_is_added_once_and_to_the_text_that_it_is_about(release):
    comment = said(release)
    assert add_finding(comment.pk, Finding(Code.AKISMET, SUSPECTED_AT), version=1)
    assert add_finding(comment.pk, Finding(Code.AKISMET, SUSPECTED_AT, "discard"), version=1)
    comment.refresh_from_db()
    assert findings_of(comment) == [Finding(Code.AKISMET, SUSPECTED_AT, "discard")]
    assert comment.suspected
    assert not add_finding(comment.pk, Finding(Code.LINKS, 1), version=2)
    assert not add_finding(comment.pk + 1, Finding(Code.LINKS, 1))
    comment.refresh_from_db()
    assert len(comment.findings) == 1


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_rule_has_its_sentence(language):
    with translation.override(language):
        said_of = {code: explain(Finding(code, 1, "3")) for code in Code}
    assert len(set(said_of.values())) == len(Code)
    assert all("%(" not in sentence and not sentence.endswith(f": {code}") for code, sentence in said_of.items())


def test_a_finding_is_explained_with_what_it_saw_even_where_that_is_odd():
    assert explain(Finding(Code.BLOCK, 7, "100%, casino")) == "On the block list: 100%, casino"
    assert "“%s %(x)s”" in explain(Finding(Code.HONEYPOT, 3, "%s %(x)s"))
    assert explain(Finding(Code.EMAIL_REFUSED, 1, "1")).startswith("1 reply from")
    assert explain(Finding(Code.EMAIL_REFUSED, 3, "3")).startswith("3 replies from")
    assert explain(Finding(Code.LINKS, 2, "many")).startswith("0 links")
    assert "unheard_of" in explain(Finding("unheard_of", 1))
