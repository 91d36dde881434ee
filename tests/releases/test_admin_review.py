"""A review through the pages: who is offered what, who is told why not, and what the bar says of it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from releases.models import Approval, Edition, Event, Release
from releases.workflow import Stage, Standing, Verb
from tests import cast, scenes
from tests.releases.back_office import at_the_desk, carry_out, filled, page_of, text_of, where
from tests.releases.record import whole_record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone."""
    with time_machine.travel(scenes.NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def office(settings):
    """An office in which one other person has to approve."""
    settings.REVIEWERS = {"": 1}
    return settings


@pytest.fixture
def wrens(wren):
    return at_the_desk(wren)


@pytest.fixture
def eddas(edda):
    return at_the_desk(edda)


@pytest.fixture
def emils(emil):
    return at_the_desk(emil)


def offered(desk, release):
    """The last parts of the addresses to which the bar leads, in its order."""
    links = page_of(desk.get(where(release))).xpath("//section[starts-with(@class, 'bar ')]//a/@href")
    start = where(release, "").rstrip("/")
    ways = [link.removeprefix(start).strip("/") for link in links if link.startswith(start)]
    return [way for way in ways if way in Verb or way in ("preview", "history")]


def primary(desk, release):
    links = page_of(desk.get(where(release))).xpath("//div[@class='bar-ways']//a[contains(@class, 'way-primary')]")
    return [link.text_content() for link in links]


def bar_of(desk, release):
    (bar,) = page_of(desk.get(where(release))).xpath("//section[starts-with(@class, 'bar ')]")
    return " ".join(bar.text_content().split())


def fresh(release):
    return Release.objects.get(pk=release.pk)


def unreviewed(desk, release, reason="Nobody was there.", **said):
    return carry_out(desk, release, "publish_unreviewed", reason=reason, **said)


def test_a_release_goes_from_a_writer_over_a_reviewer_to_readers(wrens, emils, eddas):
    release = scenes.draft()
    assert primary(wrens, release) == ["Submit for review"]
    assert carry_out(wrens, release, "submit").status_code == 302
    assert "Wren Okafor submitted it for review on Friday 6 March 2026, 09:30 America/Toronto." in bar_of(
        emils, release
    )
    assert "It needs 1 approval." in bar_of(emils, release)
    assert primary(emils, release) == ["Approve"]
    assert carry_out(emils, release, "approve").status_code == 302
    assert "Approved by Emil Corrigan (Friday 6 March 2026, 09:30 America/Toronto)." in bar_of(eddas, release)
    assert primary(eddas, release) == ["Publish now"]
    assert carry_out(eddas, release, "publish").status_code == 302
    assert fresh(release).standing(scenes.NOW) == Standing.LIVE
    verbs = list(Event.objects.order_by("pk").values_list("verb", "actor_name"))
    assert verbs == [
        (Verb.SAVE_DRAFT, "Wren Okafor"),
        (Verb.SUBMIT, "Wren Okafor"),
        (Verb.APPROVE, "Emil Corrigan"),
        (Verb.PUBLISH, "Edda Lind"),
    ]


def test_what_each_stage_offers_to_an_editor_who_did_not_write_it(eddas):
    release = scenes.draft()
    aside = ["preview", "history"]
    assert offered(eddas, release) == ["submit", "publish_unreviewed", *aside, "discard"]
    scenes.submitted(release)
    assert offered(eddas, release) == ["approve", "send_back", "publish_unreviewed", *aside, "discard"]
    carry_out(eddas, release, "approve")
    assert offered(eddas, release) == ["publish", "schedule", "send_back", *aside, "discard"]
    carry_out(eddas, release, "publish")
    assert offered(eddas, release) == ["withdraw", *aside, "stop"]


def test_one_s_own_text_is_told_and_not_offered(eddas):
    release = scenes.draft(by=cast.edda())
    scenes.submitted(release, by=cast.wren())
    assert "approve" not in offered(eddas, release)
    assert "Approve: You last changed this text, so somebody else has to do this" in bar_of(eddas, release)
    page = eddas.get(where(release, "approve"))
    assert "You last changed this text" in text_of(page)
    assert not page_of(page).xpath("//form[@method='post' and not(@id='logout-form')]")


def test_the_submitter_cannot_publish_what_another_approved(eddas):
    release = scenes.approved(scenes.draft(), by=cast.edda())
    ways = offered(eddas, release)
    assert "publish" not in ways
    assert "schedule" not in ways
    assert "publish_unreviewed" in ways
    said = bar_of(eddas, release)
    assert said.count("You submitted this text for review, so somebody else has to do this.") == 1
    assert "Publish now, Schedule: You submitted this text for review" in said


def test_a_forged_approval_of_ones_own_text_is_refused_with_the_reason(eddas, emils):
    release = scenes.draft(by=cast.edda())
    scenes.submitted(release, by=cast.wren())
    form = filled(emils.get(where(release, "approve")))
    response = eddas.post(where(release, "approve"), form)
    assert response.status_code == 409
    assert "You last changed this text" in text_of(response)
    assert not Approval.objects.exists()


def test_a_text_that_is_sent_back_tells_its_author_why(emils, wrens):
    release = scenes.submitted(scenes.draft())
    empty = carry_out(emils, release, "send_back", reason="  ")
    assert empty.status_code == 422
    (field,) = page_of(empty).xpath("//textarea[@name='reason']")
    assert field.get("aria-invalid") == "true"
    assert carry_out(emils, release, "send_back", reason="The fare is missing.").status_code == 302
    said = bar_of(wrens, release)
    assert "Sent back" in said
    assert "Emil Corrigan sent it back on Friday 6 March 2026, 09:30 America/Toronto: “The fare is missing.”" in said
    assert primary(wrens, release) == ["Submit for review"]
    carry_out(wrens, release, "submit")
    assert "The fare is missing." not in bar_of(wrens, release)


def test_a_change_makes_the_approval_void_and_the_bar_says_of_what(eddas):
    release = scenes.approved(scenes.draft())
    scenes.rewritten(release, headline="Another headline", tags=("ferries",))
    said = bar_of(eddas, release)
    assert "Emil Corrigan approved it on Friday 6 March 2026, 09:30 America/Toronto." in said
    assert "Changed since, so that no longer counts: headline, tags." in said
    assert f"{where(release, 'compare')}?from=r1&to=r2" in page_of(eddas.get(where(release))).xpath("//a/@href")
    assert "publish" not in offered(eddas, release)


def test_an_approval_of_what_is_public_is_not_told_as_void(eddas):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    scenes.rewritten(release, headline="Another headline")
    said = bar_of(eddas, release)
    assert "no longer counts" not in said
    assert "The working copy differs from what readers see in: headline." in said


def test_what_comes_back_as_it_was_is_approved_by_name(eddas, emils, clock):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    clock.shift(timedelta(minutes=1))
    carry_out(eddas, release, "withdraw", reason="Wait for the minister.")
    scenes.approved(release, reviewers=[cast.edda()])
    assert "Approved by Edda Lind (Friday 6 March 2026, 09:31 America/Toronto)." in bar_of(emils, release)
    assert primary(emils, release) == ["Publish again"]


def test_two_reviewers_are_counted_by_name(office, eddas, emils):
    office.REVIEWERS = {"": 2}
    release = scenes.submitted(scenes.draft())
    assert "It needs 2 approvals." in bar_of(eddas, release)
    told = text_of(emils.post(where(release, "approve"), filled(emils.get(where(release, "approve"))), follow=True))
    assert "Approved. 1 more approval is needed." in told
    assert "1 of 2 approvals: Emil Corrigan (Friday 6 March 2026, 09:30 America/Toronto)." in bar_of(eddas, release)
    assert "You have approved this text. It needs 1 more person's approval." in bar_of(emils, release)
    assert "approve" not in offered(emils, release)
    assert "You have approved this text already." in text_of(emils.get(where(release, "approve")))
    carry_out(eddas, release, "approve")
    assert fresh(release).stage == Stage.APPROVED


def test_the_reviewer_sees_what_differs_from_what_readers_see(emils, eddas):
    release = scenes.approved(scenes.draft())
    assert "All of it is new" not in text_of(emils.get(where(release, "approve")))
    carry_out(eddas, release, "publish")
    scenes.rewritten(release, body="<p>The ferry returns to the north shore on Tuesday.</p>")
    scenes.submitted(release)
    page = page_of(emils.get(where(release, "approve")))
    (section,) = page.xpath("//section[@class='reviewed']")
    assert any("Monday" in mark.text_content() for mark in section.iter("del"))
    assert any("Tuesday" in mark.text_content() for mark in section.iter("ins"))
    assert f"{where(release, 'compare')}?from=e1&to=r2" in section.xpath(".//a/@href")
    assert where(release, "preview") in section.xpath(".//a/@href")


def test_the_reviewer_of_something_new_is_told_to_read_all_of_it(emils):
    release = scenes.submitted(scenes.draft())
    said = text_of(emils.get(where(release, "approve")))
    assert "All of it is new: nothing of this release was approved or public before." in said


def test_the_reviewer_of_a_new_version_sees_what_changed_since_the_last_approval(emils):
    release = scenes.approved(scenes.draft(), reviewers=[cast.edda()])
    scenes.rewritten(release, headline="Ferry returns on Tuesday")
    scenes.submitted(release)
    said = text_of(emils.get(where(release, "approve")))
    assert "Approved last" in said
    assert "All of it is new" not in said


def test_what_was_changed_after_the_page_was_opened_is_not_approved_unseen(emils):
    release = scenes.submitted(scenes.draft())
    form = filled(emils.get(where(release, "approve")))
    scenes.rewritten(release, headline="Not what Emil read")
    before = whole_record()
    response = emils.post(where(release, "approve"), form)
    assert response.status_code == 409
    assert "Meanwhile: Wren Okafor" in text_of(response)
    assert whole_record() == before


def test_publishing_without_review_asks_why_and_leaves_a_red_mark_until_another_has_looked(eddas, emils, wrens):
    release = scenes.draft()
    assert unreviewed(eddas, release, reason=" ").status_code == 422
    assert not Edition.objects.exists()
    assert unreviewed(eddas, release).status_code == 302
    mark = "Published without review by Edda Lind on Friday 6 March 2026, 09:30 America/Toronto."
    for desk in (eddas, emils, wrens):
        assert f"{mark} Reason: “Nobody was there.”" in bar_of(desk, release)
    assert "review_afterwards" not in offered(eddas, release)
    assert "You wrote, submitted or published this text, so somebody else has to review it." in bar_of(eddas, release)
    assert "An editor who did not write or publish it has to look at it." in bar_of(wrens, release)
    assert "review_afterwards" in offered(emils, release)
    page = emils.get(where(release, "review_afterwards"))
    assert "It stands as it was published" in text_of(page)
    assert {where(release, "withdraw"), where(release)} <= {
        *page_of(page).xpath("//section[@class='reviewed']//a/@href")
    }
    assert carry_out(emils, release, "review_afterwards", note="Read on Saturday.").status_code == 302
    assert mark not in bar_of(emils, release)
    assert Event.objects.latest("pk").details["text"] == "Read on Saturday."
    assert "Nothing of this release waits" in text_of(emils.get(where(release, "review_afterwards")))


def test_who_published_without_review_finds_no_form_for_reviewing_it(eddas):
    release = scenes.draft()
    unreviewed(eddas, release)
    page = eddas.get(where(release, "review_afterwards"))
    assert "so somebody else has to review it" in text_of(page)
    assert not page_of(page).xpath("//textarea")


def test_an_update_without_review_asks_what_readers_have_to_know(eddas, emils, clock):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    clock.shift(timedelta(minutes=1))
    scenes.rewritten(release, headline="Ferry returns on Tuesday")
    response = unreviewed(eddas, release, change="major", note="")
    assert response.status_code == 422
    assert "Say what changed: readers will see this note." in text_of(response)
    assert unreviewed(eddas, release, change="major", note="It is Tuesday.").status_code == 302
    assert Edition.objects.latest("pk").note == "It is Tuesday."
    shown = text_of(emils.get(where(release, "review_afterwards")))
    assert "Edition 2, published without review." in shown


def test_two_publications_without_review_are_two_marks_and_the_oldest_is_reviewed_first(eddas, emils, clock):
    release = scenes.draft()
    unreviewed(eddas, release, reason="The first night.")
    clock.shift(timedelta(minutes=1))
    scenes.rewritten(release, headline="Another")
    unreviewed(eddas, release, reason="The second night.", change="minor")
    assert bar_of(emils, release).count("Published without review") == 2
    assert "“The first night.”" in text_of(emils.get(where(release, "review_afterwards")))
    carry_out(emils, release, "review_afterwards")
    said = bar_of(emils, release)
    assert "The first night." not in said
    assert "The second night." in said


def test_with_nobody_to_review_nothing_of_it_shows(office, eddas):
    office.REVIEWERS = {"": 0}
    release = scenes.draft()
    assert offered(eddas, release) == ["publish", "schedule", "preview", "history", "discard"]
    said = bar_of(eddas, release).lower()
    assert not re.search(r"\breview|approv|submit", said)
    assert "Nobody has to review this kind of release" in text_of(eddas.get(where(release, "submit")))


def test_a_kind_with_reviewers_of_its_own_is_reviewed_though_others_are_not(office, eddas):
    office.REVIEWERS = {"": 0, "speech": 2}
    assert "submit" in offered(eddas, scenes.draft(kind="speech", slug="speech"))
    assert "submit" not in offered(eddas, scenes.draft())


def test_what_readers_have_already_is_not_to_be_submitted(eddas):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    assert offered(eddas, release) == ["withdraw", "preview", "history", "stop"]
    scenes.rewritten(release, headline="Another")
    assert primary(eddas, release) == ["Submit for review"]


def test_a_scheduled_release_is_locked_and_nothing_on_its_page_can_be_edited(eddas, wrens):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "schedule", date="2026-03-09", time="09:30")
    for desk in (eddas, wrens):
        page = page_of(desk.get(where(release)))
        assert not page.xpath("//form[@id='release_form']//*[self::input[not(@type='hidden')] or self::textarea]")
        assert not page.xpath("//input[@type='submit' and @name='_continue']")
        assert "Locked until then, because readers get it as it was scheduled." in bar_of(desk, release)
        assert "The ferry returns to the north shore on Monday." in text_of(desk.get(where(release)))
        assert "&lt;p&gt;" not in desk.get(where(release)).content.decode()
    assert offered(eddas, release) == ["unschedule", "preview", "history", "stop"]


