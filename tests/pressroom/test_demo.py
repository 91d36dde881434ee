"""The demo newsroom: its text, its moments, its pictures, and what loading it does to a database."""

import re
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments.models import Comment, Decision, Report
from comments.states import State
from pressroom.demo import load as loading
from pressroom.demo.content import Newsroom, When, each_text, french_spaces, pictures_of, read_newsroom, with_pictures
from pressroom.demo.drafting import edited
from pressroom.demo.ground import Ground, survey
from pressroom.demo.load import in_languages
from pressroom.demo.moments import appears, instant, with_dates
from pressroom.demo.people import MEMBERS, PASSWORD
from pressroom.demo.pictures.catalogue import PICTURES
from pressroom.demo.timeline import Decide, Post, Save, timeline
from releases.html import clean, plain_text
from releases.media.models import Image
from releases.models import Approval, Edition, Event, Release
from releases.review import unreviewed
from releases.snapshot import Snapshot
from releases.workflow import Change, Kind, Stage, Standing, Verb

NEWSROOM = read_newsroom()
TORONTO = ZoneInfo("America/Toronto")
RESERVED_HOST = re.compile(r"(^|[.@])example\.(org|com|net)$")


# The text ------------------------------------------------------------------------------------------------------------


def test_there_are_at_least_forty_releases_of_every_kind() -> None:
    kinds = Counter(story.kind for story in NEWSROOM.stories)
    assert len(NEWSROOM.stories) >= 40
    assert set(kinds) == set(Kind.values)
    assert min(kinds.values()) >= 3
    assert len({story.slug for story in NEWSROOM.stories}) == len(NEWSROOM.stories)


def test_at_least_four_releases_are_also_in_french() -> None:
    by_slug = {story.slug: story for story in NEWSROOM.stories}
    french = [story for story in NEWSROOM.stories if story.language == "fr"]
    assert len(french) >= 4
    for story in french:
        original = by_slug[str(story.translation_of)]
        assert (original.language, original.kind, original.when) == ("en", story.kind, story.when)


def test_every_body_crosses_the_border_of_html_unchanged() -> None:
    bodies = {story.slug: with_pictures(story.body, lambda _name: "k" * 24) for story in NEWSROOM.stories}
    changed = [slug for slug, body in bodies.items() if as_written(clean(body)) != body]
    assert not changed


def as_written(html: str) -> str:
    """The canonical form without what only the border adds."""
    return html.replace("&nbsp;", "\u00a0").replace(' rel="noopener noreferrer"', "")


def test_every_release_has_what_the_page_has_room_for() -> None:
    for story in NEWSROOM.stories:
        assert 20 <= len(story.summary) <= 300, story.slug
        assert len(story.headline) <= 120, story.slug
        words = len(plain_text(story.body).split())
        assert words >= (40 if story.withdrawal or story.when.is_draft else 80), story.slug
        assert 1 <= len(story.tags) <= 5, story.slug


def test_every_picture_says_what_it_shows_and_whose_it_is() -> None:
    for story in NEWSROOM.stories:
        for picture in pictures_of(story):
            assert picture.picture in PICTURES, story.slug
            assert 30 <= len(picture.alt) <= 125, story.slug
            assert picture.credit, story.slug


def test_a_dozen_pictures_are_used() -> None:
    assert len({story.image.picture for story in NEWSROOM.stories if story.image}) >= 12


def test_every_address_and_number_is_reserved() -> None:
    for story in NEWSROOM.stories:
        text = "\n".join(each_text(story)) + "\n" + story.source_url
        hosts = re.findall(r"(?:https?://|mailto:[^@\s\"]+@)([^/\s\"<]+)", text)
        mails = [person.email for person in story.contacts]
        assert all(RESERVED_HOST.search(host) for host in [*hosts, *mails]), (story.slug, hosts, mails)
        numbers = re.findall(r"\+1 [\d ]+\d", text) + [person.phone for person in story.contacts]
        assert all(re.fullmatch(r"\+1 902 555 01\d\d", number) for number in numbers), (story.slug, numbers)


def test_replies_hang_together() -> None:
    by_key = {reply.key: reply for reply in NEWSROOM.replies}
    depths = {}
    for reply in NEWSROOM.replies:
        assert bool(reply.official) != bool(RESERVED_HOST.search(reply.email))
        assert reply.verdict in {"", *State.values}
        depths[reply.key] = 0
        if reply.parent:
            parent = by_key[reply.parent]
            assert parent.story == reply.story
            assert parent.official or parent.verdict == State.APPROVED
            depths[reply.key] = depths[parent.key] + 1
    assert max(depths.values()) >= 3
    assert len({reply.story for reply in NEWSROOM.replies if depths[reply.key] >= 2}) >= 3


def test_every_edit_finds_its_place() -> None:
    for story in NEWSROOM.stories:
        for update in [*story.corrections, *([story.update] if story.update else [])]:
            assert update.edits, story.slug
            assert update.note or update.change == Change.MINOR, story.slug
            for edit in update.edits:
                before = "\n".join(story.facts) if edit.field == "facts" else getattr(story, edit.field)
                assert before.count(edit.old) == 1, (story.slug, edit.old)


