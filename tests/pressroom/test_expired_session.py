"""A session that ends while somebody writes: what was sent comes back after the login, and goes nowhere else."""

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from comments.actions import submit
from comments.models import Comment
from pressroom import field_names, relogin
from pressroom.views import csrf
from releases.admin import parts
from releases.models import Release
from tests import cast, scenes
from tests.releases.back_office import RELEASES, filled, page_of, part, text_of, where

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
KEPT = "/admin/kept/"
WORDS = "The ferry returns\nat “dawn” & <i>not</i> before.\n\nÀ demain."


class Browser(Client):
    """A browser that checks tokens as a real one would have to, and a person who fills in what pages offer."""

    def __init__(self):
        super().__init__(enforce_csrf_checks=True)

    def log_in(self, person, *, answer=None, password=cast.PASSWORD):
        if answer is None:
            self.cookies.pop("sessionid", None)
            answer = self.get(LOGIN)
        # The field stands outside the form's element and says that it belongs to it, which lxml does not know.
        brought = {"kept": packed} if (packed := packed_in(answer)) else {}
        form = filled(answer, username=person.username, password=password, **brought)
        return self.post(LOGIN, form, follow=True)

    def lose_the_session(self):
        Session.objects.all().delete()


@pytest.fixture
def browser(wren):
    browser = Browser()
    assert browser.log_in(wren).status_code == 200
    return browser


def hidden(answer, form="kept-form"):
    """The fields of one form of the page after the login, as a browser would send them, and where to."""
    (found,) = page_of(answer).xpath(f"//form[@id='{form}']")
    return found.get("action"), dict(found.form_values())


def packed_in(answer):
    found = page_of(answer).xpath("//input[@name='kept']")
    return found[0].get("value") if found else None


def interrupted(browser, address, **changes):
    """Open a form, lose the session, send the form."""
    form = filled(browser.get(address), **changes)
    browser.lose_the_session()
    return browser.post(address, form)


def test_what_was_written_is_saved_after_the_login(browser, wren):
    release = scenes.draft(by=wren)
    answer = interrupted(browser, where(release), summary=WORDS, **part("quotes", {"text": "Words.", "speaker": "A"}))
    assert answer.status_code == 403
    assert "no-store" in answer["Cache-Control"]
    assert "Nothing is lost." in text_of(answer)
    again = browser.log_in(wren, answer=answer)
    assert again.redirect_chain == [(KEPT, 302)]
    assert "You are logged in again; nothing was lost" in text_of(again)
    assert "You are logged in as Wren Okafor." in text_of(again)
    assert Release.objects.get().version == 1, "nothing is sent by itself"
    address, fields = hidden(again)
    assert address == where(release)
    saved = browser.post(address, fields, follow=True)
    assert "Saved as revision 2." in text_of(saved)
    release.refresh_from_db()
    assert release.summary.replace("\r\n", "\n") == WORDS
    assert release.quotes.get().text == "Words."
    assert browser.get(KEPT).status_code == 302, "what was sent does not wait any longer"


def test_a_wrong_password_costs_nothing(browser, wren):
    release = scenes.draft(by=wren)
    answer = interrupted(browser, where(release), summary=WORDS)
    wrong = browser.log_in(wren, answer=answer, password="not this one")
    assert wrong.status_code == 200
    assert packed_in(wrong) == packed_in(answer)
    again = browser.log_in(wren, answer=wrong)
    assert hidden(again)[1]["summary"] == WORDS


def test_a_reload_and_another_page_cost_nothing(browser, wren):
    release = scenes.draft(by=wren)
    browser.log_in(wren, answer=interrupted(browser, where(release), summary=WORDS))
    browser.get(RELEASES)
    assert hidden(browser.get(KEPT))[1]["summary"] == WORDS


def test_somebody_else_logs_in_and_is_told_whose_name_it_gets(browser, wren, edda):
    release = scenes.draft(by=wren)
    again = browser.log_in(edda, answer=interrupted(browser, where(release), summary=WORDS))
    assert "You are logged in as Edda Lind. Whatever you send now is done in that name" in text_of(again)
    browser.post(*hidden(again))
    assert Release.objects.get().updated_by == edda


def test_somebody_without_the_right_is_refused_and_the_words_go_on_waiting(browser, wren, mo):
    release = scenes.draft(by=wren)
    again = browser.log_in(mo, answer=interrupted(browser, where(release), summary=WORDS))
    assert browser.post(*hidden(again)).status_code == 403
    assert hidden(browser.get(KEPT))[1]["summary"] == WORDS
    assert Release.objects.get().version == 1


def test_an_account_without_a_desk_does_not_get_in(browser, wren):
    release = scenes.draft(by=wren)
    reader = User.objects.create_user("reader", password=cast.PASSWORD)
    refused = browser.log_in(reader, answer=interrupted(browser, where(release), summary=WORDS))
    assert refused.status_code == 200
    assert browser.get(RELEASES).status_code == 302
    assert packed_in(refused), "the next attempt brings it along too"


