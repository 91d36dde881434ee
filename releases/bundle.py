"""What "Download all" holds: the pictures as they are stored, with captions, the files, the text, and the hashes of all."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from typing import IO

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from releases.html import figures_of
from releases.media.models import DocumentFile, Image
from releases.models import Edition
from releases.plain import caption_of, plain_release
from releases.prose.text import plain_blocks
from releases.snapshot import LeadImage, Pin, Snapshot
from releases.zipped import Member, text_member

_EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}


def members_of(edition: Edition) -> list[Member]:
    """The members of the archive of a public edition: every picture and file that it pins, as exactly those bytes."""
    content, folder = edition.revision.snapshot, edition.slug
    members = [text_member(f"{folder}/{edition.slug}.txt", plain_release(edition))]
    pictures = list(_pictures(content, folder))
    if pictures:
        with translation.override(edition.language):
            name = _("captions")
            members.append(text_member(f"{folder}/{name}.txt", _captions(content, pictures)))
    members += [member for _key, member in pictures]
    members += _files(content, folder)
    return [*members, *_manifests(edition, folder, members)]


def etag_of(members: Sequence[Member]) -> str:
    """A strong validator of the archive: all its bytes follow from the names and hashes of its members."""
    listed = "".join(f"{member.sha256}  {member.name}\n" for member in members)
    return f'"{hashlib.sha256(listed.encode()).hexdigest()[:32]}"'


def _pictures(content: Snapshot, folder: str) -> Iterator[tuple[str, Member]]:
    """Each stored picture once, with its key, in the order in which a reader meets them."""
    lead = [content.lead_image] if content.lead_image else []
    shown: list[LeadImage | Pin] = [*lead, *content.figures, *content.gallery]
    pinned = {picture.key: picture.sha256 for picture in shown}
    images = Image.objects.in_bulk(list(pinned), field_name="key")
    for number, (key, sha256) in enumerate(pinned.items(), 1):
        image = images[key]
        name = f"{folder}/images/{number:02d}.{_EXTENSIONS[image.format]}"
        yield key, Member(name, sha256, _opener(image))


def _captions(content: Snapshot, pictures: Iterable[tuple[str, Member]]) -> str:
    """What the release says of each picture; of one in the text, what stands under it there."""
    said: dict[str, str] = {}
    for figure in figures_of(content.body):
        caption = plain_blocks([figure])
        said.setdefault(figure.key, caption)
    for picture in (*([content.lead_image] if content.lead_image else []), *content.gallery):
        said[picture.key] = caption_of(picture)
    return "\n\n".join(f"{member.name.rpartition('/')[2]}\n{said.get(key, '')}" for key, member in pictures) + "\n"


def _files(content: Snapshot, folder: str) -> Iterator[Member]:
    stored = DocumentFile.objects.in_bulk([attachment.key for attachment in content.attachments], field_name="key")
    taken: set[str] = set()
    for attachment in content.attachments:
        name = attachment.name
        stem, _dot, extension = name.rpartition(".")
        number = 2
        while name.casefold() in taken:
            name, number = f"{stem}-{number}.{extension}", number + 1
        taken.add(name.casefold())
        yield Member(f"{folder}/files/{name}", attachment.sha256, _opener(stored[attachment.key]))


def _opener(stored: Image | DocumentFile) -> Callable[[], AbstractContextManager[IO[bytes]]]:
    """Opens it when its turn comes, and not before: the storage is asked for one at a time."""
    return lambda: closing(stored.file.storage.open(str(stored.file.name)))


def _manifests(edition: Edition, folder: str, members: list[Member]) -> Iterator[Member]:
    """The hashes twice: for machines that know our words, and for ``sha256sum --check``.

    The edition's own hash stays at home: it covers the ids of related releases, of which some may not be public.
    """
    listed = {member.name.removeprefix(f"{folder}/"): member.sha256 for member in members}
    document = {
        "url": f"{settings.SITE_URL}{edition.get_absolute_url()}",
        "headline": edition.headline,
        "language": edition.language,
        "edition": edition.number,
        "visible_from": edition.visible_from.isoformat(),
        "sha256": listed,
    }
    yield text_member(f"{folder}/manifest.json", json.dumps(document, ensure_ascii=False, indent=2) + "\n")
    yield text_member(f"{folder}/SHA256SUMS", "".join(f"{digest}  {name}\n" for name, digest in listed.items()))
