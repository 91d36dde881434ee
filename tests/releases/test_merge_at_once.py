"""Tags merged by several people in the same instant, each with a database connection of their own."""

from functools import partial

import pytest
from taggit.models import Tag

from releases.actions.merge_tags import merge_tags
from releases.errors import Conflict
from releases.models import Edition, MergedTag, TagEvent
from tests import cast
from tests.at_once import at_once
from tests.scenes import NOW, published

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(*pairs: tuple[str, str]) -> list[str]:
    """What became of mergings that began together: the name of the tag that stands for both, or that somebody was first."""
    people = (cast.edda(), cast.ada())
    tags = {name: Tag.objects.get_or_create(name=name)[0] for pair in pairs for name in pair}
    acts = [
        partial(merge_tags, old=tags[old], into=tags[into], by=people[number % 2], at=NOW)
        for number, (old, into) in enumerate(pairs)
    ]
    found = at_once(*acts, but=Conflict)
    return sorted("first" if isinstance(each, MergedTag) else "too late" for each in found)


def test_two_who_merge_a_pair_both_ways_leave_one_that_stands() -> None:
    published(tags=("Ferries", "Ferry"))
    assert outcome(("Ferries", "Ferry"), ("Ferry", "Ferries")) == ["first", "too late"]
    merge = MergedTag.objects.get()
    assert merge.old_id != merge.survivor_id
    assert not MergedTag.objects.filter(old=merge.survivor).exists()
    assert list(Edition.objects.get().tags.values_list("pk", flat=True)) == [merge.survivor_id]
    assert TagEvent.objects.count() == 1


def test_of_two_who_merge_one_spelling_into_two_tags_one_is_told_that_it_is_gone() -> None:
    published(tags=("Ferry",))
    assert outcome(("Ferry", "Boats"), ("Ferry", "Ships")) == ["first", "too late"]
    assert list(Edition.objects.get().tags.values_list("pk", flat=True)) == [MergedTag.objects.get().survivor_id]


def test_a_ring_of_three_never_closes() -> None:
    published(tags=("A", "B", "C"))
    outcome(("A", "B"), ("B", "C"), ("C", "A"))
    standing = {tag.pk for tag in Tag.objects.filter(merged__isnull=True)}
    assert standing
    assert set(MergedTag.objects.values_list("survivor_id", flat=True)) <= standing
    assert set(Edition.objects.get().tags.values_list("pk", flat=True)) <= standing
