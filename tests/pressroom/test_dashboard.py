"""The desk: what waits for whom, in few queries."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.actions import submit
from comments.states import State
from pressroom.dashboard import SHOWN
from releases import waiting
from releases.actions.approve import approve
from releases.actions.discard import discard
from releases.actions.publish import publish
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.actions.review_afterwards import review_afterwards
from releases.actions.schedule import schedule
from releases.actions.send_back import send_back
from releases.models import Release
from releases.review import own_work
from releases.workflow import Verb
from tests import cast, scenes
from tests.comments.conversation import moved
from tests.releases.back_office import at_the_desk, page_of, text_of, where

pytestmark = pytest.mark.django_db
DESK = "/admin/"


@pytest.fixture(autouse=True)
def clock():
    """A Friday in March, 9.30 in the morning in the office's zone."""
    with time_machine.travel(scenes.NOW, tick=False) as clock:
        yield clock


def card(response, name):
    """The words of one card, or None where it is not shown."""
    found = page_of(response).xpath(f"//section[h2/@id='desk-{name}']")
    return " ".join(found[0].text_content().split()) if found else None


def asked(release, at, text="Why Monday?"):
    return submit(release=release, at=at, author="Ines", email="ines@example.org", url="", text=text)


@pytest.fixture
def reviewed(settings):
    """An office in which one other person has to look."""
    settings.REVIEWERS = {"": 1}


def test_my_drafts_are_there_and_not_those_of_others_or_what_is_public():
    scenes.draft(by=cast.wren(), headline="Mine to finish")
    scenes.draft(by=cast.edda(), headline="Edda’s to finish")
    scenes.published(headline="Finished")
    binned = scenes.draft(by=cast.wren(), headline="In the bin")
    discard(release=binned, by=cast.wren(), version=1)
    drafts = card(at_the_desk(cast.wren()).get(DESK), "drafts")
    assert "Mine to finish" in drafts
    assert "Edda’s to finish" not in drafts
    assert "Finished" not in drafts
    assert "In the bin" not in drafts


def test_what_is_scheduled_next_comes_first_with_its_zone_utc_and_how_long_it_is():
    scenes.scheduled(visible_from=scenes.NOW + timedelta(days=3), headline="Later")
    scenes.scheduled(visible_from=scenes.NOW + timedelta(hours=2), headline="Sooner")
    scheduled = card(at_the_desk(cast.edda()).get(DESK), "scheduled")
    assert scheduled.index("Sooner") < scheduled.index("Later")
    assert "in 2 hours Friday 6 March 2026, 11:30 America/Toronto (2026-03-06 16:30 UTC)" in scheduled


def test_a_public_release_with_unpublished_changes_waits_until_it_is_the_same_again():
    release = scenes.published(at=scenes.NOW - timedelta(days=1), headline="As readers see it")
    scenes.published(at=scenes.NOW - timedelta(days=1), headline="Untouched", slug="untouched")
    scenes.rewritten(release, headline="As staff saved it")
    desk = at_the_desk(cast.edda())
    assert "As staff saved it saved 0 minutes ago by Wren Okafor" in card(desk.get(DESK), "changed")
    assert "Untouched" not in card(desk.get(DESK), "changed")
    scenes.rewritten(release, headline="As readers see it")
    assert card(desk.get(DESK), "changed") is None


def test_changes_that_are_scheduled_or_in_review_wait_elsewhere(reviewed):
    release = published_by_two(headline="Out")
    scenes.submitted(scenes.rewritten(release, headline="To be looked at"))
    assert card(at_the_desk(cast.edda()).get(DESK), "changed") is None
    assert "To be looked at" in card(at_the_desk(cast.edda()).get(DESK), "review")


def published_by_two(**fields):
    release = scenes.approved(scenes.draft(**fields))
    publish(release=release, by=cast.edda(), version=release.version)
    return release


