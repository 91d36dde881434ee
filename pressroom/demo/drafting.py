"""From a story to the working copy that a writer would save."""

from dataclasses import replace
from datetime import date

from pressroom.demo.content import Edit, Story
from pressroom.demo.moments import with_dates
from releases.media.models import Image
from releases.snapshot import Contact, Fact, Link, Quote, Snapshot
from releases.working_copy import lead_image_of


def draft(story: Story, *, day: date, images: dict[str, Image], releases: dict[str, int]) -> Snapshot:
    """The story as the snapshot that an editor's form would make. ``day`` is what dates in the text count from."""

    def dated(text: str) -> str:
        return with_dates(text, day, story.language)

    image = None
    if story.image:
        image = lead_image_of(images[story.image.picture], story.image.alt, story.image.credit)
    return Snapshot(
        kind=story.kind,
        language=story.language,
        slug=story.slug,
        headline=story.headline,
        summary=dated(story.summary),
        dateline=story.dateline,
        body=dated(story.body),
        quotes=tuple(Quote(**row) for row in story.quotes),
        facts=tuple(Fact(text=dated(fact)) for fact in story.facts),
        links=tuple(Link(**row) for row in story.links),
        contacts=tuple(Contact(name=p.name, role=p.role, email=p.email, phone=p.phone) for p in story.contacts),
        tags=story.tags,
        picks=tuple(releases[slug] for slug in story.picks),
        source_name=story.source_name,
        source_url=story.source_url,
        lead_image=image,
        translation_of=releases[story.translation_of] if story.translation_of else None,
    )


def edited(content: Snapshot, edits: tuple[Edit, ...]) -> Snapshot:
    """A snapshot with these replacements made. Raises ``ValueError`` for one that finds nothing to replace."""
    for edit in edits:
        before = content
        if edit.field == "facts":
            facts = tuple(Fact(text=fact.text.replace(edit.old, edit.new)) for fact in content.facts)
            content = replace(content, facts=facts)
        else:
            changed = getattr(content, edit.field).replace(edit.old, edit.new)
            content = replace(content, **{edit.field: changed})
        if content == before:
            raise ValueError(f"{content.slug}: “{edit.old}” is not in the {edit.field}.")
    return content
