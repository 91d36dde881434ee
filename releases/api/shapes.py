"""What the API answers with, beside the release itself."""

from dataclasses import dataclass
from typing import Annotated

from releases.representation.model import Language, ReleaseSummary, Says, Tag, Url
from releases.workflow import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseList:
    """One page of a list of releases. The pages follow one another by ``next``; none says how many there are."""

    language: Language
    releases: tuple[ReleaseSummary, ...]
    next: Annotated[Url | None, Says("The page with older releases, or with worse matches; null on the last.")]
    previous: Annotated[Url | None, Says("The page before this one; null on the first.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class TagList:
    """One page of the topics that public releases have, in the order of their slugs."""

    language: Language
    tags: tuple[Tag, ...]
    next: Annotated[Url | None, Says("The page that follows; null on the last.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindName:
    """A sort of document, and what it is called."""

    kind: Kind
    name: str
    plural: str
    url: Annotated[Url, Says("The page for people.")]
    releases_url: Annotated[Url, Says("The releases of this kind.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindList:
    """The sorts of documents that this office can publish."""

    language: Language
    kinds: tuple[KindName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Where the API begins."""

    name: Annotated[str, Says("The office.")]
    languages: tuple[Language, ...]
    releases_url: Url
    search_url: Url
    tags_url: Url
    kinds_url: Url
    openapi_url: Annotated[Url, Says("The description of all this for programs (OpenAPI 3.1).")]
    schema_url: Annotated[Url, Says("The JSON Schema of a release.")]
    guide_url: Annotated[Url, Says("The description for people.")]
