"""The calendar of announced releases: what is said, what is owed when it changes, and what stays nobody's business."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from lxml import html

from releases.actions.announce import announce
from releases.actions.cancel_announcement import cancel_announcement
from releases.actions.confirm_announcement import confirm_announcement
from releases.actions.move_announcement import move_announcement
from releases.actions.reword_announcement import reword_announcement
from releases.announcing import Planned
from releases.calendar.entries import Entry, calendar_of
from releases.errors import BadMoment, Conflict, Incomplete, NotAllowed, Refused, WrongStanding
from releases.models import Announcement, AnnouncementVersion, Precision
from tests import cast
from tests.markup import find, words
from tests.scenes import NOW, published, scheduled, withdrawn

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
NEXT = NOW + 10 * DAY
"""16 March, 10.30 in the morning in the office's zone: clocks went forward in between."""


def announced(title: str = "Annual report", **more: Any) -> Announcement:
    said: dict[str, Any] = {
        "words": {"en": title},
        "kind": "news_release",
        "planned": NEXT,
        "precision": Precision.MOMENT,
        "by": cast.edda(),
        "at": NOW,
    }
    return announce(**said | more)


def moved(
    announcement: Announcement, to: datetime, reason: str = "", *, reasons: Any = None, **more: Any
) -> AnnouncementVersion:
    said: dict[str, Any] = {
        "version": Announcement.objects.get(pk=announcement.pk).version,
        "planned": to,
        "precision": Precision.MOMENT,
        "reason": reasons or {"en": reason},
        "by": cast.edda(),
        "at": NOW + MINUTE,
    }
    return move_announcement(announcement=announcement, **said | more)


def cancelled(announcement: Announcement, reason: str = "It is not needed.", **more: Any) -> AnnouncementVersion:
    said: dict[str, Any] = {
        "version": Announcement.objects.get(pk=announcement.pk).version,
        "reason": {"en": reason},
        "by": cast.edda(),
        "at": NOW + MINUTE,
    }
    return cancel_announcement(announcement=announcement, **said | more)


def only(at: datetime, language: str = "en") -> Entry:
    calendar = calendar_of(language, at)
    (entry,) = [*calendar.ahead, *calendar.past]
    return entry


@pytest.fixture
def reader(client: Client, time_machine: Any) -> Client:
    time_machine.move_to(NOW + 2 * MINUTE, tick=False)
    return client


def page(reader: Client, address: str = "/calendar/") -> html.HtmlElement:
    return html.fromstring(reader.get(address).content.decode())


# What can be announced


def test_what_is_announced_is_public_from_that_second() -> None:
    announced(at=NOW)
    assert not calendar_of("en", NOW - MINUTE).ahead
    assert only(NOW).title == "Annual report"


@pytest.mark.parametrize(
    ("precision", "start", "until"),
    [
        (Precision.MONTH, datetime(2026, 3, 1, 5, tzinfo=UTC), datetime(2026, 4, 1, 4, tzinfo=UTC)),
        (Precision.DAY, datetime(2026, 3, 16, 4, tzinfo=UTC), datetime(2026, 3, 17, 4, tzinfo=UTC)),
        (Precision.MOMENT, NEXT, NEXT),
    ],
)
def test_a_day_and_a_month_are_those_of_the_offices_clock(
    precision: Precision, start: datetime, until: datetime
) -> None:
    assert Planned.of(NEXT + timedelta(seconds=7), precision) == Planned(start, until, precision)


def test_december_ends_with_the_year() -> None:
    december = Planned.of(datetime(2026, 12, 31, 20, tzinfo=UTC), Precision.MONTH)
    assert (december.start, december.until) == (
        datetime(2026, 12, 1, 5, tzinfo=UTC),
        datetime(2027, 1, 1, 5, tzinfo=UTC),
    )


def test_a_month_that_has_begun_can_still_be_announced_and_what_is_over_cannot() -> None:
    announced(planned=NOW - DAY, precision=Precision.MONTH)
    for precision in (Precision.DAY, Precision.MOMENT):
        with pytest.raises(BadMoment):
            announced(planned=NOW - DAY, precision=precision)


@pytest.mark.parametrize("precision", [Precision.MONTH, Precision.DAY])
def test_only_an_exact_date_is_confirmed(precision: Precision) -> None:
    with pytest.raises(Refused, match="with its time"):
        announced(confirmed=True, precision=precision)
    with pytest.raises(IntegrityError), transaction.atomic():
        version = announced(precision=precision).versions.get()
        version.pk, version.number, version.status = None, 2, "confirmed"
        version.save(force_insert=True)