def test_a_form_that_was_opened_before_it_was_scheduled_is_refused_and_loses_no_word(eddas, wrens):
    release = scenes.approved(scenes.draft())
    form = filled(wrens.get(where(release)), headline="Typed before it was locked")
    carry_out(eddas, release, "schedule", date="2026-03-09", time="09:30")
    before = whole_record()
    response = wrens.post(where(release), form)
    assert response.status_code == 409
    assert "This release is locked" in text_of(response)
    assert filled(response)["headline"] == "Typed before it was locked"
    assert whole_record() == before


def test_unscheduling_gives_the_approval_back(eddas):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "schedule", date="2026-03-09", time="09:30")
    carry_out(eddas, release, "unschedule")
    assert fresh(release).stage == Stage.APPROVED
    assert primary(eddas, release) == ["Publish now"]


def test_a_discarded_release_is_read_only_and_comes_back(wrens):
    release = scenes.draft()
    carry_out(wrens, release, "discard")
    said = bar_of(wrens, release)
    assert "Wren Okafor put it into the bin on Friday 6 March 2026, 09:30 America/Toronto." in said
    assert offered(wrens, release) == ["reinstate", "preview", "history"]
    assert not page_of(wrens.get(where(release))).xpath("//input[@type='submit' and @name='_continue']")
    carry_out(wrens, release, "reinstate")
    assert fresh(release).stage == Stage.DRAFT


