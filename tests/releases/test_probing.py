"""The probing alarm: who looks for what is not public is counted, the office is told, and whoever looks learns nothing."""

import io
import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases.models import ProbeAlert, Probed, ProbeTally, ProbeVisitor
from releases.probing import counting, pruning, recorder, visitors
from releases.probing.recorder import QUEUE, RECORDER
from releases.snapshot import Attachment
from tests import scenes
from tests.releases.test_probing_names import NOISE

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 11, 26, 5, 16, tzinfo=UTC)
"""The first try, on the morning of a budget at 12.30."""
LIFTS = datetime(2026, 11, 26, 12, 30, tzinfo=UTC)
GUESS = "/wp-content/uploads/2026/11/EFO_November_2026.pdf"


@pytest.fixture(autouse=True)
def fresh():
    """The queue and the watch list of this process, empty."""
    RECORDER.__init__()
    yield
    RECORDER.__init__()


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(BEGIN, tick=False)
    return time_machine


def attachment(name: str) -> Attachment:
    """A file in the library, attached."""
    return scenes.attached(scenes.document(f"Figures of {name}\n", name=name), "Outlook")


@pytest.fixture
def budget(clock):
    """A budget that is scheduled for today, after last March's forecast."""
    march = BEGIN - timedelta(days=240)
    scenes.published(
        at=march, slug="efo-march-2026", headline="Outlook, March", attachments=(attachment("EFO_March_2026.txt"),)
    )
    return scenes.scheduled(
        at=BEGIN - timedelta(days=1),
        visible_from=LIFTS,
        slug="budget-2026",
        headline="A plan for the harbours",
        attachments=(attachment("EFO_November_2026.txt"),),
    )


def ask(path: str, address: str = "203.0.113.5"):
    return Client(REMOTE_ADDR=address).get(path)


def look() -> list[ProbeAlert]:
    RECORDER.look()
    return list(ProbeAlert.objects.select_related("probed"))


def test_the_timeline_of_november_2025_raises_one_alert_long_before_the_guess_that_worked(budget, clock, caplog):
    """44 tries from 05:16 to 11:35 by 32 addresses: slowly at first, and in bursts near the end."""
    minutes = [*range(0, 240, 12), *range(300, 379, 4), 376, 377, 378, 379][:44]
    assert len(minutes) == 44
    raised = []
    for number, minute in enumerate(minutes):
        clock.move_to(BEGIN + timedelta(minutes=minute), tick=False)
        assert ask(GUESS, f"203.0.113.{number % 32}").status_code == 404
        alerts = look()
        raised.append(alerts[0].raised_at if alerts else None)
    (alert,) = alerts
    assert alert.probed.release == budget
    assert (alert.count, alert.visitors) == (44, 32)
    assert (alert.began_at, alert.last_at) == (BEGIN, BEGIN + timedelta(minutes=379))
    assert alert.asked == [{"asked": GUESS, "why": "name", "count": 44}]
    # Told after the tenth try, more than four hours before the one that worked; and again after the hour's silence.
    assert raised.index(BEGIN + timedelta(minutes=108)) == 9
    assert len(set(raised) - {None}) == 2
    lines = [record for record in caplog.records if record.name == "pressroom.probing"]
    assert [record.levelno for record in lines] == [logging.WARNING] * 2
    assert f"release:{budget.pk}, requests: 10 since 2026-11-26T05:16:00+00:00, visitors: 10" in lines[0].getMessage()
    assert "203.0.113" not in caplog.text


def test_five_tries_within_a_quarter_of_an_hour_are_an_alert_and_four_are_not(budget, clock):
    for minute in range(4):
        clock.move_to(BEGIN + timedelta(minutes=3 * minute), tick=False)
        ask(GUESS)
        assert look() == []
    ask("/releases/2026/11/26/budget-november-2026/")
    (alert,) = look()
    assert alert.count == 5
    assert {row["why"] for row in alert.asked} == {"name", "pattern"}


def test_tries_that_are_a_day_apart_are_no_burst(budget, clock):
    for day in range(-12, 0):
        clock.move_to(BEGIN + timedelta(days=day), tick=False)
        ask(GUESS)
        assert look() == []


def test_what_scanners_and_crawlers_ask_for_is_no_alert_and_leaves_no_row(budget, clock):
    for number, path in enumerate(NOISE * 3):
        ask(path, f"198.51.100.{number % 250}")
    assert look() == []
    assert set(Probed.objects.values_list("key", flat=True)) <= {"nothing"}
    assert not ProbeTally.objects.exclude(asked=[]).exists()


def test_old_links_to_what_was_withdrawn_or_replaced_are_no_alert(budget, clock):
    old = scenes.withdrawn(
        published_at=BEGIN - timedelta(days=400), at=BEGIN - timedelta(days=300), slug="budget-2025", gone=True
    )
    address = f"/releases/{BEGIN - timedelta(days=400):%Y/%m/%d}/budget-2025/"
    for path in (address, f"{address}editions/1/", f"{address}editions/2/changes/", f"{address}replies/"):
        for _ in range(10):
            ask(path)
    assert look() == []
    assert old.editions.count() == 2


