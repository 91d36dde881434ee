"""Merging spellings of tags, and taking it back."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from taggit.models import Tag

from releases import tags
from releases.actions.merge_tags import merge_tags
from releases.actions.separate_tags import separate_tags
from releases.errors import Conflict, NotAllowed, Refused
from releases.models import Edition, MergedTag, MergedTagUse, Release, TagEvent
from tests import cast
from tests.scenes import NOW, corrected, draft, published, rewritten, scheduled, withdrawn

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def tag(name: str) -> Tag:
    return Tag.objects.get_or_create(name=name)[0]


def merge(old: str, into: str, *, by: User | None = None) -> MergedTag:
    return merge_tags(old=tag(old), into=tag(into), by=by or cast.edda(), at=NOW)


def separate(old: str) -> None:
    separate_tags(merge=MergedTag.objects.get(old=tag(old)), by=cast.edda(), at=NOW)


def of_edition(release: Release) -> list[str]:
    return sorted(Edition.objects.filter(release=release).latest("visible_from").tags.values_list("name", flat=True))


def of_copy(release: Release) -> list[str]:
    return sorted(Release.objects.get(pk=release.pk).tags.names())


def standing() -> dict[str, tuple[list[str], list[str]]]:
    """What every release and its newest edition carry."""
    rows = Release.objects.order_by("pk")
    return {row.slug: (of_copy(row), of_edition(row) if row.editions.exists() else []) for row in rows}


# What a merging changes, and what it does not


def test_everything_that_carried_the_spelling_carries_the_survivor() -> None:
    public = published(at=NOW - HOUR, tags=("Ferrys", "Water"), slug="public")
    ahead = scheduled(at=NOW - HOUR, visible_from=NOW + HOUR, tags=("Ferrys",), slug="ahead")
    written = draft(at=NOW - HOUR, tags=("Ferrys",), slug="written")
    merge("Ferrys", "Ferries")
    assert (of_edition(public), of_copy(public)) == (["Ferries", "Water"], ["Ferries", "Water"])
    assert (of_edition(ahead), of_copy(ahead)) == (["Ferries"], ["Ferries"])
    assert of_copy(written) == ["Ferries"]


def test_what_carries_both_carries_the_survivor_once() -> None:
    release = published(at=NOW - HOUR, tags=("Ferrys", "Ferries"))
    merge("Ferrys", "Ferries")
    assert (of_edition(release), of_copy(release)) == (["Ferries"], ["Ferries"])


def test_frozen_words_stay_and_no_text_counts_as_changed() -> None:
    release = published(at=NOW - HOUR, tags=("Ferrys",))
    before = Release.objects.values().get(pk=release.pk)
    editions = list(Edition.objects.values())
    merge("Ferrys", "Ferries")
    assert Edition.objects.get().revision.snapshot.tags == ("Ferrys",)
    assert list(Edition.objects.values()) == editions
    assert Release.objects.values().get(pk=release.pk) == before


def test_whoever_writes_the_old_spelling_gets_the_survivor() -> None:
    release = draft(at=NOW, tags=("Ferrys",))
    merge("Ferrys", "Ferries")
    assert of_copy(rewritten(release, tags=("ferrys", "Water"))) == ["Ferries", "Water"]
    assert of_copy(rewritten(release, tags=("FERRYS", "Ferries"))) == ["Ferries"]
    assert release.revisions.latest("number").snapshot.tags == ("Ferries",)
    again = published(at=NOW + HOUR, tags=("Ferrys",), slug="again")
    assert of_edition(again) == ["Ferries"]


def test_a_correction_of_a_text_that_was_never_saved_again_stands_under_the_survivor() -> None:
    release = published(at=NOW - HOUR, tags=("Ferrys",))
    merge("Ferrys", "Ferries")
    assert of_edition(corrected(release, at=NOW + HOUR, summary="Crossings begin on Tuesday.")) == ["Ferries"]


# One step, no circle


def test_what_was_merged_before_goes_along_so_that_everything_is_one_step_away() -> None:
    release = published(at=NOW - HOUR, tags=("Ferrys",))
    merge("Ferrys", "Ferry")
    merge("Ferry", "Ferries")
    assert of_edition(release) == ["Ferries"]
    assert {tags.surviving(slug) for slug in ("ferrys", "ferry", "ferries")} == {"ferries"}
    assert tags.spellings("ferries") == ["ferries", "ferry", "ferrys"]
    assert (tags.surviving("never-was"), tags.spellings("ferry")) == ("never-was", ["ferry"])
    assert not MergedTag.objects.filter(survivor__merged__isnull=False).exists()


@pytest.mark.parametrize(("old", "into"), [("Ferries", "Ferrys"), ("Ferrys", "Boats"), ("Boats", "Ferrys")])
def test_a_tag_that_is_merged_takes_part_in_no_other_merging(old: str, into: str) -> None:
    merge("Ferrys", "Ferries")
    with pytest.raises(Conflict, match="Edda Lind has merged “Ferrys” into “Ferries”"):
        merge(old, into, by=cast.emil())
    assert MergedTag.objects.count() == TagEvent.objects.count() == 1


def test_a_tag_is_not_merged_into_itself() -> None:
    with pytest.raises(Refused, match="into itself"):
        merge("Ferries", "Ferries")
    ferries = tag("Ferries")
    with pytest.raises(IntegrityError), transaction.atomic():
        MergedTag.objects.create(old=ferries, into=ferries, survivor=ferries, at=NOW, by_name="Nobody")


@pytest.mark.parametrize("who", [cast.wren, cast.mo, cast.otto])
def test_writers_and_moderators_merge_nothing(who: Any) -> None:
    with pytest.raises(NotAllowed):
        merge("Ferrys", "Ferries", by=who())
    merged = merge("Ferrys", "Ferries")
    with pytest.raises(NotAllowed):
        separate_tags(merge=merged, by=who(), at=NOW)
    assert TagEvent.objects.count() == 1


# Taking it back


def test_taken_back_everything_is_as_it_was() -> None:
    published(at=NOW - HOUR, tags=("Ferrys", "Water"), slug="one")
    published(at=NOW - HOUR, tags=("Ferrys", "Ferries"), slug="both")
    published(at=NOW - HOUR, tags=("Ferries",), slug="other")
    draft(at=NOW, tags=("Ferrys",), slug="draft")
    before = standing()
    merge("Ferrys", "Ferries")
    assert standing() != before
    separate("Ferrys")
    assert standing() == before
    assert not MergedTag.objects.exists()
    assert not MergedTagUse.objects.exists()


@pytest.mark.parametrize("back", [("Boat", "Boats"), ("Boats", "Boat")])
def test_two_spellings_that_one_release_had_can_be_taken_back_in_any_order(back: tuple[str, str]) -> None:
    published(at=NOW - HOUR, tags=("Boat", "Boats"), slug="two")
    published(at=NOW - HOUR, tags=("Boat", "Boats", "Vessels"), slug="three")
    before = standing()
    merge("Boat", "Vessels")
    merge("Boats", "Vessels")
    first, second = back
    separate(first)
    assert standing() == {
        "two": (sorted([first, "Vessels"]), sorted([first, "Vessels"])),
        "three": (sorted([first, "Vessels"]), sorted([first, "Vessels"])),
    }
    separate(second)
    assert standing() == before


def test_of_a_chain_the_later_merging_is_taken_back_first() -> None:
    published(at=NOW - HOUR, tags=("Ferrys",), slug="one")
    published(at=NOW - HOUR, tags=("Ferry", "Ferries"), slug="two")
    before = standing()
    merge("Ferrys", "Ferry")
    between = standing()
    merge("Ferry", "Ferries")
    with pytest.raises(Refused, match="Separate those two first"):
        separate("Ferrys")
    separate("Ferry")
    assert standing() == between
    assert tags.surviving("ferrys") == "ferry"
    separate("Ferrys")
    assert standing() == before


def test_what_has_come_since_keeps_the_survivor_and_what_was_taken_away_stays_away() -> None:
    removed = draft(at=NOW, tags=("Ferrys",), slug="removed")
    merge("Ferrys", "Ferries")
    since = published(at=NOW + HOUR, tags=("Ferrys",), slug="since")
    rewritten(removed, tags=("Water",))
    separate("Ferrys")
    assert of_edition(since) == ["Ferries"]
    assert of_copy(removed) == ["Water"]


def test_it_is_taken_back_once() -> None:
    merged = merge("Ferrys", "Ferries")
    separate("Ferrys")
    with pytest.raises(Conflict, match="already"):
        separate_tags(merge=merged, by=cast.emil(), at=NOW)


def test_the_record_says_who_did_what_to_how_much() -> None:
    published(at=NOW - HOUR, tags=("Ferrys",))
    merge("Ferrys", "Ferries")
    separate("Ferrys")
    said = TagEvent.objects.values_list("verb", "old_name", "into_name", "editions", "releases", "actor_name")
    assert list(said) == [
        ("separate", "Ferrys", "Ferries", 1, 1, "Edda Lind"),
        ("merge", "Ferrys", "Ferries", 1, 1, "Edda Lind"),
    ]
    for column in ("old_name", "actor_name", "at"):
        with pytest.raises(IntegrityError, match="record_holds"), transaction.atomic():
            TagEvent.objects.update(**{column: NOW + HOUR if column == "at" else "x"})


def test_a_merging_costs_the_same_however_much_carries_the_spelling(django_assert_max_num_queries: Any) -> None:
    for number in range(6):
        published(at=NOW - HOUR, tags=("Ferrys", "Ferries") if number % 2 else ("Ferrys",), slug=f"of-{number}")
    tag("Ferries")
    edda = cast.edda()
    edda.has_perm("releases.add_mergedtag")
    old, into = tag("Ferrys"), tag("Ferries")
    with django_assert_max_num_queries(16):
        merge_tags(old=old, into=into, by=edda, at=NOW)
    merged = MergedTag.objects.get()
    with django_assert_max_num_queries(16):
        separate_tags(merge=merged, by=edda, at=NOW)


# What readers notice


def asked(client: Client, path: str, time_machine: Any, at: Any = NOW) -> tuple[int, str]:
    time_machine.move_to(at, tick=False)
    response = client.get(path)
    return response.status_code, response.headers.get("Location", "")


def test_an_old_address_leads_to_the_survivor_in_one_step(client: Client, time_machine: Any) -> None:
    published(at=NOW - HOUR, tags=("Ferrys",))
    merge("Ferrys", "Ferry")
    merge("Ferry", "Ferries")
    assert asked(client, "/tags/ferrys/", time_machine) == (301, "/tags/ferries/")
    assert asked(client, "/feeds/tags/ferrys.rss", time_machine) == (301, "/feeds/tags/ferries.rss")
    assert asked(client, "/releases/?tag=ferrys", time_machine) == (301, "/releases/?tag=ferries")
    assert asked(client, "/tags/ferry/", time_machine) == (301, "/tags/ferries/")
    assert asked(client, "/tags/ferries/", time_machine) == (200, "")


def test_an_old_address_leads_on_in_the_languages_in_which_it_was_known(client: Client, time_machine: Any) -> None:
    published(at=NOW - HOUR, tags=("Bacs",), language="fr", slug="bac")
    published(at=NOW - HOUR, tags=("Ferries",), slug="ferry")
    merge("Bacs", "Ferries")
    assert asked(client, "/fr/tags/bacs/", time_machine) == (301, "/fr/tags/ferries/")
    assert asked(client, "/tags/bacs/", time_machine)[0] == 404


def test_a_spelling_that_readers_never_knew_is_as_one_that_never_was(client: Client, time_machine: Any) -> None:
    published(at=NOW - HOUR, tags=("Ferries",), slug="public")
    draft(at=NOW - HOUR, tags=("Secret draft",), slug="draft")
    scheduled(at=NOW - HOUR, visible_from=NOW + HOUR, tags=("Secret plan",), slug="ahead")
    withdrawn(published_at=NOW - 2 * HOUR, at=NOW - HOUR, gone=True, tags=("Secret error",), slug="gone")
    for name in ("Secret draft", "Secret plan", "Secret error"):
        merge(name, "Ferries")
    never = client.get("/tags/never-was/").content
    for slug in ("secret-draft", "secret-plan", "secret-error"):
        for at in (NOW, NOW + 2 * HOUR):
            assert asked(client, f"/tags/{slug}/", time_machine, at) == (404, "")
            assert asked(client, f"/feeds/tags/{slug}.atom", time_machine, at) == (404, "")
            plain = client.get(f"/releases/?tag={slug}")
            assert (plain.status_code, plain.content) == (200, client.get("/releases/?tag=never-was").content)
        assert client.get(f"/tags/{slug}/").content == never


def test_an_old_address_leads_nowhere_once_everything_it_was_known_by_is_withdrawn(
    client: Client, time_machine: Any
) -> None:
    withdrawn(published_at=NOW - 2 * HOUR, at=NOW + HOUR, tags=("Ferrys",), slug="wrong")
    published(at=NOW - HOUR, tags=("Ferries",), slug="right")
    merge("Ferrys", "Ferries")
    assert asked(client, "/tags/ferrys/", time_machine, NOW + 2 * HOUR) == (404, "")


def test_the_survivor_lists_what_carried_the_old_spelling_and_the_page_of_each_says_so(
    client: Client, time_machine: Any
) -> None:
    release = published(at=NOW - HOUR, tags=("Ferrys",), headline="A boat")
    merge("Ferrys", "Ferries")
    time_machine.move_to(NOW)
    assert "A boat" in client.get("/tags/ferries/").content.decode()
    page = client.get(release.editions.get().get_absolute_url()).content.decode()
    assert "/tags/ferries/" in page
    assert "/tags/ferrys/" not in page
