"""Tags for many releases at once: every row is told apart, and none is half done."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError
from django.utils import timezone

from releases.actions.save_draft import save_draft
from releases.admin import bulk
from releases.models import Edition, Event, Release, Revision
from releases.workflow import Stage
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, page_of, text_of

pytestmark = pytest.mark.django_db
DO_IT = f"{RELEASES}bulk-tags/"


@pytest.fixture
def desk(wren):
    return at_the_desk(wren)


def chosen(desk, action, *releases, address=RELEASES):
    """What the browser sends from the list with these rows ticked: the list's form holds the versions of all its rows."""
    (form,) = [form for form in page_of(desk.get(address)).forms if form.get("id") == "changelist-form"]
    fields = {name: value for name, value in form.form_values() if name != "_selected_action"}
    ticked = [str(release.pk) for release in releases]
    return desk.post(address, {**fields, "action": action, "_selected_action": ticked, "index": "0"})


def sent(desk, response, tags):
    """The answer to the page that asks, filled in with these tags."""
    (form,) = [form for form in page_of(response).forms if form.get("action") == DO_IT]
    fields = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return desk.post(DO_IT, {**fields, "tags": [tags]})


def told(response):
    """Headline to what is said of it."""
    rows = page_of(response).xpath("//ul[@class='bulk-results']/li")
    return {row.xpath("string(a)"): " ".join(row.xpath("string(span)").split()) for row in rows}


def tags_of(release):
    return sorted(Release.objects.get(pk=release.pk).tags.names())


def test_tags_are_added_to_every_chosen_release_and_to_no_other(desk):
    one = scenes.draft(headline="One", tags=("rail",))
    two = scenes.draft(headline="Two")
    other = scenes.draft(headline="Other")
    asked = chosen(desk, "add_tags", one, two)
    assert Revision.objects.count() == 3, "asking changes nothing"
    done = sent(desk, asked, "Ferries, north shore")
    assert told(done) == {"One": "Saved Saved as revision 2.", "Two": "Saved Saved as revision 2."}
    assert tags_of(one) == ["Ferries", "north shore", "rail"]
    assert tags_of(two) == ["Ferries", "north shore"]
    assert tags_of(other) == []
    assert "2 releases were saved." in text_of(done)


def test_each_release_has_its_own_revision_and_event_in_the_persons_name(desk, wren):
    releases = [scenes.draft(by=cast.edda(), headline=f"Number {number}") for number in range(3)]
    sent(desk, chosen(desk, "add_tags", *releases), "ferries")
    for release in releases:
        latest = release.revisions.order_by("-number")[0]
        assert (latest.number, latest.created_by, latest.snapshot.tags) == (2, wren, ("ferries",))
        assert Event.objects.filter(release=release, revision=latest, actor=wren).count() == 1


def test_tags_are_removed_whatever_their_capitals(desk):
    release = scenes.draft(headline="One", tags=("Ferries", "rail"))
    without = scenes.draft(headline="Two", tags=("rail",))
    done = sent(desk, chosen(desk, "remove_tags", release, without), "FERRIES")
    assert told(done) == {"One": "Saved Saved as revision 2.", "Two": "No change It has none of these tags."}
    assert tags_of(release) == tags_of(without) == ["rail"]
    assert without.revisions.count() == 1


def test_a_release_that_has_the_tags_already_is_not_saved_again(desk):
    release = scenes.draft(headline="One", tags=("Ferries",))
    assert told(sent(desk, chosen(desk, "add_tags", release), "ferries")) == {
        "One": "No change It has these tags already."
    }
    assert release.revisions.count() == 1


def test_readers_notice_nothing(desk):
    release = scenes.published()
    sent(desk, chosen(desk, "add_tags", release), "ferries")
    assert Edition.objects.get().tags.count() == 0
    assert tags_of(release) == ["ferries"]


def test_the_version_is_that_of_the_list_so_a_change_since_then_is_a_conflict(desk):
    """Saved by somebody else after the list was shown, before the page that asks was."""
    release, other = scenes.draft(headline="One"), scenes.draft(headline="Two")
    listed = page_of(desk.get(RELEASES))
    (form,) = [form for form in listed.forms if form.get("id") == "changelist-form"]
    fields = {name: value for name, value in form.form_values() if name != "_selected_action"}
    scenes.rewritten(release, by=cast.edda(), summary="Edda’s words.")
    ticked = [str(release.pk), str(other.pk)]
    asked = desk.post(RELEASES, {**fields, "action": "add_tags", "_selected_action": ticked, "index": "0"})
    done = told(sent(desk, asked, "ferries"))
    assert done["One"].startswith("Changed meanwhile Edda Lind saved this release at ")
    assert done["Two"] == "Saved Saved as revision 2."
    assert tags_of(release) == []
    assert Release.objects.get(pk=release.pk).summary == "Edda’s words."


