"""What can be asked of the API, as data: the views answer from it, and the description is made of it."""

from collections.abc import Callable
from dataclasses import dataclass

from releases.api import examples, parameters
from releases.api.parameters import Parameter
from releases.api.shapes import Index, KindList, ReleaseList, TagList
from releases.representation.model import Release, Shape

BASE = "/api/v1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One address, and what a GET there is answered with."""

    name: str
    """Of its route, in the namespace of the API."""
    path: str
    """Below ``BASE``; the parts that vary in braces."""
    summary: str
    description: str = ""
    parameters: tuple[Parameter, ...] = ()
    answer: type | None = None
    """The class of the answer; ``None`` for a document of somebody else's shape."""
    example: Callable[[], Shape] | None = None

    @property
    def may_find_nothing(self) -> bool:
        """Whether there can be nothing at such an address."""
        return any(parameter.in_path or parameter.name in ("cursor", "page", "after") for parameter in self.parameters)


INDEX = Operation(
    name="index",
    path="",
    summary="Where the API begins",
    description="The office, its languages, and the addresses of all lists.",
    answer=Index,
    example=examples.index,
)
RELEASES = Operation(
    name="releases",
    path="releases/",
    summary="Releases, the newest first",
    description="Twenty a page. All filters must be met; one that nothing meets leaves an empty list. The pages have no "
    "numbers and no total: each leads to the next, here and in the Link header (RFC 8288).",
    parameters=(
        parameters.LANGUAGE,
        parameters.KIND,
        parameters.TAG,
        parameters.YEAR,
        parameters.FROM,
        parameters.UNTIL,
        parameters.CURSOR_PARAMETER,
    ),
    answer=ReleaseList,
    example=examples.releases,
)
SEARCH = Operation(
    name="search",
    path="search/",
    summary="Releases that words find, the best first",
    description="Twenty a page and ten pages at most. Words are looked for in the language of the releases: with their "
    "endings, and whatever accents they have.",
    parameters=(
        parameters.WORDS,
        parameters.LANGUAGE,
        parameters.KIND,
        parameters.TAG,
        parameters.YEAR,
        parameters.PAGE,
    ),
    answer=ReleaseList,
    example=examples.matches,
)
RELEASE = Operation(
    name="release",
    path="releases/{date}/{slug}/",
    summary="One release, whole",
    description="The same document stands beside the page of the release, at its address with .json in place of the last "
    "stroke; as .ninjs.json it is there in ninjs 2.1. A release that was withdrawn is not here any more.",
    parameters=(parameters.DATE, parameters.SLUG, parameters.LANGUAGE),
    answer=Release,
    example=examples.release,
)
TAGS = Operation(
    name="tags",
    path="tags/",
    summary="The topics of the releases",
    description="A hundred a page, in the order of their slugs.",
    parameters=(parameters.LANGUAGE, parameters.AFTER),
    answer=TagList,
    example=examples.tags,
)
KINDS = Operation(
    name="kinds",
    path="kinds/",
    summary="The kinds of releases, and what they are called",
    parameters=(parameters.LANGUAGE,),
    answer=KindList,
    example=examples.kinds,
)
OPENAPI = Operation(name="openapi", path="openapi.json", summary="This description (OpenAPI 3.1)")
SCHEMA = Operation(name="schema", path="release.schema.json", summary="The JSON Schema of a release (2020-12)")

OPERATIONS = (INDEX, RELEASES, SEARCH, RELEASE, TAGS, KINDS, OPENAPI, SCHEMA)