def test_what_others_submitted_waits_for_a_reviewer_the_oldest_first(reviewed):
    scenes.submitted(scenes.draft(headline="Newer"), at=scenes.NOW - timedelta(hours=1))
    scenes.submitted(scenes.draft(headline="Older"), at=scenes.NOW - timedelta(days=2))
    scenes.draft(headline="Not submitted")
    waits = card(at_the_desk(cast.edda()).get(DESK), "review")
    assert "Older News release · submitted 2 days ago by Wren Okafor" in waits
    assert waits.index("Older") < waits.index("Newer")
    assert "Not submitted" not in waits


def test_nobody_is_asked_to_review_their_own_work(reviewed):
    scenes.submitted(scenes.draft(by=cast.wren(), headline="Submitted by Edda"), by=cast.edda())
    last_changed = scenes.submitted(scenes.draft(headline="Changed by Edda"))
    scenes.rewritten(last_changed, by=cast.edda(), summary="A better one.")
    assert card(at_the_desk(cast.edda()).get(DESK), "review") is None
    others = card(at_the_desk(cast.emil()).get(DESK), "review")
    assert "Submitted by Edda" in others
    assert "Changed by Edda" in others


def test_the_desk_asks_for_exactly_what_the_action_lets_one_approve(reviewed):
    """The desk's rule is SQL and that of the action is Python: they have to say the same of everybody."""
    people = [cast.edda(), cast.emil(), cast.ada()]
    for writer in people:
        for submitter in people:
            scenes.submitted(scenes.draft(by=writer), by=submitter)
    for person in people:
        asked = set(waiting.for_review(person).values_list("pk", flat=True))
        assert asked == {release.pk for release in Release.objects.all() if not own_work(Verb.APPROVE, release, person)}
        assert asked


def test_who_approved_already_is_not_asked_again_in_that_round(settings):
    settings.REVIEWERS = {"": 2}
    release = scenes.submitted(scenes.draft(headline="Two have to look"))
    approve(release=release, by=cast.edda(), version=release.version)
    assert card(at_the_desk(cast.edda()).get(DESK), "review") is None
    assert "Two have to look" in card(at_the_desk(cast.emil()).get(DESK), "review")
    scenes.rewritten(release, summary="Changed since.")
    assert "Two have to look" in card(at_the_desk(cast.edda()).get(DESK), "review")


def test_a_submission_of_an_account_that_is_gone_still_waits(reviewed):
    scenes.submitted(scenes.draft(headline="Left behind"))
    User.objects.filter(username="wren").delete()
    assert "Left behind" in card(at_the_desk(cast.edda()).get(DESK), "review")


def test_what_was_sent_back_waits_for_who_submitted_it_with_the_reason(reviewed):
    release = scenes.submitted(scenes.draft(headline="Not yet"), at=scenes.NOW - timedelta(days=1))
    send_back(release=release, by=cast.edda(), version=1, reason="Which year?", at=scenes.NOW - timedelta(hours=3))
    wren = at_the_desk(cast.wren())
    assert card(wren.get(DESK), "back") == "Sent back to you Not yet 3 hours ago by Edda Lind Which year?"
    assert card(wren.get(DESK), "drafts") is None, "it is listed once"
    assert card(at_the_desk(cast.theo()).get(DESK), "back") is None
    scenes.submitted(release)
    assert card(wren.get(DESK), "back") is None


def test_what_is_approved_waits_for_who_may_publish_until_it_goes_out(reviewed):
    release = scenes.approved(scenes.draft(headline="Ready"))
    assert "Ready" in card(at_the_desk(cast.edda()).get(DESK), "approved")
    assert card(at_the_desk(cast.theo()).get(DESK), "approved") is None
    schedule(release=release, by=cast.edda(), version=1, visible_from=scenes.NOW + timedelta(days=1))
    assert card(at_the_desk(cast.edda()).get(DESK), "approved") is None