def test_an_edit_that_finds_nothing_is_an_error() -> None:
    story = next(story for story in NEWSROOM.stories if story.corrections)
    content = Snapshot(kind="statement", language="en", slug="x", headline="x", body="<p>other</p>", summary="other")
    with pytest.raises(ValueError, match="is not in the"):
        edited(content, story.corrections[0].edits)


def test_french_gets_its_no_break_spaces() -> None:
    assert french_spaces("« oui » : 1 140 m") == "«\u00a0oui\u00a0»\u00a0: 1\u00a0140 m"
    assert french_spaces("le 14 juillet") == "le 14 juillet"


# The moments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zone", ["America/Toronto", "Pacific/Auckland", "UTC"])
def test_on_any_day_of_two_years_the_past_is_past_and_the_future_ahead(zone: str) -> None:
    """Leap day and both changes of the clocks lie between."""
    here = ZoneInfo(zone)
    step = 2 if zone == "America/Toronto" else 13
    for days in range(0, 731, step):
        now = datetime(2027, 3, 1, 4, 7, tzinfo=UTC) + timedelta(days=days, minutes=days * 113 % 1440)
        for row in timeline(NEWSROOM, now, here):
            assert row.at <= now
        for story in NEWSROOM.stories:
            moment = appears(story.when, now, here)
            if story.when.is_ahead:
                assert moment is not None and moment > now + timedelta(hours=1)
            elif moment is not None:
                assert now - timedelta(days=740) < moment < now


def test_whatever_the_day_nobody_links_to_what_is_not_written() -> None:
    for days in range(0, 366, 3):
        now = datetime(2027, 1, 1, 5, 30, tzinfo=UTC) + timedelta(days=days)
        written: set[str] = set()
        decided: set[str] = set()
        for step in timeline(NEWSROOM, now, TORONTO):
            if isinstance(step.act, Save):
                story = step.act.story
                assert written.issuperset({*story.picks, *filter(None, [story.translation_of])}), story.slug
                written.add(story.slug)
            elif isinstance(step.act, Decide):
                decided.add(step.act.reply.key)
            elif isinstance(step.act, Post):
                assert not step.act.reply.parent or step.act.reply.parent in decided, step.act.reply.key
                if step.act.reply.official:
                    decided.add(step.act.reply.key)


def test_a_time_that_clocks_skip_becomes_the_next_hour() -> None:
    skipped = instant(date(2027, 3, 14), time(2, 30), TORONTO)
    assert skipped.astimezone(TORONTO).time() == time(3, 30)
    repeated = instant(date(2027, 11, 7), time(1, 30), TORONTO)
    assert repeated.astimezone(TORONTO).time() == time(2, 30)


def test_a_few_hours_ahead_is_a_full_quarter() -> None:
    moment = appears(When(hours_ahead=3), datetime(2027, 5, 1, 23, 2, 3, 4, tzinfo=UTC), TORONTO)
    assert moment == datetime(2027, 5, 2, 2, 15, tzinfo=UTC)


def test_a_date_in_a_text_is_spelt_in_its_language() -> None:
    day = date(2027, 2, 27)
    assert (
        with_dates("{{+2}}, {{+2 weekday}}, {{-60 month}}", day, "en") == "1 March 2027, Monday 1 March, December 2026"
    )
    assert with_dates("le {{+2}} et le {{+3 weekday}}", day, "fr") == "le 1er mars 2027 et le mardi 2 mars"


# The pictures --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_a_picture_is_three_by_two_and_the_same_every_time(name: str) -> None:
    picture = PICTURES[name](150)
    assert (picture.mode, picture.size) == ("RGB", (150, 100))
    assert picture.tobytes() == PICTURES[name](150).tobytes()
    # A picture, not a flat field: several hundred shades even at this size.
    assert len(picture.getcolors(15_000) or []) > 300


# The loading ---------------------------------------------------------------------------------------------------------


def run(**options: Any) -> str:
    """The command, as ``make run`` calls it, but with small pictures."""
    out = StringIO()
    call_command("demo", picture_width=96, stdout=out, **options)
    return out.getvalue()


def holdings() -> list[int]:
    models: list[Any] = [Release, Edition, Event, Image, Comment, Decision, User]
    return [model.objects.count() for model in models]