def test_a_conflict_on_one_row_stops_no_other(desk):
    releases = [scenes.draft(headline=f"Number {number}") for number in range(3)]
    asked = chosen(desk, "add_tags", *releases)
    scenes.rewritten(releases[1], by=cast.edda(), summary="Edda’s words.")
    done = sent(desk, asked, "ferries")
    assert [tags_of(release) for release in releases] == [["ferries"], [], ["ferries"]]
    assert "2 releases were saved. 1 was left as it was." in text_of(done)


def test_what_is_scheduled_is_locked_and_says_so(desk):
    release = scenes.scheduled(visible_from=timezone.now() + timedelta(days=1), headline="Ahead")
    scenes.draft(headline="Two")
    done = told(sent(desk, chosen(desk, "add_tags", *Release.objects.all()), "ferries"))
    assert done["Ahead"].startswith("Not done This release is locked, because it is “Scheduled”")
    assert done["Two"].startswith("Saved")
    assert tags_of(release) == []


def test_what_is_under_review_warns_before_and_loses_its_approval_after(desk, settings):
    settings.REVIEWERS = {"": 1}
    release = scenes.approved(scenes.draft(headline="Ready"))
    asked = chosen(desk, "add_tags", release)
    assert "a change voids the approvals given so far" in text_of(asked)
    sent(desk, asked, "ferries")
    assert Release.objects.get(pk=release.pk).stage == Stage.DRAFT


def test_a_database_that_fails_for_one_row_is_told_and_stops_no_other(desk, monkeypatch, caplog):
    releases = [scenes.draft(headline=f"Number {number}") for number in range(3)]

    def failing(**asked):
        if asked["release"].pk == releases[1].pk:
            raise DatabaseError("database is locked")
        return save_draft(**asked)

    monkeypatch.setattr(bulk, "save_draft", failing)
    done = told(sent(desk, chosen(desk, "add_tags", *releases), "ferries"))
    assert done["Number 1"] == "Not done The database did not take it. Nothing of this release was changed; try again."
    assert [tags_of(release) for release in releases] == [["ferries"], [], ["ferries"]]
    assert "could not be saved" in caplog.text


def test_no_tags_are_no_order_and_the_rows_stay(desk):
    release = scenes.draft(headline="One")
    again = sent(desk, chosen(desk, "add_tags", release), " , ")
    assert again.status_code == 422
    assert told(sent(desk, again, "ferries")) == {"One": "Saved Saved as revision 2."}


def test_more_than_a_hundred_at_once_are_refused_before_anything_is_asked(desk, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    releases = [scenes.draft(headline=f"Number {number}") for number in range(3)]
    assert chosen(desk, "add_tags", *releases).status_code == 302
    assert "Select at most 2 releases at once." in text_of(desk.get(RELEASES))


def test_the_way_back_leads_to_the_list_as_it_was_filtered(desk):
    release = scenes.draft(headline="One", language="fr")
    address = f"{RELEASES}?language=fr&evil=1"
    done = sent(desk, chosen(desk, "add_tags", release, address=f"{RELEASES}?language=fr"), "ferries")
    assert f"{RELEASES}?language=fr" in page_of(done).xpath("//a/@href")
    assert address not in done.content.decode()


@pytest.mark.parametrize(
    "row", ["x", "{other}:1", ":", ":1", "{pk}", "{pk}:", "{pk}:x", "-{pk}:1", "{pk}:1:1", "\x00", "99999999999:1"]
)
def test_a_forged_row_does_nothing(desk, row):
    release = scenes.draft()
    named = row.format(pk=release.pk, other=release.pk + 1)
    assert desk.post(DO_IT, {"way": "add", "tags": "ferries", "row": [named]}).status_code == 200
    assert tags_of(release) == []


def test_only_those_who_write_are_offered_it_or_may_do_it(desk):
    release = scenes.draft()
    reader = cast.person("rea", "Moderators")
    reader.user_permissions.add(*Permission.objects.filter(codename="view_release"))
    looking = at_the_desk(cast.person("rea"))
    assert looking.get(RELEASES).status_code == 200
    assert not page_of(looking.get(RELEASES)).xpath("//option[@value='add_tags']")
    assert looking.post(DO_IT, {"way": "add", "tags": "x", "row": f"{release.pk}:1"}).status_code == 403
    assert tags_of(release) == []


def test_nothing_else_can_be_done_to_many_at_once(desk, ada):
    scenes.draft()
    for person in (desk, at_the_desk(ada)):
        offered = page_of(person.get(RELEASES)).xpath("//select[@name='action']/option/@value")
        assert offered == ["", "add_tags", "remove_tags"]


def test_looking_at_the_address_leads_to_the_list(desk):
    assert desk.get(DO_IT).url == RELEASES