def test_what_was_published_without_review_is_red_until_somebody_else_has_looked(reviewed):
    release = scenes.draft(headline="Night train")
    edition = publish_unreviewed(release=release, by=cast.edda(), version=1, reason="Nobody else was awake.")
    for person in (cast.edda(), cast.theo()):
        found = page_of(at_the_desk(person).get(DESK)).xpath("//section[contains(@class, 'card-red')]")
        assert "Night train" in found[0].text_content()
        assert "Nobody else was awake." in found[0].text_content()
    review_afterwards(release=release, by=cast.emil(), edition=edition)
    assert card(at_the_desk(cast.edda()).get(DESK), "unreviewed") is None


def test_an_office_of_one_hears_nothing_of_review(settings):
    settings.REVIEWERS = {"": 1}
    scenes.submitted(scenes.draft(headline="Once submitted"))
    scenes.approved(scenes.draft())
    publish_unreviewed(release=scenes.draft(slug="b"), by=cast.edda(), version=1, reason="Night.")
    settings.REVIEWERS = {"": 0}
    desk = at_the_desk(cast.edda()).get(DESK)
    assert not [name for name in ("review", "approved", "unreviewed", "back") if card(desk, name)]
    listed = page_of(at_the_desk(cast.edda()).get("/admin/releases/release/"))
    words = listed.xpath("//nav[@id='changelist-filter']")[0].text_content() + listed.xpath("//table")[0].text_content()
    assert "eview" not in words
    assert "pproved" not in words


def test_what_waits_comes_before_what_does_not(reviewed):
    scenes.draft(by=cast.edda(), headline="A draft")
    scenes.submitted(scenes.draft())
    publish_unreviewed(release=scenes.draft(slug="b"), by=cast.emil(), version=1, reason="Night.")
    headings = page_of(at_the_desk(cast.edda()).get(DESK)).xpath("//div[@class='desk-mine']//h2/@id")
    assert headings == ["desk-unreviewed", "desk-review", "desk-drafts"]


def test_every_heading_leads_to_the_whole_of_its_list(reviewed):
    """The desk and the list ask the same question, so the same releases are found."""
    edda = at_the_desk(cast.edda())
    newsroom_with_review(1)
    cards = page_of(edda.get(DESK)).xpath("//section[h2/a]")
    addresses = {one.xpath("string(h2/@id)"): one.xpath("string(h2/a/@href)") for one in cards}
    assert {"desk-unreviewed", "desk-review", "desk-back", "desk-approved", "desk-changed", "desk-scheduled"} <= set(
        addresses
    )
    for one in cards:
        if "comments" in one.xpath("string(h2/a/@href)"):
            continue
        there = text_of(edda.get(one.xpath("string(h2/a/@href)")))
        for headline in one.xpath("ul/li/a/text()"):
            assert headline in there, addresses


def test_a_list_on_the_desk_is_bounded_and_says_that_there_is_more(reviewed):
    for number in range(SHOWN + 1):
        scenes.submitted(scenes.draft(headline=f"Number {number}"))
    response = page_of(at_the_desk(cast.edda()).get(DESK))
    assert len(response.xpath("//section[h2/@id='desk-review']/ul/li")) == SHOWN
    assert response.xpath("//section[h2/@id='desk-review']/p/a/@href") == ["/admin/releases/release/?stage=in_review"]


def test_a_clear_desk_says_so_and_invites():
    assert "Nothing waits for you" in card(at_the_desk(cast.edda()).get(DESK), "clear")
    scenes.draft(by=cast.edda())
    assert card(at_the_desk(cast.edda()).get(DESK), "clear") is None
    assert "Every reply has been decided on." in card(at_the_desk(cast.mo()).get(DESK), "clear")


def test_saves_of_one_release_in_a_row_are_one_line_of_today():
    release = scenes.draft(headline="Much saved")
    for number in range(5):
        scenes.rewritten(release, summary=f"Try {number}")
    assert card(at_the_desk(cast.edda()).get(DESK), "today").count("Saved") == 1


