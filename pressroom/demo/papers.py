"""The demo's attached files in the media store: found again by a second attempt, as the pictures are."""

import io
from collections.abc import Iterable

from django.contrib.auth.models import User

from pressroom.demo.content import Paper, Story
from releases.media.documents import find_document, store_document
from releases.media.models import DocumentFile


def file_away(stories: Iterable[Story], *, by: User) -> dict[str, DocumentFile]:
    """Make sure that the files of these stories are stored, and return them by name."""
    return {paper.name: _stored(paper, story.language, by) for story in stories for paper in story.files}


def _stored(paper: Paper, language: str, by: User) -> DocumentFile:
    data = io.BytesIO(paper.text.encode())
    return find_document(data) or store_document(
        file=data, name=paper.name, by=by, title=paper.title, language=language, accessible=paper.accessible
    )