@pytest.mark.django_db
def test_the_loaded_newsroom_has_every_standing_and_every_kind_of_decision() -> None:
    output = run()
    now = timezone.now()

    standings = Counter(release.standing(now) for release in Release.objects.with_standing(now))
    assert sum(standings.values()) == len(NEWSROOM.stories)
    for standing in set(Standing) - {Standing.RETURN_SCHEDULED}:
        assert standings[standing] >= 1, standing
    assert Edition.objects.ahead(now).filter(visible_from__lt=now + timedelta(hours=4)).exists()
    assert set(Edition.objects.values_list("change", flat=True)) == set(Change.values)
    assert set(Edition.objects.filter(change=Change.WITHDRAWAL).values_list("gone", flat=True)) == {True, False}
    assert set(Edition.objects.public(now).values_list("kind", flat=True)) == set(Kind.values)
    assert Edition.objects.public(now).filter(language="fr").count() >= 4
    assert not Edition.objects.filter(article_html__contains="{{").exists()

    assert set(Comment.objects.values_list("state", flat=True)) == set(State.values) - {State.ERASED}
    assert set(Decision.objects.values_list("by__username", flat=True)) == {"mo", "edda"}
    assert set(Comment.objects.filter(official=True).values_list("by__username", flat=True)) == {"edda"}
    assert Comment.objects.filter(pinned_at__isnull=False).exists()
    assert Report.objects.unsettled().exists()
    assert max(Comment.objects.values_list("depth", flat=True)) >= 3
    assert {event.actor_name for event in Event.objects.all()} >= {"Wren Ashby", "Edda Strand"}

    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    # An edit is saved ten minutes before the update that it is for; else the numbers of the record rise with the clock.
    assert all(later >= earlier - timedelta(minutes=10) for earlier, later in pairwise(moments))
    assert max(moments) <= now

    for member in MEMBERS:
        person = User.objects.get(username=member.username)
        assert person.check_password(PASSWORD)
        assert list(person.groups.values_list("name", flat=True)) == [member.group]
        assert member.username in output
    assert PASSWORD in output


@pytest.mark.django_db
@pytest.mark.one_database
@pytest.mark.parametrize("reviewers", [1, 2])
def test_an_office_that_reviews_gets_a_desk_with_work_on_it(settings: Any, reviewers: int) -> None:
    settings.REVIEWERS = {"": reviewers}
    run()
    stages = Counter(Release.objects.values_list("stage", flat=True))
    assert stages[Stage.IN_REVIEW] == 1
    assert stages[Stage.APPROVED] == 1
    assert Release.objects.filter(sent_back_at__isnull=False, submitted_by__username="wren").count() == 1
    [mark] = unreviewed()
    assert mark.details["reason"]
    approved = {(row.release_id, row.content_hash) for row in Approval.objects.all()}
    for edition in Edition.objects.exclude(change=Change.WITHDRAWAL).exclude(pk=mark.edition_id):
        assert (edition.release_id, edition.content_hash) in approved
    assert Event.objects.filter(verb=Verb.NOTE).count() == 2
    moments = list(Event.objects.order_by("pk").values_list("at", flat=True))
    assert all(later >= earlier - timedelta(minutes=10) for earlier, later in pairwise(moments))


@pytest.mark.django_db
def test_a_second_run_changes_nothing_whatever_staff_did_since() -> None:
    run()
    User.objects.create_user("newcomer")
    Release.objects.filter(slug__startswith="draft-").update(headline="Rewritten")
    before = holdings()
    assert "Nothing was changed" in run()
    assert holdings() == before
    assert Release.objects.filter(headline="Rewritten").exists()


@pytest.mark.django_db
def test_it_refuses_a_database_with_somebody_elses_account() -> None:
    User.objects.create_user("somebody")
    before = holdings()
    with pytest.raises(CommandError, match="already holds something that is not the demo"):
        run()
    assert holdings() == before


@pytest.mark.django_db
def test_it_refuses_a_database_with_somebody_elses_release() -> None:
    Release.objects.create(kind=Kind.STATEMENT, language="en", slug="ours", headline="Ours")
    with pytest.raises(CommandError, match="1 releases"):
        run()
    assert Release.objects.count() == 1


@pytest.mark.django_db
def test_a_dry_run_changes_nothing() -> None:
    before = holdings()
    assert f"{len(NEWSROOM.stories)} releases" in run(dry_run=True)
    assert holdings() == before


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_loading_that_died_half_way_is_begun_again_with_its_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def die(**options: Any) -> None:
        calls.append(options)
        if len(calls) == 9:
            raise KeyboardInterrupt
        real(**options)

    real = loading.publish
    monkeypatch.setattr(loading, "publish", die)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not Release.objects.exists()
    keys = set(Image.objects.values_list("key", flat=True))
    assert keys
    assert survey(NEWSROOM) == (Ground.CLEAR, {})

    monkeypatch.undo()
    run()
    assert Release.objects.count() == len(NEWSROOM.stories)
    assert set(Image.objects.values_list("key", flat=True)) == keys


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_site_without_french_gets_the_rest(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English")]
    english = in_languages(NEWSROOM, {"en"})
    assert isinstance(english, Newsroom)
    assert run()
    assert Release.objects.count() == len(english.stories) < len(NEWSROOM.stories)
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    assert "Nothing was changed" in run()


@pytest.mark.django_db
def test_the_demo_uses_the_groups_that_migrations_make() -> None:
    assert {member.group for member in MEMBERS} == set(Group.objects.values_list("name", flat=True))