@pytest.mark.parametrize(
    "said", [{"words": {}}, {"words": {"xx": "?"}}, {"words": {"en": "x" * 201}}, {"kind": "gossip"}]
)
def test_what_nobody_could_read_is_not_announced(said: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        announced(**said)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize("who", [cast.wren, cast.mo, cast.otto])
def test_writers_and_moderators_announce_nothing(who: Any) -> None:
    with pytest.raises(NotAllowed):
        announced(by=who())
    announcement = announced()
    for act in (lambda: moved(announcement, NEXT + DAY, by=who()), lambda: cancelled(announcement, by=who())):
        with pytest.raises(NotAllowed):
            act()
    assert AnnouncementVersion.objects.count() == 1


# What changes


def test_a_confirmed_date_moves_with_a_reason_and_readers_see_both_dates() -> None:
    announcement = announced(confirmed=True)
    with pytest.raises(Incomplete, match="why it moves"):
        moved(announcement, NEXT + DAY)
    moved(announcement, NEXT + DAY, "A figure is being checked.")
    entry = only(NOW + MINUTE)
    assert (entry.planned.start, entry.is_confirmed) == (NEXT + DAY, True)
    (change,) = entry.history
    assert (change.before.start, change.after.start, change.reason) == (NEXT, NEXT + DAY, "A figure is being checked.")
    assert only(NOW).history == ()


def test_a_reason_is_owed_in_each_language_of_the_announcement() -> None:
    announcement = announced(words={"en": "Report", "fr": "Rapport"}, confirmed=True)
    with pytest.raises(Incomplete):
        moved(announcement, NEXT + DAY, "Checking.")
    moved(announcement, NEXT + DAY, reasons={"en": "Checking.", "fr": "Vérification."})
    assert only(NOW + MINUTE, "fr").history[0].reason == "Vérification."


def test_a_provisional_date_may_move_without_one() -> None:
    moved(announced(precision=Precision.MONTH), NEXT + 40 * DAY, precision=Precision.MONTH)
    assert only(NOW + MINUTE).history[0].reason == ""


def test_a_confirmed_date_that_becomes_vague_is_provisional() -> None:
    announcement = announced(confirmed=True)
    moved(announcement, NEXT + 40 * DAY, "Later.", precision=Precision.MONTH)
    assert not only(NOW + MINUTE).is_confirmed


def test_nothing_moves_to_where_it_is_or_into_the_past() -> None:
    announcement = announced()
    with pytest.raises(Refused, match="announced already"):
        moved(announcement, NEXT)
    with pytest.raises(BadMoment):
        moved(announcement, NOW - DAY)
    assert Announcement.objects.get().version == 1, "what was refused takes no version"


def test_a_date_is_confirmed_within_what_was_announced() -> None:
    announcement = announced(precision=Precision.DAY)
    midnight = datetime(2026, 3, 17, 4, tzinfo=UTC)
    for outside in (midnight, NEXT - DAY):
        with pytest.raises(Refused, match="Move the announcement first"):
            confirm_announcement(announcement=announcement, version=1, planned=outside, by=cast.edda(), at=NOW)
    confirm_announcement(announcement=announcement, version=1, planned=midnight - MINUTE, by=cast.edda(), at=NOW)
    entry = only(NOW)
    assert (entry.is_confirmed, entry.planned.start, entry.history) == (True, midnight - MINUTE, ())
    with pytest.raises(WrongStanding):
        confirm_announcement(announcement=announcement, version=2, planned=midnight - MINUTE, by=cast.edda(), at=NOW)


def test_what_is_cancelled_stays_with_its_reason_and_changes_no_more() -> None:
    announcement = announced()
    with pytest.raises(Incomplete):
        cancelled(announcement, " ")
    cancelled(announcement)
    entry = only(NOW + MINUTE)
    assert (entry.is_cancelled, entry.history[0].reason, entry.history[0].is_move) == (True, "It is not needed.", False)
    with pytest.raises(WrongStanding):
        moved(announcement, NEXT + DAY)


def test_of_two_who_change_it_at_once_one_is_told() -> None:
    announcement = announced()
    moved(announcement, NEXT + DAY, version=1)
    with pytest.raises(Conflict, match="Edda Lind changed this announcement"):
        cancelled(announcement, version=1, by=cast.emil())
    assert AnnouncementVersion.objects.count() == 2


def test_a_title_is_found_later_and_a_reason_belongs_to_one_act() -> None:
    announcement = announced("", confirmed=True)
    moved(announcement, NEXT + DAY, "Checking.")
    reword_announcement(
        announcement=announcement,
        version=2,
        words={"en": "Annual  report "},
        kind="statement",
        release=None,
        by=cast.edda(),
        at=NOW + MINUTE,
    )
    entry = only(NOW + MINUTE)
    assert (entry.title, entry.kind, entry.number, len(entry.history)) == ("Annual report", "statement", 3, 1)
    assert AnnouncementVersion.objects.get(number=3).reason == {}


def test_what_was_said_is_not_rewritten() -> None:
    announced()
    for change in ({"planned": NOW}, {"words": {"en": "Other"}}, {"reason": {"en": "x"}}, {"by_name": "Nobody"}):
        with pytest.raises(IntegrityError, match="record_holds"), transaction.atomic():
            AnnouncementVersion.objects.update(**change)


# What readers see


def test_the_nearest_comes_first_month_by_month_and_what_is_over_comes_last(reader: Client, time_machine: Any) -> None:
    announced("April", planned=NOW + 30 * DAY)
    announced("Soon", planned=NOW + DAY)
    announced("Some time in March", planned=NOW, precision=Precision.MONTH)
    announced("Over", planned=NOW + MINUTE)
    document = page(reader)
    assert [heading.text_content() for heading in find(document, ".section__title")] == [
        "March 2026",
        "April 2026",
        "Published and past",
    ]
    titles = [title.text_content() for title in find(document, ".announced__title")]
    assert titles == ["Some time in March", "Soon", "April", "Over"]
    times = [time.get("datetime") for time in find(document, ".announced__when time")]
    assert times == ["2026-03", "2026-03-07T09:30-05:00", "2026-04-05T10:30-04:00", "2026-03-06T09:31-05:00"]


def test_a_moment_is_past_at_its_second() -> None:
    announced(planned=NEXT)
    assert len(calendar_of("en", NEXT - timedelta(seconds=1)).ahead) == 1
    assert len(calendar_of("en", NEXT).past) == 1


def test_a_language_shows_what_was_chosen_for_it(reader: Client) -> None:
    announced(words={"en": "English only"})
    announced(words={"en": "Both", "fr": ""})
    assert "English only" not in reader.get("/fr/calendar/").content.decode()
    assert words(page(reader, "/fr/calendar/"), ".announced__title em")
    assert calendar_of("fr", NOW).ahead[0].title == ""


def test_moves_and_cancellations_stand_on_the_page_with_their_reasons(reader: Client) -> None:
    announcement = announced("Report", confirmed=True)
    moved(announcement, NEXT + DAY, "Checking <b>.")
    cancelled(announcement)
    document = page(reader)
    assert words(document, ".announced__history").startswith(
        "Moved from 16 March 2026, 10:30 EDT to 17 March 2026, 10:30 EDT. Checking <b>."
    )
    assert words(document, ".announced__title s") == "Report"
    assert words(document, ".announced__status") == "Cancelled"


def test_nothing_of_the_linked_release_shows_before_its_second(reader: Client, time_machine: Any) -> None:
    release = scheduled(at=NOW - DAY, visible_from=NEXT, headline="Sixty-six promises kept", slug="promises")
    announced("Annual report", release=release)
    for before in (NOW + 2 * MINUTE, NEXT - timedelta(seconds=1)):
        time_machine.move_to(before, tick=False)
        for path in ("/calendar/", "/calendar.ics"):
            assert b"promises" not in reader.get(path).content
    assert only(NEXT - timedelta(seconds=1)).edition is None
    time_machine.move_to(NEXT, tick=False)
    document = page(reader)
    assert words(document, ".announced__title") == "Sixty-six promises kept"
    assert find(document, ".announced__title a")[0].get("href") == release.editions.get().get_absolute_url()
    assert words(document, ".announced__note") == "Announced as “Annual report”."


def test_a_link_to_what_is_not_public_changes_no_byte(reader: Client) -> None:
    answers = []
    for linked in (False, True):
        with transaction.atomic():
            release = scheduled(at=NOW - DAY, visible_from=NEXT, headline="Secret", slug="secret")
            uid = str(announced(release=release if linked else None).uid).encode()
            answers.append([reader.get(path).content.replace(uid, b"uid") for path in ("/calendar/", "/calendar.ics")])
            transaction.set_rollback(True)
    assert answers[0] == answers[1]


def test_a_release_that_came_early_stands_under_what_is_published() -> None:
    release = published(at=NOW + MINUTE, headline="Early")
    announced(release=release, at=NOW)
    calendar = calendar_of("en", NOW + MINUTE)
    assert (calendar.ahead, [entry.edition.headline for entry in calendar.past if entry.edition]) == ([], ["Early"])


def test_the_version_in_the_readers_language_is_linked(reader: Client) -> None:
    english = published(at=NOW + MINUTE, headline="Report", slug="report")
    published(at=NOW + MINUTE, headline="Rapport", slug="rapport", language="fr", translation_of=english.pk)
    announced(words={"en": "", "fr": ""}, release=english)
    assert words(page(reader, "/fr/calendar/"), ".announced__title a") == "Rapport"


def test_a_withdrawn_release_is_linked_no_more() -> None:
    release = withdrawn(published_at=NOW + MINUTE, at=NOW + DAY, headline="Wrong")
    announced("Figures", release=release)
    entry = only(NOW + 2 * DAY)
    assert (entry.edition, entry.title) == (None, "Figures")


def test_an_empty_calendar_says_so(reader: Client) -> None:
    assert "Nothing is announced at the moment." in reader.get("/calendar/").content.decode()


def test_the_page_costs_the_same_however_much_is_announced(django_assert_num_queries: Any) -> None:
    for number in range(9):
        release = published(at=NOW, slug=f"of-{number}", headline=f"Of {number}") if number % 2 else None
        announcement = announced(f"Number {number}", planned=NEXT + number * DAY, confirmed=True, release=release)
        moved(announcement, NEXT + 20 * DAY, "Later.")
    with django_assert_num_queries(4):
        calendar = calendar_of("en", NOW + MINUTE)
    assert (len(calendar.ahead), len(calendar.past)) == (5, 4)
