"""What a role may not do is not shown, and is refused on the server."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from releases.actions.discard import discard
from releases.actions.publish_unreviewed import publish_unreviewed
from releases.admin.verbs import PAGES
from releases.models import Release
from releases.workflow import Verb
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, filled, page_of, where
from tests.releases.record import whole_record

pytestmark = pytest.mark.django_db

EVERY = frozenset(PAGES)
MAY = {
    "wren": frozenset({Verb.SUBMIT, Verb.DISCARD, Verb.REINSTATE}),
    "edda": EVERY,
    "ada": EVERY,
    "mo": frozenset(),
    "otto": frozenset(),
}
OF_REVIEW = frozenset({Verb.SUBMIT, Verb.APPROVE, Verb.SEND_BACK, Verb.PUBLISH_UNREVIEWED, Verb.REVIEW_AFTERWARDS})


def discarded():
    release = scenes.draft()
    discard(release=release, by=cast.wren(), version=1)
    return release


def published_unreviewed():
    release = scenes.draft()
    publish_unreviewed(release=release, by=cast.emil(), version=1, reason="Nobody was there.")
    return release


SCENES = {
    Verb.SUBMIT: scenes.draft,
    Verb.APPROVE: lambda: scenes.submitted(scenes.draft()),
    Verb.SEND_BACK: lambda: scenes.submitted(scenes.draft()),
    Verb.PUBLISH_UNREVIEWED: scenes.draft,
    Verb.REVIEW_AFTERWARDS: published_unreviewed,
    Verb.PUBLISH: scenes.draft,
    Verb.SCHEDULE: scenes.draft,
    Verb.UNSCHEDULE: lambda: scenes.scheduled(visible_from=datetime.now(UTC) + timedelta(days=2)),
    Verb.CORRECT: scenes.published,
    Verb.WITHDRAW: scenes.published,
    Verb.STOP: scenes.published,
    Verb.DISCARD: scenes.draft,
    Verb.REINSTATE: discarded,
}
"""A release from which each verb leads on."""


def complete_form(verb, release):
    """What an editor's browser would send."""
    editor, page = at_the_desk(cast.edda()), where(release, verb.value)
    tomorrow = f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"
    said = {"date": tomorrow, "time": "09:30", "change": "minor", "note": "n", "reason": "r", "page": "notice"}
    form = filled(editor.get(page), **said)
    return filled(editor.post(page, form)) if verb is Verb.SCHEDULE else form


def test_every_verb_with_a_page_has_a_scene():
    assert SCENES.keys() == PAGES.keys()


@pytest.mark.parametrize("verb", list(PAGES))
@pytest.mark.parametrize("name", list(MAY))
def test_a_verb_is_shown_to_those_who_may_and_refused_to_all_others(name, verb, settings):
    settings.REVIEWERS = {"": int(verb in OF_REVIEW)}
    release = SCENES[verb]()
    person = at_the_desk(getattr(cast, name)())
    page, form = where(release, verb.value), complete_form(verb, release)
    seen = page_of(person.get(where(release))).xpath(f"//a[@href='{page}']")
    assert bool(seen) == (verb in MAY[name])
    before = whole_record()
    if verb in MAY[name]:
        assert person.get(page).status_code == 200
        assert person.post(page, form).status_code == 302
        assert whole_record() != before
    else:
        assert person.get(page).status_code == 403
        assert person.post(page, form).status_code == 403
        assert whole_record() == before


def readers_pages(release):
    image = scenes.picture()
    return [
        RELEASES,
        f"{RELEASES}add/",
        where(release),
        where(release, "history"),
        where(release, "preview"),
        f"{RELEASES}tags/?q=f",
        reverse("admin:releases_release_image", args=[image.key, "w320.webp"]),
    ]


@pytest.mark.parametrize(("name", "status"), [("wren", 200), ("edda", 200), ("ada", 200), ("mo", 403), ("otto", 403)])
def test_the_back_office_of_releases_is_open_to_writers_editors_and_administrators(name, status):
    person = at_the_desk(getattr(cast, name)())
    for page in readers_pages(scenes.draft()):
        assert person.get(page).status_code == status, page


def test_nobody_without_a_login_gets_further_than_the_login(client):
    release = scenes.draft()
    for page in [*readers_pages(release), *(where(release, verb.value) for verb in PAGES)]:
        response = client.get(page)
        assert response.status_code == 302, page
        assert response["Location"].startswith("/admin/login/")
        # What was sent may be kept in the login's form, which is then the answer: see pressroom/relogin.py.
        response = client.post(page)
        assert response.status_code in (302, 403), page
        assert response.status_code == 302 or page_of(response).xpath("//form[@id='login-form']"), page
    assert Release.objects.get().version == 1