def test_sent_twice_the_second_finds_a_conflict_and_overwrites_nothing(browser, wren):
    release = scenes.draft(by=wren)
    again = browser.log_in(wren, answer=interrupted(browser, where(release), summary=WORDS))
    address, fields = hidden(again)
    assert browser.post(address, fields).status_code == 302
    twice = browser.post(address, fields)
    assert twice.status_code == 409
    assert Release.objects.get().version == 2


def test_sent_after_a_colleague_saved_it_is_a_conflict_and_goes_on_waiting(browser, wren):
    release = scenes.draft(by=wren)
    answer = interrupted(browser, where(release), summary=WORDS)
    scenes.rewritten(release, by=cast.edda(), headline="Edda’s headline")
    again = browser.log_in(wren, answer=answer)
    assert browser.post(*hidden(again)).status_code == 409
    assert Release.objects.get().headline == "Edda’s headline"
    assert hidden(browser.get(KEPT))[1]["summary"] == WORDS


def test_a_new_release_the_page_of_a_verb_and_a_decision_are_carried_too(browser, edda):
    browser.log_in(edda)
    release = scenes.published(at=scenes.NOW)
    reply = submit(release=release, author="Ines", email="i@example.org", url="", text="Why?", at=scenes.NOW)
    for address, fields in (
        (f"{RELEASES}add/", {"headline": "New", "quotes-TOTAL_FORMS": "0"}),
        (where(release, "withdraw"), {"reason": WORDS, "version": "1", "seen": "1", "page": "notice"}),
        (f"/admin/comments/comment/{reply.pk}/decide/", {"decision": "approved"}),
        ("/admin/comments/comment/?state=pending", {"action": "to_spam", "_selected_action": ["1", "2"]}),
    ):
        browser.lose_the_session()
        token = page_of(browser.get(LOGIN)).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
        answer = browser.post(address, {**fields, "csrfmiddlewaretoken": token})
        again = browser.log_in(edda, answer=answer)
        (form,) = page_of(again).xpath("//form[@id='kept-form']")
        assert form.get("action") == address
        sent = [(name, value) for name, value in form.form_values() if name not in ("csrfmiddlewaretoken", "_kept")]
        wanted = [(n, v) for n, many in fields.items() for v in (many if isinstance(many, list) else [many])]
        assert sorted(sent) == sorted(wanted)
    assert Comment.objects.get().state == "pending"


def test_a_chosen_file_has_to_be_chosen_again_and_the_page_says_so(browser, wren):
    release = scenes.draft(by=wren)
    upload = SimpleUploadedFile("quay & pier.jpg", b"\xff\xd8", "image/jpeg")
    again = browser.log_in(wren, answer=interrupted(browser, where(release), **{"lead_image-upload": upload}))
    assert "has to be chosen again: quay & pier.jpg" in text_of(again)


def test_saving_something_else_at_the_same_address_does_not_lose_what_waits(browser, wren):
    release = scenes.draft(by=wren)
    browser.log_in(wren, answer=interrupted(browser, where(release), summary=WORDS))
    browser.post(where(release), filled(browser.get(where(release)), headline="Something else"))
    assert Release.objects.get().version == 2
    assert hidden(browser.get(KEPT))[1]["summary"] == WORDS


def test_it_can_be_thrown_away(browser, wren):
    release = scenes.draft(by=wren)
    again = browser.log_in(wren, answer=interrupted(browser, where(release), summary=WORDS))
    browser.post(*hidden(again, "kept-away"))
    assert browser.get(KEPT).status_code == 302
    assert Release.objects.get().version == 1


@pytest.mark.parametrize(
    "address",
    [
        LOGIN,
        "/admin/logout/",
        "/admin/password_change/",
        "/admin/auth/user/add/",
        "/admin/auth/user/1/password/",
        "/admin/auth/user/1/change/",
        "/admin/kept/",
        "/admin/nothing/here/",
    ],
)
def test_nothing_about_accounts_is_ever_kept(client, address):
    answer = client.post(address, {"password1": "a new secret", "password": "a secret", "username": "wren"})
    assert b'name="kept"' not in answer.content
    assert b"secret" not in answer.content


def test_passwords_and_tokens_are_left_out_wherever_they_are_sent(client):
    answer = client.post(
        where(scenes.draft()), {"old_password": "s", "csrfmiddlewaretoken": "t", "kept": "k", "x": "y"}
    )
    assert relogin.unpack(packed_in(answer)).pairs == [("x", "y")]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/admin/releases/release/add/",
        "//evil.example/admin/releases/release/add/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/",
        "/releases/",
        "/admin/",
        "/admin/logout/",
        "/admin/auth/user/1/password/",
        "/admin/releases/release/../../../logout/",
        "",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused_even_when_it_is_signed(path, client, wren):
    packed = signing.dumps({"path": path, "fields": [["a", ["b"]]], "files": []}, salt=relogin._SALT, compress=True)
    answer = client.post(
        LOGIN, {"username": "wren", "password": cast.PASSWORD, "kept": packed, "next": "//evil.example/"}
    )
    assert answer["Location"] == "/accounts/profile/" or answer["Location"].startswith("/admin/")
    assert relogin._WAITING not in client.session


