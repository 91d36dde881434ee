"""Tags that have several spellings: which of them stands for the others, and what readers may learn of it."""

from datetime import datetime

from django.db import connection
from django.db.models import Exists, F, OuterRef
from taggit.models import Tag

from releases.models import Edition, EditionTag, MergedTag, MergedTagUse, Release, ReleaseTag

_SPELLINGS_LOCK = 5_271_190_301
"""Any number that no other advisory lock of this database has."""


def surviving(slug: str) -> str:
    """The slug of the tag that stands for this one now: its own, unless it was merged into another; one query.

    It is for what staff and indexes hold. A reader's question goes through ``found_at``: whether a spelling was merged must
    not tell that somebody had it in a draft.
    """
    return MergedTag.objects.filter(old__slug=slug).values_list("survivor__slug", flat=True).first() or slug


def spellings(slug: str) -> list[str]:
    """This slug and all that were merged into it, in order; one query."""
    merged = MergedTag.objects.filter(survivor__slug=slug).order_by("old__slug").values_list("old__slug", flat=True)
    return [slug, *merged]


def found_at(slug: str, language: str, at: datetime) -> str:
    """The slug at which readers now find what this one was the address of, or nothing; one query.

    A spelling leads on where readers of this language could know it, because something that they may still read carried
    it before it was merged, and where there is something to be found. A spelling that only drafts, embargoed or withdrawn
    releases had is as unknown as one that never was. A slug that was not merged leads nowhere.
    """
    every = Edition.objects.public(at)
    known = MergedTagUse.objects.filter(
        Exists(Edition.objects.readable(at).filter(pk=OuterRef("edition"), language=language)),
        Exists(every.filter(release=OuterRef("edition__release"))),
        merge=OuterRef("pk"),
        edition__visible_from__lte=F("merge__at"),
    )
    public = EditionTag.objects.filter(
        Exists(every.filter(pk=OuterRef("edition"))),
        tag=OuterRef("survivor"),
        language=language,
    )
    merged = MergedTag.objects.filter(Exists(known), Exists(public), old__slug=slug)
    return merged.values_list("survivor__slug", flat=True).first() or ""


def settle(release: Release) -> None:
    """Give a working copy the surviving tags in place of merged spellings; two queries, more only where it has any.

    The caller is in a transaction. A merging waits for it, and whoever comes after a merging finds it.
    """
    hold_spellings()
    merged = dict(
        ReleaseTag.objects.filter(content_object=release, tag__merged__isnull=False).values_list(
            "tag", "tag__merged__survivor"
        )
    )
    if not merged:
        return
    ReleaseTag.objects.filter(content_object=release, tag__in=merged).delete()
    have = set(ReleaseTag.objects.filter(content_object=release).values_list("tag", flat=True))
    ReleaseTag.objects.bulk_create(
        ReleaseTag(content_object=release, tag_id=survivor) for survivor in sorted(set(merged.values()) - have)
    )


def named(names: tuple[str, ...]) -> list[Tag]:
    """The tags with these names, as a text of any age has them, by the spelling that stands for them now; one query."""
    found = Tag.objects.filter(name__in=names).select_related("merged__survivor")
    standing = [tag.merged.survivor if hasattr(tag, "merged") else tag for tag in found]
    return sorted({tag.pk: tag for tag in standing}.values(), key=lambda tag: str(tag.name))


def hold_spellings(*, alone: bool = False) -> None:
    """Keep what tags stand for as it is until the transaction ends; ``alone``, to change it.

    Whoever puts tags on something holds it together with others; whoever merges waits for them all, and they for the
    merging, so that nothing can get a spelling in the moment in which it is merged. On SQLite the transaction is IMMEDIATE
    and there is only one at a time.
    """
    if connection.vendor != "postgresql":
        return
    function = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [_SPELLINGS_LOCK])
