"""From a story to the working copy that a writer would save."""

from dataclasses import replace
from datetime import date

from pressroom.demo.content import Edit, Illustration, Story, with_pictures
from pressroom.demo.moments import with_dates
from releases.media.models import DocumentFile, Image
from releases.media.models.stored import new_key
from releases.snapshot import Contact, Fact, LeadImage, Link, Quote, Snapshot
from releases.working_copy import lead_image_of, pin_file


def draft(
    story: Story,
    *,
    day: date,
    images: dict[str, Image],
    files: dict[str, DocumentFile],
    releases: dict[str, int],
) -> Snapshot:
    """The story as the snapshot that an editor's form would make. ``day`` is what dates in the text count from."""

    def dated(text: str) -> str:
        return with_dates(text, day, story.language)

    def shown(picture: Illustration) -> LeadImage:
        return lead_image_of(images[picture.picture], picture.alt, picture.credit, caption=picture.caption)

    return Snapshot(
        kind=story.kind,
        language=story.language,
        slug=story.slug,
        headline=story.headline,
        summary=dated(story.summary),
        dateline=story.dateline,
        body=dated(with_pictures(story.body, lambda name: images[name].key)),
        quotes=tuple(Quote(**row) for row in story.quotes),
        facts=tuple(Fact(text=dated(fact)) for fact in story.facts),
        links=tuple(Link(**row) for row in story.links),
        contacts=tuple(Contact(name=p.name, role=p.role, email=p.email, phone=p.phone) for p in story.contacts),
        tags=story.tags,
        picks=tuple(releases[slug] for slug in story.picks),
        source_name=story.source_name,
        source_url=story.source_url,
        lead_image=shown(story.image) if story.image else None,
        gallery=tuple(shown(picture) for picture in story.gallery),
        attachments=tuple(
            pin_file(
                files[paper.name],
                address=new_key(),
                title=paper.title,
                language=story.language,
                accessible=paper.accessible,
            )
            for paper in story.files
        ),
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