def test_replies_that_wait_are_counted_for_those_who_decide():
    release = scenes.published(at=scenes.NOW - timedelta(days=9))
    asked(release, scenes.NOW - timedelta(days=2))
    asked(release, scenes.NOW - timedelta(hours=1), "And why not Tuesday?")
    decided = asked(release, scenes.NOW - timedelta(days=8), "Or Wednesday?")
    moved(decided, State.APPROVED)
    replies = card(at_the_desk(cast.mo()).get(DESK), "replies")
    assert replies == "Replies waiting 2 replies The oldest has waited 2 days."
    assert card(at_the_desk(cast.edda()).get(DESK), "replies") is None


def test_a_moderator_sees_nothing_of_releases():
    scenes.draft(headline="Secret budget")
    response = at_the_desk(cast.mo()).get(DESK)
    assert "Secret budget" not in response.content.decode()
    assert card(response, "today") is None
    assert "New release" not in text_of(response)


def test_an_account_without_a_role_is_told_so():
    assert "Your account has no role yet." in text_of(at_the_desk(cast.otto()).get(DESK))


def test_today_is_the_offices_day():
    scenes.draft(at=datetime(2026, 3, 6, 4, 59, tzinfo=UTC), headline="Before midnight")
    scenes.draft(at=datetime(2026, 3, 6, 5, 0, tzinfo=UTC), headline="After midnight")
    today = card(at_the_desk(cast.wren()).get(DESK), "today")
    assert "After midnight" in today
    assert "Before midnight" not in today
    assert "00:00 Wren Okafor · Saved" in today


def test_the_button_for_a_new_release_is_for_those_who_write():
    assert page_of(at_the_desk(cast.wren()).get(DESK)).xpath("//a[@href='/admin/releases/release/add/']")


def test_every_line_leads_to_its_release():
    release = scenes.scheduled(visible_from=scenes.NOW + timedelta(days=3))
    assert page_of(at_the_desk(cast.edda()).get(DESK)).xpath(f"//section//a[@href='{where(release)}']")


def newsroom_with_review(size):
    """So many of everything that waits for an administrator who is not their author."""
    ada, edda, wren = cast.ada(), cast.edda(), cast.wren()
    for number in range(size):
        name = f"{number} of {size} {Release.objects.count()}"
        scenes.draft(by=ada, headline=f"Draft {name}")
        scenes.submitted(scenes.draft(headline=f"To review {name}"))
        back = scenes.submitted(scenes.draft(by=wren, headline=f"Back {name}"), by=ada)
        send_back(release=back, by=edda, version=1, reason="Which year?")
        mine = scenes.submitted(scenes.draft(by=wren, headline=f"Edda’s {name}"), by=edda)
        send_back(release=mine, by=cast.emil(), version=1, reason="Which year?")
        scenes.approved(scenes.draft(headline=f"Ready {name}"))
        to_come = scenes.approved(scenes.draft(headline=f"To come {name}"))
        schedule(release=to_come, by=edda, version=1, visible_from=scenes.NOW + timedelta(days=3))
        publish_unreviewed(release=scenes.draft(headline=f"Night {name}"), by=edda, version=1, reason="Night.")
        release = published_by_two(headline=f"Out {name}")
        scenes.rewritten(release, summary="Something else.")
        asked(release, scenes.NOW)


def test_the_desk_costs_the_same_with_two_of_each_and_with_twenty(reviewed):
    desk = at_the_desk(everything())

    def cost():
        desk.get(DESK)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(DESK).status_code == 200
        return len(captured)

    newsroom_with_review(2)
    few = cost()
    newsroom_with_review(18)
    assert cost() == few
    # Session, person, two for permissions, ten lists, and the saved filters.
    assert few <= 15


def everything():
    """Somebody who may do all that the desk shows: it has no more to ask for anybody."""
    person = cast.ada()
    person.groups.add(*Group.objects.all())
    return User.objects.get(pk=person.pk)