def test_one_alert_grows_and_is_raised_again_tenfold_or_after_a_quiet_hour(budget, clock):
    def tries(count, minute):
        clock.move_to(BEGIN + timedelta(minutes=minute), tick=False)
        for _ in range(count):
            ask(GUESS)
        (alert,) = look()
        return alert.count, alert.raised_count

    assert tries(5, 0) == (5, 5)
    assert tries(44, 10) == (49, 5)
    assert tries(1, 20) == (50, 50)
    assert tries(3, 79) == (53, 50)
    assert tries(1, 140) == (54, 54)


def test_what_comes_more_than_a_day_later_is_another_alert(budget, clock):
    for day in (-3, -1):
        clock.move_to(BEGIN + timedelta(days=day), tick=False)
        for _ in range(6):
            ask(GUESS)
        look()
    assert list(ProbeAlert.objects.order_by("began_at").values_list("count", flat=True)) == [6, 6]


def test_an_answer_is_the_same_bytes_whatever_was_asked_for(budget):
    def answer(path):
        response = ask(path)
        return response.status_code, response.content, sorted(response.headers.items())

    probe = answer("/releases/2026/11/26/budget-2026/")
    assert probe == answer("/releases/2026/11/26/ferries-2099/")
    for _ in range(10):
        ask(GUESS)
    assert look()
    assert answer("/releases/2026/11/26/budget-2026/") == probe


def test_nothing_of_an_alert_is_on_any_page_of_readers(budget):
    pages = ("/", "/releases/", "/releases/2026/", "/robots.txt", "/nothing/like/it/")
    before = [ask(page).content for page in pages]
    for _ in range(10):
        ask(GUESS)
    assert look()
    assert [ask(page).content for page in pages] == before


def test_until_somebody_looks_a_request_that_found_nothing_has_only_asked_who_the_office_is(
    budget, django_assert_num_queries
):
    with django_assert_num_queries(4) as asked:
        ask(GUESS)
        ask("/nothing/like/it/")
        Client().head(GUESS)
        Client().post(GUESS)
    assert {query["sql"].split('"')[1] for query in asked.captured_queries} == {"releases_officeversion"}


def test_a_request_that_found_something_or_was_made_in_the_back_office_is_not_counted(budget):
    for path in ("/", "/healthz", "/admin/budget-2026/", "/previews/budget-2026/", "/releases/2026/"):
        for _ in range(10):
            ask(path)
    RECORDER.look()
    assert not Probed.objects.exists()


def test_drafts_and_what_is_in_review_are_looked_after_and_the_bin_is_not(clock, settings):
    settings.REVIEWERS = {"": 1}
    scenes.draft(slug="tidal-lagoon-decision", headline="Lagoon")
    scenes.submitted(scenes.draft(slug="pilotage-fees", headline="Pilotage fees rise"))
    binned = scenes.draft(slug="abandoned-lighthouse", headline="Lighthouse")
    type(binned).objects.filter(pk=binned.pk).update(stage="discarded")
    for _ in range(6):
        for path in ("/tidal-lagoon-decision", "/pilotage-fees", "/abandoned-lighthouse"):
            ask(path)
    assert {alert.probed.release.slug for alert in look()} == {"tidal-lagoon-decision", "pilotage-fees"}


def test_of_a_public_release_only_what_was_attached_since_is_hidden(clock):
    release = scenes.published(at=BEGIN - timedelta(days=2), slug="pilotage-fees", headline="Pilotage fees rise")
    scenes.rewritten(release, attachments=(attachment("Pilotage_tariff_new.txt"),))
    for _ in range(6):
        ask("/news/pilotage-fees-rise/")
        ask("/files/AAAAAAAAAAAAAAAAAAAAAAAA/Pilotage_tariff_new.txt")
    (alert,) = look()
    assert [row["why"] for row in alert.asked] == ["name"]


def test_a_file_is_looked_after_under_its_random_key_and_the_names_of_all_its_versions(budget):
    file = budget.attachments.get().file
    scenes.document("Newer.\n", name="Harbour_outlook_secret.txt", document=file.document)
    for path in (f"/files/{file.key}/x", f"/images/{file.key}/w640.avif", "/Harbour_outlook_secret.txt") * 2:
        assert ask(path).status_code == 404
    (alert,) = look()
    assert {row["why"] for row in alert.asked} == {"key", "name"}
    assert alert.probed.release == budget


def test_pictures_of_the_text_and_the_gallery_are_looked_after(clock):
    image = scenes.picture()
    type(image).objects.filter(pk=image.pk).update(original_name="Minister_at_the_lagoon.png")
    body = f'<p>Words.</p><figure><img data-file="{image.key}" alt="A harbour"></figure>'
    release = scenes.draft(slug="lagoon", body=body)
    for _ in range(5):
        ask("/uploads/minister-at-the-lagoon.jpg")
    (alert,) = look()
    assert alert.probed.release == release