def test_stopping_what_is_scheduled_takes_a_reason_and_two_presses(eddas):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "schedule", date="2026-03-09", time="09:30")
    page = eddas.get(where(release, "stop"))
    assert "What is scheduled for Monday 9 March 2026, 09:30 America/Toronto is taken back." in text_of(page)
    assert "version" not in filled(page)
    assert not page_of(page).xpath("//input[@type='radio']")
    assert carry_out(eddas, release, "stop", reason="").status_code == 422
    response = eddas.post(where(release, "stop"), filled(page, reason="The minister resigned."), follow=True)
    assert "Stopped. What was scheduled will not become public" in text_of(response)
    assert fresh(release).standing(scenes.NOW) == Standing.DRAFT
    assert Event.objects.latest("pk").details["reason"] == "The minister resigned."


@pytest.mark.parametrize(("pull", "status"), [("notice", 200), ("gone", 410)])
def test_stopping_what_is_public_shows_readers_what_was_chosen(eddas, client, pull, status, clock):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    clock.shift(timedelta(minutes=1))
    page = eddas.get(where(release, "stop"))
    assert page_of(page).xpath("//input[@name='pull']/@value") == ["notice", "gone"]
    eddas.post(where(release, "stop"), filled(page, reason="The figures were wrong.", pull=pull))
    response = client.get(Edition.objects.latest("pk").get_absolute_url())
    assert response.status_code == status
    assert "The figures were wrong." in text_of(response)


