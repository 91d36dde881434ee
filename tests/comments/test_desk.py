"""The moderation desk: what waits comes first, one click decides, and nobody decides what they did not see."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from comments.actions import edit, report
from comments.actions.claim import HELD_FOR, claim
from comments.models import Claim, Comment, Decision
from comments.reasons import KEPT, Complaint, Reason
from comments.senders import Sender
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import moved, said, shown

pytestmark = pytest.mark.django_db
DESK = "/admin/comments/comment/"


def logged_in(person):
    client = Client(enforce_csrf_checks=False)
    client.force_login(person())
    return client


@pytest.fixture
def desk():
    return logged_in(cast.mo)


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW)


def rows(response):
    return [
        text.strip()
        for text in html.fromstring(response.content.decode()).xpath("//*[contains(@class,'desk-text')]/text()")
    ]


def press(client, comment, label, back=""):
    """Press one of the buttons of a row, as the page that is on the screen has it."""
    tree = html.fromstring(client.get(f"{DESK}?{back}").content.decode())
    return press_in(client, tree, comment, label)


def press_in(client, tree, comment, label):
    (button,) = tree.xpath(f"//button[contains(@formaction, '/{comment.pk}/decide/') and normalize-space()='{label}']")
    back = tree.xpath("//input[@name='back']/@value")[0]
    return client.post(button.get("formaction"), {"decision": button.get("value"), "back": back}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_what_waits_comes_first_and_the_oldest_of_it(desk, release):
    minutes = [scenes.NOW + timedelta(minutes=minute) for minute in range(4)]
    shown(release, text="approved", at=minutes[0])
    said(release, text="young", at=minutes[3])
    said(release, text="old", at=minutes[2])
    moved(said(release, text="spam", at=minutes[1]), State.SPAM)
    said(release, text="suspect", at=minutes[0])
    Comment.objects.filter(text="suspect").update(suspected=True)
    assert rows(desk.get(DESK)) == ["old", "young", "suspect"]
    assert rows(desk.get(f"{DESK}?in=all")) == ["old", "young", "suspect", "approved", "spam"]
    assert rows(desk.get(f"{DESK}?in=approved")) == ["approved"]


def test_it_shows_all_that_a_decision_needs_and_links_are_only_text(desk, release):
    parent = shown(release, author="Asker", text="A question")
    said(release, parent=parent, author="Noor", url="https://noor.example/", text="Look at https://spam.example/ & <b>")
    page = desk.get(f"{DESK}?in=waiting").content.decode()
    tree = html.fromstring(page)
    assert rows(desk.get(f"{DESK}?in=waiting")) == ["Look at https://spam.example/ & <b>"]
    text = tree.xpath("string(//*[@id='result_list'])")
    for part in (
        "Noor",
        "noor@example.org",
        "https://noor.example/",
        "In reply to Asker",
        "A question",
        release.headline,
    ):
        assert part in text
    assert not [href for href in tree.xpath("//a/@href") if "noor.example" in href or "spam.example" in href]


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("Approve", State.APPROVED),
        ("Not about this release", State.REJECTED),
        ("Spam", State.SPAM),
        ("Trash", State.TRASH),
    ],
)
def test_one_click_decides_and_leads_back(desk, release, label, state):
    comment = said(release)
    response = press(desk, comment, label, back="in=waiting&q=noor")
    assert response.redirect_chain == [(f"{DESK}?in=waiting&q=noor", 302)]
    assert Comment.objects.get().state == state
    decision = Decision.objects.get()
    assert (decision.by, decision.from_state, decision.to_state) == (cast.mo(), State.PENDING, state)
    assert "Noor Said" in told(response)[0]


def test_what_was_set_aside_goes_back_to_the_queue(desk, release):
    comment = moved(said(release), State.SPAM)
    press(desk, comment, "Back to the queue", back="in=spam")
    assert Comment.objects.get().state == State.PENDING


def test_the_second_click_on_an_old_screen_is_told(desk, release):
    comment = said(release)
    old_screen = html.fromstring(desk.get(DESK).content.decode())
    press(logged_in(cast.ada), comment, "Spam")
    response = press_in(desk, old_screen, comment, "Approve")
    assert "Ada Brook moved this reply to “Spam”" in told(response)[0]
    assert Comment.objects.get().state == State.SPAM
    assert Decision.objects.count() == 1


def test_a_text_that_changed_under_the_screen_is_not_approved(desk, release):
    comment = said(release)
    old_screen = html.fromstring(desk.get(DESK).content.decode())
    Comment.objects.update(version=2, text="Buy now")
    response = press_in(desk, old_screen, comment, "Approve")
    assert "changed after you looked" in told(response)[0]
    assert Comment.objects.get().state == State.PENDING


def bulk(client, tree, action, chosen, tab="waiting", **more):
    seen = {field.get("name"): field.get("value") for field in tree.xpath("//input[starts-with(@name, 'seen-')]")}
    body = {"action": action, "_selected_action": [comment.pk for comment in chosen], "index": 0, **seen, **more}
    return client.post(f"{DESK}?in={tab}", body, follow=True)


def test_many_at_once_have_a_result_each(desk, release):
    first, second, third = said(release), said(release), said(release, author="Decided Elsewhere")
    screen = html.fromstring(desk.get(DESK).content.decode())
    press(logged_in(cast.ada), third, "Trash")
    response = bulk(desk, screen, "to_approved", [first, second, third])
    assert sorted(Comment.objects.values_list("state", flat=True)) == ["approved", "approved", "trash"]
    conflict, done = told(response)
    assert "1 was not carried out:" in conflict
    assert "Decided Elsewhere" in conflict
    assert "Ada Brook" in conflict
    assert done.startswith("2 were carried out:<ul>")
    assert done.count("<li>Approved: Noor Said") == 2


def test_a_result_shows_a_readers_words_as_text(desk, release):
    comment = said(release, author="<img src=x onerror=alert(1)>", text="<script>alert(1)</script>")
    screen = html.fromstring(desk.get(DESK).content.decode())
    page = bulk(desk, screen, "to_spam", [comment]).content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_bulk_rejection_has_one_reason_for_all(desk, release):
    comments = [said(release), said(release)]
    screen = html.fromstring(desk.get(DESK).content.decode())
    assert "Choose the reason" in told(bulk(desk, screen, "to_rejected", comments))[0]
    bulk(desk, screen, "to_rejected", comments, reason=Reason.PROMOTION)
    assert set(Decision.objects.values_list("to_state", "reason")) == {(State.REJECTED, Reason.PROMOTION)}


def test_a_step_that_does_not_exist_is_refused_in_bulk_too(desk, release):
    comment = moved(said(release), State.SPAM)
    screen = html.fromstring(desk.get(f"{DESK}?in=spam").content.decode())
    response = bulk(desk, screen, "to_approved", [comment], tab="spam")
    assert "Put it back into the queue first" in told(response)[0]
    assert Comment.objects.get().state == State.SPAM


def test_rows_that_were_not_on_the_screen_are_left_alone(desk, release):
    seen = said(release)
    screen = html.fromstring(desk.get(DESK).content.decode())
    unseen = said(release)
    response = bulk(desk, screen, "to_spam", [seen, unseen])
    assert Comment.objects.get(pk=unseen.pk).state == State.PENDING
    assert "1 reply was left as it is" in " ".join(told(response))


@pytest.mark.parametrize(("person", "may_look"), [(cast.wren, False), (cast.edda, True)])
def test_writers_have_no_desk_and_editors_read_it(person, may_look, release):
    comment = said(release)
    client = logged_in(person)
    assert client.get(DESK).status_code == (200 if may_look else 403)
    assert ("comments/comment" in client.get("/admin/").content.decode()) == may_look
    address = f"{DESK}{comment.pk}/decide/"
    assert client.post(address, {"decision": "pending.1.approved"}).status_code == 403
    assert client.post(f"{DESK}{comment.pk}/undo/", {"undo": "1"}).status_code == 403
    assert client.post(f"{DESK}claims/", {"current": comment.pk}).status_code == 403
    client.post(
        DESK, {"action": "to_approved", "_selected_action": [comment.pk], "index": 0, f"seen-{comment.pk}": "pending.1"}
    )
    assert Comment.objects.get().state == State.PENDING


def test_who_may_only_look_sees_no_buttons(release):
    comment = said(release)
    person = cast.person("vera")
    person.user_permissions.set(permissions("view_comment"))
    client = logged_in(lambda: person)
    page = client.get(DESK).content.decode()
    assert "When is the last crossing?" in page
    assert "decide/" not in page
    assert "to_approved" not in page
    assert client.post(f"{DESK}{comment.pk}/decide/", {"decision": "pending.1.approved"}).status_code == 403
    client.post(
        DESK, {"action": "to_approved", "_selected_action": [comment.pk], "index": 0, f"seen-{comment.pk}": "pending.1"}
    )
    assert Comment.objects.get().state == State.PENDING


def permissions(*codenames):
    return Permission.objects.filter(codename__in=codenames)


def test_nobody_adds_edits_or_deletes_a_reply(release):
    comment = said(release)
    root = cast.person("root")
    root.is_superuser = True
    root.save()
    client = logged_in(lambda: root)
    assert client.get(f"{DESK}add/").status_code == 403
    assert client.post(f"{DESK}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{DESK}{comment.pk}/change/", {"text": "Edited"}).status_code == 403
    page = client.get(f"{DESK}{comment.pk}/change/")
    assert page.status_code == 200
    assert not html.fromstring(page.content.decode()).xpath("//*[@name='text' or @name='author']")
    assert "delete_selected" not in client.get(DESK).content.decode()
    assert Comment.objects.get().text == comment.text


def test_the_replys_own_page_has_the_buttons_and_the_record(desk, release):
    comment = said(release)
    address = f"{DESK}{comment.pk}/change/"
    tree = html.fromstring(desk.get(address).content.decode())
    response = press_in(desk, tree, comment, "Approve")
    assert response.redirect_chain == [(address, 302)]
    page = response.content.decode()
    assert "Mo Haddad" in page
    assert Comment.objects.get().state == State.APPROVED


def test_the_way_back_leads_to_the_list_and_nowhere_else(desk, release):
    comment = said(release)
    response = desk.post(
        f"{DESK}{comment.pk}/decide/", {"decision": "pending.1.spam", "back": "//evil.example\r\nX: y"}
    )
    assert response.status_code == 302
    assert response["Location"].startswith(f"{DESK}?")


@pytest.mark.parametrize(
    "wanted", ["", "approved", "pending.1.published", "pending.x.approved", "pending..", "....", "pending.².approved"]
)
def test_nonsense_moves_nothing(desk, release, wanted):
    comment = said(release)
    response = desk.post(f"{DESK}{comment.pk}/decide/", {"decision": wanted}, follow=True)
    assert response.status_code == 200
    assert len(told(response)) == 1
    assert Comment.objects.get().state == State.PENDING


def test_a_decision_is_posted_and_never_a_link(desk, release):
    assert desk.get(f"{DESK}{said(release).pk}/decide/").status_code == 405
    assert desk.post(f"{DESK}999999/decide/").status_code == 404


def test_it_checks_the_token_against_forged_requests(release):
    comment = said(release)
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.mo())
    assert client.post(f"{DESK}{comment.pk}/decide/", {"decision": "pending.1.approved"}).status_code == 403
    assert Comment.objects.get().state == State.PENDING


def test_search_finds_by_name_address_text_and_headline(desk, release):
    said(release, author="Ingrid", email="ingrid@example.org", text="about tides")
    said(release, author="Other", email="other@example.org", text="about winds")
    for word in ("ingrid", "ingrid@example", "tides"):
        assert rows(desk.get(DESK, {"q": word})) == ["about tides"]
    assert len(rows(desk.get(DESK, {"q": "ferry returns"}))) == 2


def test_the_desk_costs_the_same_with_two_replies_and_with_twenty(desk, release):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert desk.get(DESK).status_code == 200
        return len(queries)

    parent = shown(release)
    said(release, parent=parent)
    desk.get(DESK)
    with_two = cost()
    for number in range(18):
        said(
            scenes.published(at=scenes.NOW, headline=f"Ferry {number}") if number < 6 else release,
            parent=None if number < 6 else parent,
        )
    assert cost() == with_two
    assert with_two <= 13


def test_the_record_of_decisions_can_be_read_and_not_written(desk, release):
    comment = shown(release)
    page = desk.get("/admin/comments/decision/")
    assert "Mo Haddad" in page.content.decode()
    decision = comment.decisions.get()
    assert desk.get(f"/admin/comments/decision/{decision.pk}/change/").status_code == 200
    assert desk.post(f"/admin/comments/decision/{decision.pk}/change/", {"by_name": "x"}).status_code == 403
    assert not re.search(r"decision/add/", page.content.decode())


def fetched(client, address, **body):
    return client.post(address, body, headers={"X-Requested-With": "desk"}).json()


def test_the_desks_script_gets_the_outcome_and_the_card_as_it_is_now(desk, release):
    comment = said(release)
    address = f"{DESK}{comment.pk}/decide/"
    answer = fetched(desk, address, decision="pending.1.rejected.off_topic")
    assert (answer["done"], answer["state"]) == (True, "Rejected")
    assert answer["undo"] == str(Decision.objects.get().pk)
    answer = fetched(desk, address, decision="pending.1.approved")
    assert answer["done"] is False
    assert "moved this reply to “Rejected”" in answer["told"]
    assert "rejected.1.pending" in answer["buttons"]


@pytest.mark.parametrize(
    ("start", "to", "back"),
    [
        (State.PENDING, State.APPROVED, State.PENDING),
        (State.PENDING, "rejected.abusive", State.PENDING),
        (State.PENDING, State.SPAM, State.PENDING),
        (State.APPROVED, State.TRASH, State.PENDING),
        (State.REJECTED, State.PENDING, State.REJECTED),
        (State.SPAM, State.PENDING, State.SPAM),
    ],
)
def test_undo_is_a_decision_of_its_own(desk, release, start, to, back):
    comment = said(release) if start == State.PENDING else moved(said(release), start)
    undo = fetched(desk, f"{DESK}{comment.pk}/decide/", decision=f"{start}.1.{to}")["undo"]
    before = Decision.objects.count()
    assert fetched(desk, f"{DESK}{comment.pk}/undo/", undo=undo)["done"]
    assert Comment.objects.get().state == back
    assert Decision.objects.count() == before + 1


def test_only_ones_own_last_decision_is_undone(desk, release):
    comment = said(release)
    undo = fetched(desk, f"{DESK}{comment.pk}/decide/", decision="pending.1.approved")["undo"]
    other = logged_in(cast.ada)
    assert not fetched(other, f"{DESK}{comment.pk}/undo/", undo=undo)["done"]
    assert Comment.objects.get().state == State.APPROVED
    press(other, comment, "Trash", back="in=approved")
    answer = fetched(desk, f"{DESK}{comment.pk}/undo/", undo=undo)
    assert "moved on since" in answer["told"]
    assert Comment.objects.get().state == State.TRASH
    for nonsense in ("", "x", "9" * 30):
        assert not fetched(desk, f"{DESK}{comment.pk}/undo/", undo=nonsense)["done"]


def test_what_was_reported_has_a_tab_its_reasons_and_a_way_to_keep_it(desk, release):
    comment = shown(release)
    for number in range(2):
        report(comment=comment, reason=Complaint.PERSONAL, sender=Sender(str(number) * 32), at=scenes.NOW)
    page = desk.get(f"{DESK}?in=reported")
    assert rows(page) == [comment.text]
    assert "Reported 2 times: It tells of somebody" in page.content.decode()
    press(desk, comment, "Keep it", back="in=reported")
    assert Comment.objects.get().state == State.APPROVED
    assert rows(desk.get(f"{DESK}?in=reported")) == []
    assert Decision.objects.latest("pk").reason == KEPT


def test_a_card_says_what_speaks_for_and_against_it(desk, release):
    for state in (State.APPROVED, State.APPROVED, State.SPAM):
        moved(said(release, text="before"), state)
    comment = said(release, at=scenes.NOW)
    edit(comment=comment, text="Now see https://a.example and https://b.example", seen_version=1, at=scenes.NOW)
    tree = html.fromstring(desk.get(DESK).content.decode())
    (card,) = tree.xpath("//div[contains(@class, 'desk-card')]")
    words = " ".join(card.text_content().split())
    assert "Same mailbox: 2 approved, 1 refused" in words
    assert "When is the last crossing?" in words
    assert "link" in " ".join(card.xpath(".//ul[contains(@class, 'desk-findings')]")[0].text_content().split())
    assert not card.xpath(".//a[starts-with(@href, 'https://')]")


def test_claims_are_told_to_the_others_and_stop_nobody(desk, release):
    first, second = said(release), said(release)
    shown_rows = f"{first.pk},{second.pk}"
    assert fetched(desk, f"{DESK}claims/", current=first.pk, shown=shown_rows) == {"claims": {}}
    ada = logged_in(cast.ada)
    assert fetched(ada, f"{DESK}claims/", current=first.pk, shown=shown_rows) == {
        "claims": {str(first.pk): "Mo Haddad is looking at this."}
    }
    assert "Mo Haddad is looking at this." in ada.get(DESK).content.decode()
    assert fetched(ada, f"{DESK}{first.pk}/decide/", decision="pending.1.spam")["done"]
    assert not Claim.objects.filter(comment=first).exists()
    fetched(desk, f"{DESK}claims/", current=second.pk, shown=shown_rows)
    fetched(desk, f"{DESK}claims/", current="", shown=shown_rows)
    assert not Claim.objects.exists()
    for nonsense in ("x", "-1", "9" * 40, "1,2,3"):
        assert fetched(desk, f"{DESK}claims/", current=nonsense, shown=nonsense) == {"claims": {}}


def test_a_claim_is_over_after_two_minutes(release):
    comment = said(release)
    assert claim(comment=comment, by=cast.mo(), at=scenes.NOW).by == cast.mo()
    assert claim(comment=comment, by=cast.ada(), at=scenes.NOW + HELD_FOR - timedelta(seconds=1)).by == cast.mo()
    assert claim(comment=comment, by=cast.ada(), at=scenes.NOW + HELD_FOR).by == cast.ada()


def test_the_tabs_count_what_there_is_to_do(desk, release):
    said(release), said(release), shown(release)
    tabs = html.fromstring(desk.get(DESK).content.decode()).xpath("//nav[@class='desk-tabs']//a")
    words = [" ".join(tab.text_content().split()) for tab in tabs]
    assert words[:2] == ["Waiting 2", "Reported 0"]
    assert [tab.get("aria-current") for tab in tabs][:2] == ["page", None]


def test_the_waiting_tab_says_how_many_are_probably_spam(desk, release):
    said(release), said(release, text="suspect")
    assert "Probably spam" not in first_tab(desk)
    Comment.objects.filter(text="suspect").update(suspected=True)
    assert first_tab(desk) == "Waiting 2 Probably spam 1"


def first_tab(client):
    tab = html.fromstring(client.get(DESK).content.decode()).xpath("//nav[@class='desk-tabs']//a")[0]
    return " ".join(tab.text_content().split())


def test_a_parent_that_is_no_longer_on_the_page_says_where_it_is(desk, release):
    parent = shown(release)
    said(release, parent=parent, text="answer")
    assert "Trash" not in parent_of_the_first_card(desk)
    moved(parent, State.TRASH)
    assert parent_of_the_first_card(desk).endswith("Trash")


def parent_of_the_first_card(client):
    tree = html.fromstring(client.get(DESK).content.decode())
    return " ".join(tree.xpath("//p[@class='desk-parent']")[0].text_content().split())


def test_a_page_of_one_state_is_read_from_its_index_and_not_sorted(desk, release):
    said(release)
    for tab in ("waiting", "spam"):
        with CaptureQueriesContext(connection) as queries:
            desk.get(DESK, {"in": tab})
        (order,) = [each["sql"].split("ORDER BY")[1] for each in queries if '"suspected" ASC' in each["sql"]]
        assert "CASE" not in order


def test_the_token_that_holds_now_is_for_moderators(desk, release):
    assert desk.get(f"{DESK}claims/").json()["token"]
    assert logged_in(cast.edda).get(f"{DESK}claims/").status_code == 403
    assert Client().get(f"{DESK}claims/").status_code == 302