def test_names_that_follow_those_of_an_earlier_release_are_told_of_that_one(clock):
    march = scenes.published(at=BEGIN - timedelta(days=240), slug="rainfall-march-2026", headline="Rainfall")
    for _ in range(5):
        ask("/releases/2026/11/26/rainfall-november-2026/")
    (alert,) = look()
    assert (alert.probed.release, alert.probed.follows) == (None, march)


def test_nobodys_address_is_kept_and_marks_cannot_be_linked_across_days(budget, clock):
    clock.move_to(BEGIN - timedelta(hours=20), tick=False)
    for _ in range(6):
        ask(GUESS, "203.0.113.77")
        ask(GUESS, "2001:db8:1:2:aaaa::1")
        ask(GUESS, "2001:db8:1:2:bbbb::2")
    (alert,) = look()
    assert alert.visitors == 2
    first = set(ProbeVisitor.objects.values_list("mark", flat=True))
    clock.move_to(BEGIN, tick=False)
    ask(GUESS, "203.0.113.77")
    assert look()[0].visitors == 3
    second = set(ProbeVisitor.objects.values_list("mark", flat=True)) - first
    assert len(second) == 1
    written = io.StringIO()
    call_command("dumpdata", "releases", stdout=written)
    assert "203.0.113" not in written.getvalue()
    assert "2001:db8" not in written.getvalue()


def test_a_mark_needs_the_secret_key(settings):
    day = BEGIN.date()
    mark = visitors.mark_of("203.0.113.77", day)
    assert mark == visitors.mark_of("::ffff:203.0.113.77", day)
    assert mark != visitors.mark_of("203.0.113.78", day)
    settings.SECRET_KEY = "another" * 10
    assert mark != visitors.mark_of("203.0.113.77", day)


def test_what_is_kept_is_bounded_whatever_is_asked(budget, monkeypatch):
    monkeypatch.setattr(counting, "VISITORS_KEPT", 30)
    for number in range(120):
        ask(f"{GUESS}/{number}{'x' * 400}\x00", f"198.51.{number % 7}.{number}")
    (alert,) = look()
    assert alert.count == 120
    assert len(alert.asked) == counting.WORDINGS
    assert alert.unlisted == 100
    assert all(len(row["asked"]) <= 121 and row["asked"].isprintable() for row in alert.asked)
    assert ProbeVisitor.objects.count() == alert.visitors == 30
    assert ProbeTally.objects.count() == 1


def test_a_flood_is_looked_at_once_and_its_oldest_are_lost(budget, django_assert_max_num_queries):
    for _ in range(QUEUE + 500):
        RECORDER.note(recorder.Missed(GUESS, "203.0.113.5", BEGIN))
    with django_assert_max_num_queries(40):
        (alert,) = look()
    assert alert.count == QUEUE


def test_what_resembles_nothing_costs_the_same_statements(budget):
    def statements(path):
        ask(path)
        with CaptureQueriesContext(connection) as captured:
            RECORDER.look()
        return [re.split(r" (?:WHERE|VALUES|SET) |SAVEPOINT", query["sql"])[0] for query in captured]

    for path in (GUESS, "/somewhere/else-entirely/"):
        statements(path)
    asked = statements(GUESS)
    assert len(asked) > 5
    assert asked == statements("/somewhere/else-entirely/")


def test_nothing_that_goes_wrong_reaches_a_reader(budget, monkeypatch, caplog):
    def broken(*args):
        raise DatabaseError("away")

    monkeypatch.setattr(recorder, "count", broken)
    assert ask(GUESS).status_code == 404
    RECORDER.look()
    assert "could not be counted" in caplog.text
    monkeypatch.setattr(RECORDER, "note", broken)
    assert ask(GUESS).status_code == 404
    assert "could not be noted" in caplog.text


def test_everything_is_deleted_in_time_and_only_then(budget, clock):
    for _ in range(5):
        ask(GUESS)
    look()
    clock.move_to(BEGIN + timedelta(hours=24), tick=False)
    pruning.prune()
    assert (ProbeTally.objects.count(), ProbeVisitor.objects.count(), ProbeAlert.objects.count()) == (1, 1, 1)
    clock.move_to(BEGIN + timedelta(days=2), tick=False)
    assert pruning.prune() == 2
    assert (ProbeTally.objects.count(), ProbeVisitor.objects.count(), ProbeAlert.objects.count()) == (0, 0, 1)
    clock.move_to(BEGIN + timedelta(days=30, minutes=1), tick=False)
    pruning.prune()
    assert not ProbeAlert.objects.exists()


def test_the_watch_list_is_half_a_minute_old_at_most(budget, clock):
    ask("/warm-up-of-the-list/")
    look()
    scenes.draft(slug="tidal-lagoon-decision", headline="Lagoon")
    clock.shift(31)
    for _ in range(5):
        ask("/tidal-lagoon-decision")
    assert len(look()) == 1
