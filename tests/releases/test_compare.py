"""Compare any two texts of a release, and go back to one of them."""

from datetime import timedelta

import pytest
from django.test import Client

from releases.admin.compare import moved, moved_context
from releases.models import Edition, Event, Release
from releases.snapshot import Fact
from releases.workflow import Verb
from releases.working_copy import read
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, text_of, where

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def desk(edda):
    return at_the_desk(edda)


def compared(release, query=""):
    return f"{RELEASES}{release.pk}/compare/{query}"


def restoring(release, number):
    return f"{RELEASES}{release.pk}/restore/{number}/"


def marked(response, tag):
    """The words that are marked in what is shown as one text."""
    page = page_of(response)
    for hidden in page.xpath("//*[@class='visually-hidden']"):
        hidden.drop_tree()
    return [element.text_content() for element in page.xpath(f"//*[@class='difference__inline']//{tag}")]


def rewritten_twice():
    release = scenes.draft(headline="The ferry returns on Monday")
    scenes.rewritten(release, headline="The ferry returns on Tuesday")
    return scenes.rewritten(release, summary="Nothing of the sort.", facts=(Fact(text="40 cars"),))


def test_the_last_two_revisions_are_compared_unless_others_are_asked_for(desk):
    release = rewritten_twice()
    response = desk.get(compared(release))
    assert marked(response, "ins") == ["Nothing of the sort", "40 cars"]
    headings = [heading.text_content() for heading in page_of(response).xpath("//h2[@class='difference__label']")]
    assert headings == ["Summary", "Quick facts"]
    first = desk.get(compared(release, "?from=r1&to=r2"))
    assert (marked(first, "del"), marked(first, "ins")) == (["Monday"], ["Tuesday"])


def test_either_can_be_the_earlier(desk):
    response = desk.get(compared(rewritten_twice(), "?from=r2&to=r1"))
    assert (marked(response, "del"), marked(response, "ins")) == (["Tuesday"], ["Monday"])


def test_an_edition_can_be_compared_with_what_was_saved_since(desk):
    release = scenes.published(headline="The ferry returns on Monday", at=scenes.NOW)
    scenes.rewritten(release, headline="The ferry returns on Tuesday")
    response = desk.get(compared(release, "?from=e1&to=r2"))
    assert marked(response, "ins") == ["Tuesday"]
    options = page_of(response).xpath("//select[@id='compare-from']//option[@selected]")
    assert [option.text for option in options] == ["Edition 1 · First publication · since 6 Mar 2026, 09:30"]


def test_the_lists_say_who_saved_when_and_from_when_until_when_an_edition_stood(desk):
    release = scenes.published(at=scenes.NOW)
    scenes.corrected(release, at=scenes.NOW + timedelta(hours=1), summary="Corrected.")
    said = text_of(desk.get(compared(release)))
    assert "Revision 2 · Wren Okafor · 6 Mar 2026, 10:30" in said
    assert "Edition 1 · First publication · from 6 Mar 2026, 09:30 until 6 Mar 2026, 10:30" in said
    assert "Edition 2 · Correction or update · since 6 Mar 2026, 10:30" in said


@pytest.mark.parametrize(
    "query", ["?from=r9", "?to=e1", "?from=x1", "?from=r", "?from=r-1", "?from=r²", f"?to=r{'9' * 30}"]
)
def test_what_there_is_not_is_no_page(desk, query):
    assert desk.get(compared(scenes.draft(), query)).status_code == 404


def test_a_revision_of_another_release_cannot_be_reached(desk):
    other = rewritten_twice()
    assert other.version == 3
    assert desk.get(compared(scenes.draft(), "?from=r3")).status_code == 404


def test_what_is_the_same_says_so(desk):
    release = scenes.draft()
    assert "saved only once" in text_of(desk.get(compared(release)))
    scenes.rewritten(release)
    assert "The two say the same, word for word." in text_of(desk.get(compared(release)))
    assert "Twice the same." in text_of(desk.get(compared(release, "?from=r2&to=r2")))


def test_an_old_revision_is_reached_and_offered_among_many(desk, monkeypatch):
    monkeypatch.setattr("releases.admin.compare.OFFERED", 1)
    response = desk.get(compared(rewritten_twice(), "?from=r1&to=r3"))
    offered = page_of(response).xpath("//select[@id='compare-from']//option")
    assert [option.get("value") for option in offered] == ["r3", "r1"]
    assert "The oldest 2 revisions are not in these lists" in text_of(response)


def test_the_page_costs_the_same_however_often_was_saved(desk, django_assert_max_num_queries):
    release = rewritten_twice()
    for number in range(20):
        scenes.rewritten(release, summary=f"Version {number}.")
    with django_assert_max_num_queries(12):
        desk.get(compared(release))