def test_stopping_a_scheduled_update_may_keep_what_readers_see(eddas):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    scenes.approved(scenes.rewritten(release, headline="Another"))
    carry_out(eddas, release, "schedule", date="2026-03-09", time="09:30", change="minor")
    page = eddas.get(where(release, "stop"))
    assert page_of(page).xpath("//input[@name='pull']/@value") == ["keep", "notice", "gone"]
    eddas.post(where(release, "stop"), filled(page, reason="Not now.", pull="keep"))
    assert fresh(release).standing(scenes.NOW) == Standing.LIVE


def test_stop_asks_nobody_to_look_again(eddas, clock):
    """Whatever happened since the page was opened, whoever stops a release means it."""
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "publish")
    clock.shift(timedelta(minutes=1))
    form = filled(eddas.get(where(release, "stop")), reason="Stop!")
    scenes.rewritten(release, headline="Meanwhile")
    assert eddas.post(where(release, "stop"), form).status_code == 302
    assert fresh(release).standing(datetime.now(UTC)) == Standing.WITHDRAWN


def test_what_became_public_while_somebody_typed_the_reason_goes_at_once(eddas, clock):
    release = scenes.approved(scenes.draft())
    carry_out(eddas, release, "schedule", date="2026-03-06", time="10:00")
    form = filled(eddas.get(where(release, "stop")), reason="Stop!")
    clock.shift(timedelta(minutes=31))
    eddas.post(where(release, "stop"), form)
    standing = fresh(release).standing(scenes.NOW + timedelta(minutes=31))
    assert (standing, Edition.objects.latest("pk").gone) == (Standing.WITHDRAWN, True)


