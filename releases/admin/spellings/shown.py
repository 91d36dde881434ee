"""What the page shows: likely duplicates with their numbers, and what a merging would change."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Exists, OuterRef
from taggit.models import Tag

from releases.likeness import likely_same
from releases.models import Edition, EditionTag, MergedTag, ReleaseTag

MOST_GROUPS = 50


@dataclass(frozen=True, slots=True)
class Spelling:
    """A tag with how many working copies carry it."""

    tag: Tag
    copies: int


@dataclass(frozen=True, slots=True)
class Likely:
    """Tags that are likely one: the one that most carry, and the others."""

    survivor: Spelling
    others: list[Spelling]


@dataclass(frozen=True, slots=True)
class Effect:
    """What merging one tag into another would change."""

    old: Tag
    into: Tag
    public: int
    editions: int
    copies: int
    both: int
    along: list[str]
    """What was merged into the old tag before, and goes along."""
    known_in: list[str]
    """Names of the languages in which readers know the old address, which will lead on."""


def likely() -> list[Likely]:
    """Groups of tags that are likely one; two queries."""
    tags = {tag.name: tag for tag in Tag.objects.filter(merged__isnull=True)}
    groups = likely_same(tags)[:MOST_GROUPS]
    shown = [tags[name].pk for group in groups for name in group]
    counts = dict(
        ReleaseTag.objects.filter(tag__in=shown).values_list("tag").annotate(number=Count("pk")).order_by("tag")
    )
    found = []
    for group in groups:
        spellings = [Spelling(tags[name], counts.get(tags[name].pk, 0)) for name in group]
        survivor, *others = sorted(spellings, key=lambda one: -one.copies)
        found.append(Likely(survivor, others))
    return found


def effect(old: Tag, into: Tag, at: datetime) -> Effect:
    """What would change; six queries, and one for each language."""
    rows = EditionTag.objects.filter(tag=old)
    copies = ReleaseTag.objects.filter(tag=old)
    public = rows.filter(Exists(Edition.objects.public(at).filter(pk=OuterRef("edition"))))
    other = ReleaseTag.objects.filter(tag=into, content_object=OuterRef("content_object"))
    return Effect(
        old=old,
        into=into,
        public=public.count(),
        editions=rows.count(),
        copies=copies.count(),
        both=copies.filter(Exists(other)).count(),
        along=list(MergedTag.objects.filter(survivor=old).order_by("old__name").values_list("old__name", flat=True)),
        known_in=[str(name) for code, name in settings.LANGUAGES if public.filter(language=code).exists()],
    )