def test_an_account_that_is_not_staff_gets_no_further_either(client):
    client.force_login(User.objects.create_user("visitor"))
    assert client.get(where(scenes.draft(), "preview"))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("name", ["mo", "otto"])
def test_a_moderator_cannot_write_by_a_forged_form(name):
    release = scenes.draft()
    form = filled(at_the_desk(cast.wren()).get(where(release)), headline="Forged")
    before = whole_record()
    person = at_the_desk(getattr(cast, name)())
    assert person.post(where(release), form).status_code == 403
    assert person.post(f"{RELEASES}add/", form).status_code == 403
    assert whole_record() == before


@pytest.mark.parametrize("name", ["wren", "edda", "ada"])
def test_nobody_can_delete_a_release(name):
    release = scenes.draft()
    person = at_the_desk(getattr(cast, name)())
    assert person.post(where(release, "delete"), {"post": "yes"}).status_code == 403
    person.post(RELEASES, {"action": "delete_selected", "_selected_action": [release.pk], "post": "yes"})
    assert Release.objects.filter(pk=release.pk).exists()


def test_nobody_can_delete_a_release_not_even_a_superuser():
    release = scenes.draft()
    root = at_the_desk(User.objects.create_superuser("root"))
    assert root.post(where(release, "delete"), {"post": "yes"}).status_code == 403


def test_revisions_editions_and_events_have_no_form_anywhere():
    root = at_the_desk(User.objects.create_superuser("root"))
    for model in ("revision", "edition", "event", "permalink", "quote"):
        assert root.get(f"/admin/releases/{model}/").status_code == 404


def test_the_header_shows_the_doors_that_open():
    doors = {}
    for name in MAY:
        page = page_of(at_the_desk(getattr(cast, name)()).get("/admin/"))
        doors[name] = [link.text_content() for link in page.xpath("//nav[@class='desk-nav']//a")]
    assert doors == {
        "wren": ["Desk", "Releases", "Images", "Files", "As it was", "Calendar", "Tags"],
        "edda": ["Desk", "Releases", "Images", "Files", "As it was", "Calendar", "Replies", "Tags", "Office"],
        "ada": ["Desk", "Releases", "Images", "Files", "As it was", "Calendar", "Replies", "Tags", "Office", "People"],
        "mo": ["Desk", "Replies"],
        "otto": ["Desk"],
    }


def test_an_administrator_gives_roles_and_cannot_become_a_superuser():
    ada, wren = cast.ada(), cast.wren()
    office = at_the_desk(ada)
    form = filled(office.get(f"/admin/auth/user/{ada.pk}/change/"))
    assert "is_superuser" not in form
    office.post(f"/admin/auth/user/{ada.pk}/change/", form | {"is_superuser": "on", "user_permissions": ["1"]})
    fresh = User.objects.get(pk=ada.pk)
    assert not fresh.is_superuser
    assert not fresh.user_permissions.exists()
    assert office.get(f"/admin/auth/user/{wren.pk}/change/").status_code == 200


def test_an_administrator_cannot_take_over_a_superusers_account():
    root = User.objects.create_superuser("root", password="something very long")
    office = at_the_desk(cast.ada())
    page = f"/admin/auth/user/{root.pk}/"
    assert office.post(f"{page}change/", {"username": "mine"}).status_code == 403
    new = {"password1": "taken over by ada", "password2": "taken over by ada", "usable_password": "true"}
    assert office.post(f"{page}password/", new).status_code == 403
    assert User.objects.get(pk=root.pk).check_password("something very long")


@pytest.mark.parametrize("name", ["wren", "edda", "mo"])
def test_only_administrators_meet_the_accounts(name):
    person = at_the_desk(getattr(cast, name)())
    assert person.get("/admin/auth/user/").status_code == 403
    assert person.get(f"/admin/auth/user/{cast.wren().pk}/change/").status_code == 403


def test_a_forged_request_without_its_token_is_refused():
    release = scenes.draft()
    editor = at_the_desk(cast.edda())
    editor.handler.enforce_csrf_checks = True
    form = filled(editor.get(where(release, "publish")))
    del form["csrfmiddlewaretoken"]
    assert editor.post(where(release, "publish"), form).status_code == 403
