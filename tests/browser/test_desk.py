"""The moderation desk in a real browser, without the mouse: decided, undone, passed over, told, and the same without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from comments.actions import decide
from comments.models import Claim, Comment, Decision
from comments.reasons import Reason
from comments.states import State
from tests import cast, scenes
from tests.comments.conversation import said

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = "/admin/comments/comment/"


@pytest.fixture
def waiting(live_server):
    """Eight replies, the oldest first."""
    release = scenes.published()
    begin = release.editions.get().visible_from
    return [
        said(release, at=begin + timedelta(seconds=number), author=f"Reader {number}", text=f"Question {number}")
        for number in range(8)
    ]


def at_the_desk(sit_down, person=cast.mo, **options) -> Page:
    page = sit_down(person(), **options)
    page.goto(DESK)
    page.wait_for_load_state("networkidle")
    return page


def told(page: Page, words: str) -> None:
    """What assistive technology is told; and the next decision may come."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def current(page: Page):
    return page.locator("#result_list tr[aria-current=true]")


def test_eight_decisions_by_keyboard(sit_down, waiting):
    page = at_the_desk(sit_down)
    expect(current(page)).to_contain_text("Question 0")
    for number, (keys, words) in enumerate(
        [("a", "Approved"), ("s", "Marked as spam"), ("d", "Moved to the trash"), ("r6", "Rejected"), ("a", "Approved")]
    ):
        expect(current(page)).to_contain_text(f"Question {number}")
        for key in keys:
            page.keyboard.press(key)
        told(page, f"{words}: Reader {number}")
    page.keyboard.press("u")
    told(page, "Undone: Reader 4")
    expect(current(page)).to_contain_text("Question 4")
    page.keyboard.press("j")
    expect(current(page)).to_contain_text("Question 5")
    page.keyboard.press("k")
    for number in (4, 5, 6, 7):
        expect(current(page)).to_contain_text(f"Question {number}")
        page.keyboard.press("a")
        told(page, f"Approved: Reader {number}")
    told(page, "That was the last one on this page.")
    expect(page.get_by_role("link", name="Load the next ones")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing is here.")).to_be_visible()
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == [
        "approved", "spam", "trash", "rejected", "approved", "approved", "approved", "approved",
    ]  # fmt: skip
    assert Decision.objects.get(to_state=State.REJECTED).reason == Reason.PROMOTION


def test_keys_are_letters_where_one_writes_and_can_be_switched_off(sit_down, waiting):
    page = at_the_desk(sit_down)
    page.locator("#searchbar").focus()
    page.keyboard.type("asd")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+s")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("a")
    page.get_by_role("checkbox", name="Keys are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.reload()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    page.wait_for_timeout(300)
    assert not Decision.objects.exists()


def test_two_moderators_see_each_other_and_the_second_is_told(sit_down, waiting):
    first = at_the_desk(sit_down)
    expect(current(first)).to_contain_text("Question 0")
    first.wait_for_load_state("networkidle")
    assert Claim.objects.get().by == cast.mo()
    second = at_the_desk(sit_down, cast.ada)
    expect(second.get_by_text("Mo Haddad is looking at this.")).to_be_visible()
    expect(current(second)).to_contain_text("Question 1")
    decide(comment=waiting[1], to=State.SPAM, by=cast.mo(), seen_state=State.PENDING)
    second.keyboard.press("a")
    told(second, "Mo Haddad moved this reply to “Spam”")
    expect(current(second).get_by_role("button", name="Back to the queue")).to_be_visible()
    assert Comment.objects.get(pk=waiting[1].pk).state == State.SPAM


def test_without_script_the_buttons_decide_too(sit_down, waiting):
    page = at_the_desk(sit_down, java_script_enabled=False)
    row = page.locator("#result_list tbody tr").first
    row.locator("summary", has_text="Reject").click()
    row.get_by_role("button", name="Insults or threatens").click()
    expect(page.get_by_text("Rejected: Reader 0")).to_be_visible()
    assert Decision.objects.get().reason == Reason.ABUSIVE


def test_a_phone_shows_all_of_it_without_scrolling_sideways(sit_down, waiting):
    page = at_the_desk(sit_down, viewport={"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    button = current(page).get_by_role("button", name="Approve")
    assert button.bounding_box()["height"] >= 44
    button.click()
    told(page, "Approved: Reader 0")


def test_a_session_that_ended_decides_nothing_and_says_so(sit_down, waiting):
    page = at_the_desk(sit_down)
    page.context.clear_cookies()
    page.keyboard.press("a")
    told(page, "Your session has ended.")
    assert not Decision.objects.exists()


def test_after_a_login_in_another_tab_the_page_goes_on(sit_down, waiting):
    page = at_the_desk(sit_down)
    page.context.clear_cookies()
    page.keyboard.press("a")
    told(page, "Your session has ended.")
    mo = cast.mo()
    mo.set_password("a long enough word")
    mo.save()
    other = page.context.new_page()
    other.goto("/admin/login/")
    other.get_by_label("Username").fill(mo.username)
    other.get_by_label("Password").fill("a long enough word")
    other.keyboard.press("Enter")
    other.wait_for_url("**/admin/")
    page.bring_to_front()
    page.keyboard.press("a")
    told(page, "Approved: Reader 0")
    assert Decision.objects.get().by == mo
