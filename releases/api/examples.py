"""What answers look like, as values of the very classes that answers are made of."""

from datetime import UTC, datetime

from releases.api.problems import Problem
from releases.api.shapes import Index, KindList, KindName, ReleaseList, TagList
from releases.representation import model
from releases.workflow import Kind

SITE = "https://news.example.org"
_PATH = f"{SITE}/releases/2026/03/06/ferry-returns"
_API = f"{SITE}/api/v1"
_URN = "urn:uuid:0b7c2a4e-6f0f-5d0e-9a53-3c1f1f0f6a11"
_PUBLISHED = datetime(2026, 3, 6, 14, 30, tzinfo=UTC)
_CORRECTED = datetime(2026, 3, 6, 16, 5, tzinfo=UTC)

_TAG = model.Tag(slug="ferries", name="Ferries", url=f"{SITE}/tags/ferries/")
_IMAGE = model.Image(
    alt="The ferry at the pier",
    caption="The ferry was in dock for two months.",
    credit="Photograph: Ines Roy",
    licence="CC BY 4.0",
    width=640,
    height=360,
    renditions=tuple(
        model.Rendition(url=f"{SITE}/images/k7Yd2/w{width}.{end}", type=kind, width=width, height=height)
        for width, height in ((320, 180), (640, 360))
        for end, kind in (("jpg", "image/jpeg"), ("webp", "image/webp"))
    ),
)


def release() -> model.Release:
    """A release that was corrected once and is there in French as well."""
    formats = (
        ("html", "text/html", "/"),
        ("json", "application/json", ".json"),
        ("ninjs", "application/json", ".ninjs.json"),
        ("text", "text/plain", ".txt"),
        ("archive", "application/zip", ".zip"),
        ("pdf", "application/pdf", ".pdf"),
    )
    return model.Release(
        id=_URN,
        url=f"{_PATH}/",
        api_url=f"{_API}/releases/2026-03-06/ferry-returns/?language=en",
        language="en",
        kind=Kind.NEWS_RELEASE,
        kind_name="News release",
        publisher=model.Publisher(name="Harbour Office", url=f"{SITE}/"),
        headline="Ferry returns to the north shore",
        summary="Crossings begin again on Monday.",
        dateline="Port Ellery",
        body=model.Body(
            html="<p>The ferry returns to the <strong>north shore</strong> on Monday.</p>",
            text="The ferry returns to the north shore on Monday.",
        ),
        quotes=(model.Quote(text="We have waited for this day.", speaker="Ines Roy", title="Harbour master"),),
        facts=(model.Fact(text="There are 96 crossings a week."),),
        links=(model.Link(label="Timetable", url="https://ferries.example.org/timetable"),),
        contacts=(
            model.Contact(
                name="Sam Ito", role="Press officer", email="press@news.example.org", phone="+1 555 010 0199"
            ),
        ),
        lead_image=_IMAGE,
        gallery=(),
        attachments=(
            model.Attachment(
                title="Crossings a day",
                name="crossings.csv",
                url=f"{SITE}/files/q3Zt8/crossings.csv",
                type="text/csv",
                size=2048,
                language="en",
                accessible=True,
            ),
        ),
        tags=(_TAG,),
        source=None,
        translations=(
            model.Translation(
                language="fr",
                headline="Le traversier revient sur la rive nord",
                url=f"{SITE}/fr/releases/2026/03/06/traversier/",
                json_url=f"{SITE}/fr/releases/2026/03/06/traversier.json",
            ),
        ),
        first_published=_PUBLISHED,
        updated=_CORRECTED,
        edition=2,
        corrections=(model.Correction(date=_CORRECTED, note="The number of crossings was wrong."),),
        formats=tuple(model.Format(name=name, type=kind, url=f"{_PATH}{end}") for name, kind, end in formats),
    )


def releases() -> ReleaseList:
    """The first page of a list."""
    whole = release()
    row = model.ReleaseSummary(
        id=whole.id,
        url=whole.url,
        api_url=whole.api_url,
        language=whole.language,
        kind=whole.kind,
        kind_name=whole.kind_name,
        headline=whole.headline,
        summary=whole.summary,
        excerpt=whole.body.text,
        first_published=whole.first_published,
        updated=whole.updated,
        lead_image=whole.lead_image,
        tags=whole.tags,
    )
    older = "before-20260306T143000000000-ferry-returns"
    return ReleaseList(language="en", releases=(row,), next=f"{_API}/releases/?cursor={older}", previous=None)


def matches() -> ReleaseList:
    """The only page of what was found."""
    return ReleaseList(language="en", releases=releases().releases, next=None, previous=None)


def tags() -> TagList:
    """Topics."""
    return TagList(language="en", tags=(_TAG,), next=None)


def kinds() -> KindList:
    """Kinds."""
    kind = KindName(
        kind=Kind.NEWS_RELEASE,
        name="News release",
        plural="News releases",
        url=f"{SITE}/releases/?kind=news_release",
        releases_url=f"{_API}/releases/?kind=news_release&language=en",
    )
    return KindList(language="en", kinds=(kind,))


def index() -> Index:
    """The beginning."""
    return Index(
        name="Harbour Office",
        languages=("en", "fr"),
        releases_url=f"{_API}/releases/",
        search_url=f"{_API}/search/",
        tags_url=f"{_API}/tags/",
        kinds_url=f"{_API}/kinds/",
        openapi_url=f"{_API}/openapi.json",
        schema_url=f"{_API}/release.schema.json",
        guide_url=f"{SITE}/api/",
    )


def problem() -> Problem:
    """A filter that was misspelt."""
    return Problem(
        type=f"{SITE}/api/#parameter",
        title="A parameter is wrong",
        status=400,
        detail="One of these is possible: en, fr.",
        parameter="language",
    )