def test_picked_releases_are_named_by_their_headline(desk):
    other = scenes.draft(headline="Herring in the harbour")
    release = scenes.draft()
    scenes.rewritten(release, picks=(other.pk,))
    assert marked(desk.get(compared(release)), "ins") == ["Herring in the harbour"]


def test_pictures_are_shown_by_the_address_for_staff(desk):
    release = scenes.draft()
    image = scenes.picture()
    scenes.rewritten(release, lead_image=scenes.lead(image))
    response = desk.get(compared(release))
    (shown,) = page_of(response).xpath("//div[@class='difference__pictures']//img")
    assert shown.get("src") == f"{RELEASES}images/{image.key}/w320.jpg"
    assert desk.get(shown.get("src")).status_code == 200


def test_nobody_else_sees_it(client, mo):
    release = rewritten_twice()
    for address in (compared(release), restoring(release, 1)):
        assert Client().get(address).status_code == 302
        assert at_the_desk(mo).get(address).status_code == 403


def test_a_revision_is_restored_as_a_new_one_after_a_look_at_what_it_changes(desk, client):
    release = rewritten_twice()
    offered = desk.get(compared(release, "?from=r1&to=r3"))
    assert [link.get("href") for link in page_of(offered).xpath("//a[contains(@href, '/restore/')]")] == [
        restoring(release, 1)
    ]
    page = desk.get(restoring(release, 1))
    assert marked(page, "ins") == ["Monday", "Crossings begin again on Monday"]
    response = desk.post(restoring(release, 1), filled(page), follow=True)
    assert "Revision 1 is the working copy again, as revision 4." in text_of(response)
    release.refresh_from_db()
    assert release.version == 4
    assert read(release) == release.revisions.get(number=1).snapshot
    assert release.revisions.count() == 4
    assert Event.objects.filter(release=release, verb=Verb.RESTORE).get().actor == cast.edda()


def test_restoring_changes_nothing_for_readers(desk, client):
    release = scenes.published()
    address = Edition.objects.get().get_absolute_url()
    scenes.corrected(release, headline="A corrected headline", note="The headline.")
    before = client.get(address).content
    desk.post(restoring(release, 1), filled(desk.get(restoring(release, 1))))
    assert Release.objects.get().version == 3
    assert client.get(address).content == before


def test_the_loser_of_a_race_is_told_what_was_saved_meanwhile_and_may_go_on(desk):
    release = rewritten_twice()
    form = filled(desk.get(restoring(release, 1)))
    scenes.rewritten(release, dateline="Port Merrow")
    response = desk.post(restoring(release, 1), form)
    assert response.status_code == 409
    assert "Wren Okafor saved this release at" in text_of(response)
    assert "What was saved since you looked" in text_of(response)
    assert "Port Merrow" in marked(response, "ins")
    release.refresh_from_db()
    assert release.version == 4
    assert desk.post(restoring(release, 1), filled(response)).status_code == 302


def test_a_page_opened_before_somebody_published_is_not_good_for_restoring(desk):
    release = rewritten_twice()
    form = filled(desk.get(restoring(release, 1)))
    at_the_desk(cast.ada()).post(where(release, "publish"), filled(desk.get(where(release, "publish"))))
    assert Edition.objects.exists()
    response = desk.post(restoring(release, 1), form)
    assert response.status_code == 409
    assert "Something happened to this release meanwhile." in text_of(response)
    release.refresh_from_db()
    assert release.version == 3


def test_a_forged_post_restores_nothing(desk):
    release = rewritten_twice()
    response = desk.post(restoring(release, 1), {"version": "x"})
    assert response.status_code == 409
    release.refresh_from_db()
    assert release.version == 3


def test_a_scheduled_release_is_locked_and_the_page_says_so(desk):
    release = scenes.draft()
    release = scenes.rewritten(release, summary="Second.")
    form = filled(desk.get(restoring(release, 1)))
    scenes.schedule(
        release=release, by=cast.edda(), version=2, visible_from=scenes.datetime.now(scenes.UTC) + timedelta(days=2)
    )
    page = desk.get(restoring(release, 1))
    (barred,) = page_of(page).xpath("//p[@class='barred']")
    assert "schedule" in barred.text_content().lower()
    assert not page_of(page).xpath("//form[@method='post'][not(@id='logout-form')]")
    response = desk.post(restoring(release, 1), form)
    assert response.status_code == 409
    release.refresh_from_db()
    assert release.version == 2


def test_what_moved_since_a_version_is_a_difference_and_otherwise_nothing():
    release = rewritten_twice()
    assert moved(release, 2).names == ["Summary", "Quick facts"]
    assert moved(release, 3) is None
    assert moved(release, None) is None
    assert moved(release, 99) is None
    assert moved_context(release, 1)["moved"].names == ["Headline", "Summary", "Quick facts"]