OTHER_SALT = pytest.param(signing.dumps({"path": "/admin/"}), id="signed-for-something-else")  # it holds the time


@pytest.mark.parametrize("packed", ["", "x", "{}", "a:b:c", OTHER_SALT, "\x00", "é" * 99])
def test_what_this_server_did_not_pack_is_nothing(packed, client, wren):
    answer = client.post(LOGIN, {"username": "wren", "password": cast.PASSWORD, "kept": packed, "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert client.get(KEPT)["Location"] == "/admin/"


def test_a_changed_character_breaks_the_seal(client):
    packed = packed_in(client.post(where(scenes.draft()), {"headline": "Words"}))
    assert relogin.unpack(packed) is not None
    assert relogin.unpack(packed[:9] + ("A" if packed[9] != "A" else "B") + packed[10:]) is None


def test_hostile_words_stay_words(browser, wren):
    release = scenes.draft(by=wren)
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    form = {**filled(browser.get(where(release))), attack: attack, "headline": attack, "body": f"<p>Kept {attack}</p>"}
    browser.lose_the_session()
    again = browser.log_in(wren, answer=browser.post(where(release), form))
    assert not page_of(again).xpath("//script[contains(., 'alert')] | //img[@src='x']")
    assert hidden(again)[1]["headline"] == attack
    assert hidden(again)[1][attack] == attack


def test_the_page_says_what_will_be_sent_as_a_person_would(browser, wren):
    release = scenes.draft(by=wren, headline="Ferry & quay")
    changes = part("quotes", {"text": "Words.", "speaker": "A"}) | {
        "kind": "statement",
        "body": "<p>One <b>day</b></p>",
    }
    said = text_of(browser.log_in(wren, answer=interrupted(browser, where(release), **changes)))
    assert "for the release “Ferry & quay”" in said
    for name_and_value in ("Quote 1, speakerA", "KindStatement", "BodyOne day"):
        assert name_and_value in said


def test_every_kind_of_part_has_a_name_on_that_page():
    assert set(field_names._PARTS.values()) == {inline.model for inline in parts.ALL}
    for prefix, model in field_names._PARTS.items():
        assert model._meta.get_field("release").remote_field.get_accessor_name() == prefix


def test_a_headline_is_not_shown_to_those_who_may_not_know_of_the_release(browser, wren, mo):
    release = scenes.draft(by=wren, headline="Not yet known")
    browser.lose_the_session()
    token = page_of(browser.get(LOGIN)).xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    answer = browser.post(where(release, "withdraw"), {"reason": "A mistake", "csrfmiddlewaretoken": token})
    again = browser.log_in(mo, answer=answer)
    assert "A mistake" in text_of(again)
    assert "Not yet known" not in text_of(again)


def test_what_is_too_long_for_the_login_is_shown_to_be_copied(client, monkeypatch):
    monkeypatch.setattr(relogin, "LIMIT", 100)
    answer = client.post(where(scenes.draft()), {"headline": "\n" + WORDS * 3, "version": "1"})
    assert packed_in(answer) is None
    (area,) = page_of(answer).xpath("//textarea")
    assert area.text.replace("\r\n", "\n").strip() == (WORDS * 3).strip()
    assert "Copy it from here before you log in." in text_of(answer)


def test_the_longest_field_that_is_carried_still_gets_through_the_login(client, wren, settings):
    assert relogin.LIMIT < settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    body = "".join(chr(0x4E00 + (n * n * 7919 + n * 104729) % 20000) for n in range(700_000))
    answer = client.post(where(scenes.draft()), {"body": body})
    packed = packed_in(answer)
    assert len(packed) > 1_000_000
    again = client.post(LOGIN, {"username": "wren", "password": cast.PASSWORD, "kept": packed}, follow=True)
    assert hidden(again)[1]["body"] == body


def test_a_script_gets_no_page_to_carry_its_fields(client):
    answer = client.post(where(scenes.draft()), {"headline": "Words"}, headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


def test_a_stranger_s_site_gets_nothing_kept():
    """Without the token of our own page nothing is signed, and nothing that was sent comes back in the answer."""
    release = scenes.draft()
    answer = Browser().post(where(release), {"headline": "A stranger’s words"})
    assert answer.status_code == 403
    assert "This was not sent" in text_of(answer)
    assert "stranger" not in text_of(answer)
    assert packed_in(answer) is None


def test_a_login_in_another_tab_is_explained_and_nothing_sent_is_shown_again(browser, wren):
    release = scenes.draft(by=wren)
    form = filled(browser.get(where(release)), summary=WORDS)
    browser.cookies["csrftoken"] = "n" * 32
    answer = browser.post(where(release), form)
    assert answer.status_code == 403
    assert "Its form offers it back." in text_of(answer)
    assert "dawn" not in answer.content.decode()
    assert Release.objects.get().version == 1


def test_outside_the_back_office_the_answer_is_django_s(rf):
    assert csrf.refused(rf.post("/releases/")).status_code == 403