def test_a_withdrawn_release_may_send_readers_to_another(eddas, client, clock):
    release = scenes.approved(scenes.draft(slug="wrong"))
    carry_out(eddas, release, "publish")
    clock.shift(timedelta(minutes=1))
    right = scenes.approved(scenes.draft(slug="right", headline="The right one"))
    carry_out(eddas, right, "publish")
    address, target = (Edition.objects.get(release=one).get_absolute_url() for one in (release, right))
    asked = {"reason": "Published twice.", "page": "redirect"}
    missing = carry_out(eddas, release, "withdraw", **asked)
    assert missing.status_code == 422
    assert "Say which release readers are sent to." in text_of(missing)
    unknown = carry_out(eddas, release, "withdraw", **asked, redirect_to="/releases/2026/03/06/nothing/")
    assert "This is not the address of a release that readers can see now." in text_of(unknown)
    forgotten = carry_out(eddas, release, "withdraw", reason="r", page="notice", redirect_to=target)
    assert "You named another release" in text_of(forgotten)
    full = f"http://testserver{target}"
    assert carry_out(eddas, release, "withdraw", **asked, redirect_to=full).status_code == 302
    assert client.get(address)["Location"] == target
    assert "Readers are sent to “The right one” while that is public." in bar_of(eddas, release)


@pytest.mark.parametrize(
    "typed",
    [
        "/releases/",
        "/",
        "nonsense",
        "http://[",
        "/releases/2026/02/30/right/",
        "/admin/",
        "\x00",
        "/releases/2026/03/06/wrong/",
    ],
)
def test_no_other_address_is_taken_for_a_release(eddas, typed):
    release = scenes.approved(scenes.draft(slug="wrong"))
    carry_out(eddas, release, "publish")
    response = carry_out(eddas, release, "withdraw", reason="r", page="redirect", redirect_to=typed)
    assert response.status_code in (409, 422)
    assert fresh(release).standing(scenes.NOW) == Standing.LIVE


def test_only_public_releases_are_suggested(eddas):
    shown = scenes.approved(scenes.draft(slug="shown", headline="Ferry seen"))
    carry_out(eddas, shown, "publish")
    scenes.draft(slug="hidden", headline="Ferry unseen")
    found = eddas.get("/admin/releases/release/public/", {"q": "ferry"}).json()["releases"]
    assert [one["address"] for one in found] == ["/releases/2026/03/06/shown/"]
    assert "Ferry seen" in found[0]["label"]
    for nothing in ("", "\x00", "zeppelin"):
        assert eddas.get("/admin/releases/release/public/", {"q": nothing}).json() == {"releases": []}


def test_the_bar_costs_the_same_however_long_the_history_is(eddas):
    def queries(release):
        eddas.get(where(release))
        with CaptureQueriesContext(connection) as captured:
            assert eddas.get(where(release)).status_code == 200
        return len(captured)

    short = scenes.submitted(scenes.rewritten(scenes.approved(scenes.draft(slug="short")), headline="Another"))
    long = scenes.draft(slug="long")
    for number in range(6):
        long = scenes.rewritten(scenes.approved(long), headline=f"Another {number}")
    long = scenes.submitted(long)
    marked = scenes.draft(slug="marked")
    unreviewed(at_the_desk(cast.emil()), marked)
    assert queries(short) == queries(long) < 20
    assert queries(marked) < 20
