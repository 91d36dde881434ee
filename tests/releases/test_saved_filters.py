"""Saved filters: a person's own, checked like anything from outside."""

import pytest
from django.http import QueryDict
from django.test import Client

from releases.admin import saved_filters
from releases.models import SavedFilter
from tests import cast, scenes
from tests.releases.back_office import RELEASES, at_the_desk, page_of, text_of

pytestmark = pytest.mark.django_db
SAVE = f"{RELEASES}saved-filters/"


@pytest.fixture
def desk(wren):
    return at_the_desk(wren)


def links(response):
    return dict(
        zip(
            page_of(response).xpath("//ul[contains(@class, '-saved')]/li/a/text()"),
            page_of(response).xpath("//ul[contains(@class, '-saved')]/li/a/@href"),
            strict=True,
        )
    )


def kept(desk, query, name="My French drafts"):
    """Save what the list offers to save when it is asked for with this query."""
    page = page_of(desk.get(f"{RELEASES}?{query}"))
    (form,) = [form for form in page.forms if form.get("action") == SAVE]
    return desk.post(SAVE, {**dict(form.form_values()), "name": name})


def test_the_filters_of_a_list_are_kept_under_a_name_above_the_list_and_on_the_desk(desk):
    scenes.draft(headline="Brouillon", language="fr")
    scenes.draft(headline="Draft")
    kept(desk, "standing=draft&language=fr&mine=saved")
    assert links(desk.get(RELEASES)) == {"My French drafts": "?language=fr&mine=saved&standing=draft"}
    address = links(desk.get("/admin/"))["My French drafts"]
    found = text_of(desk.get(address))
    assert "Brouillon" in found
    assert "Draft News release" not in found


def test_the_one_in_use_is_marked_and_not_offered_again(desk):
    kept(desk, "language=fr&q=herring")
    page = page_of(desk.get(f"{RELEASES}?q=herring&language=fr&p=1"))
    assert page.xpath("//ul[@class='shelf-saved']//a[@aria-current]/text()") == ["My French drafts"]
    assert not page.xpath(f"//form[@action='{SAVE}']")


def test_a_list_without_filters_offers_nothing_to_save(desk):
    assert not page_of(desk.get(RELEASES)).xpath(f"//form[@action='{SAVE}']")
    assert not page_of(desk.get(f"{RELEASES}?o=1")).xpath(f"//form[@action='{SAVE}']")


def test_a_name_that_is_there_already_gets_the_new_filters(desk, wren):
    kept(desk, "language=fr")
    kept(desk, "language=en")
    assert list(SavedFilter.objects.values_list("owner", "query")) == [(wren.pk, "language=en")]


def test_they_are_a_persons_own(desk, edda):
    kept(desk, "language=fr")
    other = at_the_desk(edda)
    assert links(other.get(RELEASES)) == links(other.get("/admin/")) == {}
    assert other.post(f"{SAVE}{SavedFilter.objects.get().pk}/remove/").status_code == 404
    assert SavedFilter.objects.count() == 1


def test_one_can_be_removed(desk):
    kept(desk, "language=fr")
    (form,) = [form for form in page_of(desk.get(RELEASES)).forms if (form.action or "").endswith("/remove/")]
    desk.post(form.action, dict(form.form_values()))
    assert not SavedFilter.objects.exists()
    assert "“My French drafts” is removed." in text_of(desk.get(RELEASES))


@pytest.mark.parametrize(
    ("query", "kept_as"),
    [
        ("language=fr&p=3&e=1&evil=x&_popup=1", "language=fr"),
        ("q=a%26b&language=fr", "language=fr&q=a%26b"),
        ("language=fr&language=en", "language=en"),
        ("standing=", ""),
        ("q=%00", ""),
        ("o=1.-2", ""),
        ("o=1&q=x", "o=1&q=x"),
        ("headline__startswith=S", ""),
        ("submitted_by__password__startswith=a", ""),
    ],
)
def test_only_the_lists_own_parameters_are_kept(query, kept_as):
    assert saved_filters.cleaned(QueryDict(query)) == kept_as


@pytest.mark.parametrize(
    ("name", "query", "told"),
    [
        ("", "language=fr", "Give these filters a name"),
        ("  \x00 ", "language=fr", "Give these filters a name"),
        ("x" * 81, "language=fr", "A name has at most 80 characters."),
        ("Name", "evil=1", "Choose some filters first"),
        ("Name", "", "Choose some filters first"),
        ("Name", f"q={'x' * 500}", "too long to be saved"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(desk, name, query, told):
    desk.post(SAVE, {"name": name, "query": query})
    assert told in text_of(desk.get(RELEASES))
    assert not SavedFilter.objects.exists()


def test_there_are_at_most_twenty(desk):
    for number in range(saved_filters.MOST):
        kept(desk, f"q=word{number}", name=f"Number {number}")
    page = desk.get(f"{RELEASES}?language=fr")
    assert "You have as many saved filters as there can be." in text_of(page)
    desk.post(SAVE, {"name": "One more", "query": "language=fr"})
    assert "You have 20 saved filters already." in text_of(desk.get(RELEASES))
    assert SavedFilter.objects.count() == saved_filters.MOST


def test_they_are_saved_by_a_form_of_ours_alone(wren):
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(wren)
    assert stranger.post(SAVE, {"name": "Name", "query": "language=fr"}).status_code == 403
    assert stranger.get(SAVE).status_code == 405


def test_who_may_not_see_releases_keeps_none():
    assert at_the_desk(cast.mo()).post(SAVE, {"name": "Name", "query": "language=fr"}).status_code == 403
