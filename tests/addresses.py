"""Every public address that could tell of something, and what it answers: what the leak matrix asks in each of its worlds.

A public route that is not in ``ADDRESSES`` fails a test, so that a new one is thought of.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from comments import waiting
from comments.models import Comment, PrivacyRequest
from comments.privacy import requests
from releases.sharing import hash_of
from tests.scenes import NOW
from tests.worlds import (
    HIDDEN_ADDRESS,
    HIDDEN_FILE,
    HIDDEN_KEY,
    HIDDEN_REPLY,
    HIDDEN_SLUG,
    HIDDEN_WISH,
    LIVE_SINCE,
    LONG_AGO,
    OFFICE,
    PUBLIC_ADDRESS,
    PUBLIC_FILE,
    PUBLIC_KEY,
    PUBLIC_REPLY,
    PUBLIC_WISH,
    READER,
    REQUEST,
    SHARED_FILE,
    SHARED_KEY,
    SHARED_SECRET,
    UNASKED_WISH,
)

SITE = settings.SITE_URL
SOON = NOW + timedelta(seconds=1)
"""When what is scheduled appears: the worst case, its embargo lifts in the next second."""

FUTURE = "Fri, 01 Jan 2038 00:00:00 GMT"
"""Nothing was modified after it: a conditional request that every stored thing would satisfy."""

Answer = tuple[int, list[tuple[str, str]], str, bytes]
"""Status, headers, cookies and body."""


def dated(day: datetime, slug: str, rest: str = "") -> str:
    return f"/releases/{day:%Y/%m/%d}/{slug}/{rest}"


LIVE = dated(LIVE_SINCE, "new-quay")
HIDDEN = [
    dated(day, HIDDEN_SLUG, rest) for day in (NOW, LONG_AGO) for rest in ("", "editions/1/", "editions/2/", "replies/")
]
HIDDEN_PAGES = [
    *(path for path in HIDDEN if path.endswith(f"{HIDDEN_SLUG}/")),
    "/fr" + dated(LONG_AGO, "quai-ferme"),
    "/fr" + dated(NOW, "quai-ferme"),
]
CURSOR = f"{LONG_AGO:%Y%m%dT%H%M%S%f}-{HIDDEN_SLUG}"
SOON_CURSOR = f"{SOON:%Y%m%dT%H%M%S%f}-{HIDDEN_SLUG}"
MIDDLE = f"{NOW - timedelta(days=200):%Y%m%dT%H%M%S%f}-filler"
QUERIES = [
    "",
    f"before={MIDDLE}",
    f"after={MIDDLE}",
    f"before={SOON_CURSOR}",
    "kind=speech",
    "tag=secret-plans",
    "tag=never-was",
    "year=2024",
    f"kind=speech&tag=common&year=2026&after={CURSOR}",
]
API_QUERIES = [
    "",
    f"cursor=before-{MIDDLE}",
    f"cursor=after-{MIDDLE}",
    f"cursor=before-{SOON_CURSOR}",
    "kind=speech",
    "tag=secret-plans",
    "tag=common",
    "year=2024",
    f"from={NOW:%Y-%m-%d}",
    f"from={LONG_AGO:%Y-%m-%d}&until={LONG_AGO:%Y-%m-%d}",
    f"kind=speech&tag=common&year=2026&cursor=after-{CURSOR}",
]
"""The questions of the API's list."""
WORDS = [
    "quay",
    "closes",
    "clos",
    "%22quay+closes%22",
    "closs",
    "closed+quay",
    "ever+-quay",
    "secret+plans",
    "unheard",
    "qauy",
]
"""What only a hidden release has, what others have as well, and what is nearly either."""
SECRETS = (HIDDEN_SLUG, HIDDEN_REPLY, HIDDEN_KEY, HIDDEN_FILE, HIDDEN_ADDRESS, "quai-ferme", "secret-plans", "/2024/")
SPECS = [
    "w320.webp",
    "w320.jpg",
    "w320.avif",
    "card320-f50-50.webp",
    "social-f50-50.jpg",
    "social-f1-1.jpg",
    "original",
]

# What somebody might hold who was shown something hidden before, or who read the table of links.
VOID_SECRET, EXPIRED_SECRET, REVOKED_SECRET = (f"secret-that-is-{why}".ljust(43, "0") for why in ("void", "over", "no"))
OPEN_SECRET = "secret-that-nobody-asks-with".ljust(43, "0")
NOT_SECRETS = [VOID_SECRET, EXPIRED_SECRET, REVOKED_SECRET, hash_of(OPEN_SECRET), SHARED_SECRET[:-1], "never-was"]


REPLIES = [PUBLIC_REPLY, HIDDEN_REPLY, "hidden-reply-2", "never-was"]
"""Keys by which somebody asks."""


def of_writer(reply: str, rest: str = "") -> str:
    """The addresses that only the writer of a reply has."""
    return f"/replies/{waiting.token_for(Comment(key=reply))}/{rest}"


def of_writers(rest: str = "") -> list[str]:
    return [
        *(of_writer(key, rest) for key in REPLIES),
        "/fr" + of_writer(PUBLIC_REPLY, rest),
        f"/replies/{PUBLIC_REPLY}/{rest}",
        f"/replies/never-was/{rest}",
    ]


def of_reply(rest: str = "") -> list[str]:
    """The public addresses of single replies, under the release that they answer and under another."""
    return [
        *(f"{LIVE}replies/{key}/{rest}" for key in REPLIES),
        *(f"{path}replies/{key}/{rest}" for path in HIDDEN_PAGES[:2] for key in (HIDDEN_REPLY, PUBLIC_REPLY)),
        dated(NOW - timedelta(days=2), "filler-0", f"replies/{PUBLIC_REPLY}/{rest}"),
        "/fr" + dated(LIVE_SINCE, "nouveau-quai", f"replies/{PUBLIC_REPLY}/{rest}"),
    ]


def of_wish(key: str, rest: str = "") -> str:
    """The addresses that only a mailbox has, to which mail about replies goes."""
    return f"/replies/wishes/{key}/{rest}"


def of_wishes(rest: str = "") -> list[str]:
    """A wish whose question was mailed, two that nobody was mailed about, and what names none."""
    keys = (PUBLIC_WISH, HIDDEN_WISH, UNASKED_WISH, "never-was")
    return [*(of_wish(key, rest) for key in keys), "/fr" + of_wish(PUBLIC_WISH, rest)]


def of_requests() -> list[str]:
    """What was asked for by somebody, what nobody asked for, and what was not signed."""
    tokens = [requests.token_for(PrivacyRequest(pk=pk)) for pk in (REQUEST, REQUEST + 1)]
    return [f"/replies/requests/{token}/" for token in (*tokens, str(REQUEST), READER)]


def of_replies(kind: str) -> list[str]:
    """The addresses at which programs find replies."""
    return [
        *(f"{LIVE}replies.{kind}{query}" for query in ("", "?page=1", "?page=2", f"?page={PUBLIC_REPLY}")),
        *(f"{path}replies.{kind}" for path in HIDDEN_PAGES),
        dated(NOW - timedelta(days=9), "wrong", f"replies.{kind}"),
        dated(NOW - timedelta(days=2), "filler-0", f"replies.{kind}"),
        "/fr" + dated(LIVE_SINCE, "nouveau-quai", f"replies.{kind}"),
    ]


def of_feeds(which: str, query: str = "") -> list[str]:
    """A feed in every format and both languages."""
    return [f"{prefix}/feeds/{which}.{form}{query}" for prefix in ("", "/fr") for form in ("atom", "rss", "json")]


def of_twins(end: str) -> list[str]:
    """The twins for programs of what is public, of what is hidden and of what is gone."""
    pages = (
        LIVE,
        *HIDDEN_PAGES,
        "/fr" + dated(LIVE_SINCE, "nouveau-quai"),
        "/fr" + dated(NOW - timedelta(days=40), "ancien-quai"),
        dated(NOW - timedelta(days=9), "wrong"),
    )
    return [f"{path[:-1]}.{end}" for path in pages]


# Every address of every public route that could tell of something hidden, by the name of the route.
ADDRESSES: dict[str, Callable[[], list[str]]] = {
    "home": lambda: ["/", "/fr/"],
    "releases:list": lambda: [
        *(f"/releases/?{query}" for query in QUERIES),
        *(f"/fr/releases/?{query}" for query in ("", "kind=speech", "tag=secret-plans", f"before={MIDDLE}")),
        *(f"/releases/?q={words}" for words in WORDS),
        *(
            f"/releases/?q=quay&{more}"
            for more in ("sort=newest", "tag=secret-plans", "year=2024", "kind=speech", "page=2")
        ),
        *(f"/fr/releases/?q={words}" for words in ("quai", "ferme", "fermé", "plans")),
    ],
    "releases:calendar": lambda: ["/calendar/", "/fr/calendar/"],
    "releases:calendar_feed": lambda: ["/calendar.ics", "/fr/calendar.ics"],
    "releases:archives": lambda: ["/releases/archive/", "/fr/releases/archive/"],
    "releases:tags": lambda: ["/tags/", "/fr/tags/"],
    "releases:year": lambda: [
        *(f"/releases/{year}/" for year in (2024, 2025, 2026, 2027)),
        f"/releases/2026/?before={SOON_CURSOR}",
        f"/releases/2025/?after={CURSOR}",
        "/fr/releases/2026/",
        "/fr/releases/2024/",
    ],
    "releases:month": lambda: [
        *(f"/releases/{month}/" for month in ("2026/03", "2025/12", "2024/05", "2026/04")),
        "/fr/releases/2026/03/",
        "/fr/releases/2024/05/",
    ],
    "releases:tag": lambda: [
        *(f"{prefix}/tags/{tag}/" for prefix in ("", "/fr") for tag in ("common", "secret-plans", "never-was")),
        f"/tags/common/?before={MIDDLE}",
        f"/tags/common/?after={CURSOR}",
        "/tags/harbour/",
    ],
    "releases:feeds": lambda: ["/feeds/", "/fr/feeds/"],
    "releases:feed": lambda: [
        *of_feeds("releases"),
        *of_feeds("releases", f"?before={MIDDLE}"),
        *(f"/feeds/releases.atom?{query}" for query in (f"before={SOON_CURSOR}", f"after={CURSOR}", "before=1")),
    ],
    "releases:kind_feed": lambda: [
        *(path for kind in ("speech", "statement", "never_was") for path in of_feeds(f"kinds/{kind}")),
        f"/feeds/kinds/speech.atom?after={CURSOR}",
    ],
    "releases:tag_feed": lambda: [
        *(path for tag in ("common", "secret-plans", "never-was", "harbour") for path in of_feeds(f"tags/{tag}")),
        f"/feeds/tags/common.atom?before={MIDDLE}",
    ],
    "all_languages_feed": lambda: [f"/feeds/all-languages.{form}" for form in ("atom", "rss", "json")],
    "releases:release": lambda: [
        LIVE,
        *(path for path in HIDDEN if path.endswith(f"{HIDDEN_SLUG}/")),
        "/fr" + dated(LIVE_SINCE, "nouveau-quai"),
        "/fr" + dated(NOW - timedelta(days=40), "ancien-quai"),
        "/fr" + dated(NOW, "quai-ferme"),
        "/fr" + dated(NOW, HIDDEN_SLUG),
        dated(NOW - timedelta(days=2), "filler-0"),
        dated(NOW - timedelta(days=37), "filler-1"),
        dated(NOW - timedelta(days=9), "wrong"),
    ],
    "releases:edition": lambda: [
        *(path for path in HIDDEN if "/editions/" in path),
        *(f"{LIVE}editions/{number}/" for number in (1, 2, 3)),
        "/fr" + dated(LIVE_SINCE, "nouveau-quai", "editions/2/"),
        dated(NOW - timedelta(days=9), "wrong", "editions/1/"),
    ],
    "releases:changes": lambda: [
        *(f"{path}changes/" for path in HIDDEN if "/editions/" in path),
        *(f"{LIVE}editions/{number}/changes/" for number in (2, 1, 3)),
        "/fr" + dated(LIVE_SINCE, "nouveau-quai", "editions/2/changes/"),
        dated(NOW - timedelta(days=9), "wrong", "editions/2/changes/"),
    ],
    "releases:text": lambda: [f"{path[:-1]}.txt" for path in (LIVE, *HIDDEN_PAGES)],
    "releases:pdf": lambda: [f"{path[:-1]}.pdf" for path in (LIVE, *HIDDEN_PAGES)],
    "releases:archive": lambda: [f"{path[:-1]}.zip" for path in (LIVE, *HIDDEN_PAGES)],
    "releases:card": lambda: [
        *(f"{path}card.png" for path in (LIVE, *HIDDEN_PAGES)),
        dated(NOW, "quai-ferme", "card.png?v=1"),
    ],
    "releases:site_card": lambda: ["/card.png", "/fr/card.png", "/card.png?v=never"],
    "oembed": lambda: [
        *(f"/oembed?{more}url={quote(SITE + path)}" for path in (LIVE, *HIDDEN_PAGES) for more in ("", "format=xml&")),
        f"/oembed?url={quote(SITE + dated(NOW - timedelta(days=9), 'wrong'))}",
        "/oembed?url=https%3A%2F%2Fexample.org%2F",
        f"/oembed?format=yaml&url={quote(SITE + LIVE)}",
        "/oembed",
    ],
    "releases:json": lambda: of_twins("json"),
    "releases:ninjs": lambda: of_twins("ninjs.json"),
    "file": lambda: [
        *(f"/files/{key}/plan.csv" for key in (PUBLIC_FILE, PUBLIC_ADDRESS, HIDDEN_FILE, HIDDEN_ADDRESS)),
        f"/files/{HIDDEN_FILE}/unheard.csv",
        f"/files/{SHARED_FILE}/plan.csv",
        "/files/never-was/unheard.csv",
    ],
    "image": lambda: [
        *(f"/images/{key}/{spec}" for key in (PUBLIC_KEY, HIDDEN_KEY) for spec in SPECS),
        "/images/never-was/w320.jpg",
    ],
    # A picture of the library is had here only while it is the office's logo.
    "office_logo": lambda: [f"/office/{key}.png" for key in (PUBLIC_KEY, HIDDEN_KEY, "never-was")],
    "office_css": lambda: [f"/office/1/{OFFICE.palette.digest}.css", "/office/1/earlier.css", "/office/2/later.css"],
    "preview_link": lambda: [f"/previews/{secret}/" for secret in (SHARED_SECRET, *NOT_SECRETS)],
    "preview_link_image": lambda: [
        *(f"/previews/{SHARED_SECRET}/images/{key}/{spec}" for key in (SHARED_KEY, HIDDEN_KEY) for spec in SPECS),
        f"/previews/{SHARED_SECRET}/images/{PUBLIC_KEY}/w320.jpg",
        *(f"/previews/{secret}/images/{key}/w320.jpg" for secret in NOT_SECRETS for key in (SHARED_KEY, HIDDEN_KEY)),
    ],
    "preview_link_file": lambda: [
        *(f"/previews/{SHARED_SECRET}/files/{key}/plan.csv" for key in (SHARED_FILE, HIDDEN_FILE, HIDDEN_ADDRESS)),
        *(f"/previews/{secret}/files/{SHARED_FILE}/plan.csv" for secret in NOT_SECRETS),
    ],
    "comments:reply": lambda: [
        *(path for path in HIDDEN if path.endswith("/replies/")),
        *(f"{LIVE}replies/?parent={key}" for key in REPLIES),
        *(f"{LIVE}replies/?page={number}" for number in (1, 2)),
    ],
    "comments:feed": lambda: of_replies("atom"),
    "comments:rss": lambda: of_replies("rss"),
    "comments:json_feed": lambda: of_replies("feed.json"),
    "comments:data": lambda: of_replies("json"),
    "comments:place": lambda: of_reply(),
    "comments:report": lambda: [*of_reply("report/"), f"{LIVE}replies/{PUBLIC_REPLY}/report/?told=1"],
    "comments:privacy": lambda: [*of_requests(), "/fr" + of_requests()[0]],
    "comments:wish": lambda: of_wishes(),
    "comments:end_wish": lambda: of_wishes("end/"),
    "comments:never": lambda: of_wishes("never/"),
    "comments:waiting": lambda: of_writers(),
    "comments:edit": lambda: of_writers("edit/"),
    "comments:take_back": lambda: of_writers("take-back/"),
    "api:guide": lambda: ["/api/"],
    "api:index": lambda: ["/api/v1/", "/api/v1/?language=en"],
    "api:releases": lambda: [
        *(f"/api/v1/releases/?{query}" for query in API_QUERIES),
        *(f"/api/v1/releases/?language=fr&{query}" for query in ("kind=speech", "tag=secret-plans", "year=2024")),
    ],
    "api:search": lambda: [
        *(f"/api/v1/search/?q={words}" for words in WORDS),
        *(f"/api/v1/search/?q=quay&{more}" for more in ("tag=secret-plans", "year=2024", "kind=speech", "page=2")),
        *(f"/api/v1/search/?language=fr&q={words}" for words in ("quai", "ferme", "plans")),
    ],
    "api:release": lambda: [
        *(f"/api/v1/releases/{LIVE_SINCE:%Y-%m-%d}/{slug}/" for slug in ("new-quay", HIDDEN_SLUG, "never-was")),
        *(f"/api/v1/releases/{day:%Y-%m-%d}/{HIDDEN_SLUG}/" for day in (NOW, LONG_AGO)),
        *(f"/api/v1/releases/{day:%Y-%m-%d}/quai-ferme/?language=fr" for day in (NOW, LONG_AGO)),
        f"/api/v1/releases/{LIVE_SINCE:%Y-%m-%d}/nouveau-quai/?language=fr",
        f"/api/v1/releases/{NOW - timedelta(days=40):%Y-%m-%d}/ancien-quai/?language=fr",
        f"/api/v1/releases/{NOW - timedelta(days=9):%Y-%m-%d}/wrong/",
    ],
    "api:tags": lambda: [
        *(f"/api/v1/tags/?{query}" for query in ("", "language=fr", "after=common", "after=secret-plans", "after=a")),
    ],
    "api:kinds": lambda: ["/api/v1/kinds/", "/api/v1/kinds/?language=fr"],
    "api:openapi": lambda: ["/api/v1/openapi.json"],
    "api:schema": lambda: ["/api/v1/release.schema.json"],
    "api:nothing": lambda: ["/api/v1/releases", f"/api/v1/releases/{HIDDEN_SLUG}/", "/api/v1/drafts/", "/api/v12"],
    "sitemap": lambda: ["/sitemap.xml"],
    "sitemap_pages": lambda: ["/sitemaps/pages.xml"],
    "sitemap_part": lambda: [
        *(
            f"/sitemaps/{part}.xml"
            for part in ("2026-03", "2025-12", "2024-05", "2026-04", "2026-03-06", "2024-05-05.1")
        )
    ],
    "news_sitemap": lambda: ["/news-sitemap.xml"],
    "robots": lambda: ["/robots.txt"],
    "security_txt": lambda: ["/.well-known/security.txt"],
    "favicon": lambda: ["/favicon.ico"],
    "touch_icon": lambda: ["/apple-touch-icon.png"],
    "icon": lambda: ["/icons/icon.svg", "/icons/maskable-192.png", "/icons/never-was.png"],
    "manifest": lambda: ["/site.webmanifest", "/fr/site.webmanifest"],
    "healthz": lambda: ["/healthz"],
    "readyz": lambda: ["/readyz"],
}
# These send a validator of their own; all others' is made of the body by one middleware.
CONDITIONAL = [
    *("/", LIVE),
    *(path for name in ("image", "file", "releases:archive", "releases:pdf") for path in ADDRESSES[name]()),
]

# No route at all: what is asked by people who guess.
GUESSES = [
    dated(NOW, HIDDEN_SLUG)[:-1],
    dated(NOW, HIDDEN_SLUG)[:-1] + ".xml",
    "/tags/secret-plans",
    "/previews/",
    f"/previews/{EXPIRED_SECRET}",
    f"/fr/previews/{SHARED_SECRET}/",
    f"/images/{SHARED_KEY}/w320.jpg",
    "/sitemap.xml.gz",
    "/feeds/secret-plans.rss",
    "/feeds/all-languages.xml",
    "/api/v2/releases/",
    f"/files/{HIDDEN_KEY}/original",
    f"/files/{HIDDEN_FILE}",
    f"/files/{HIDDEN_FILE}/../{HIDDEN_FILE}/unheard.csv",
    f"/files/{HIDDEN_FILE}%2funheard.csv",
    f"/documents/{HIDDEN_FILE}/original",
    f"/media/images/{HIDDEN_KEY}/original",
    f"/static/images/{HIDDEN_KEY}/original",
]

REPLY = {"comment": "Is it true?", "author": "Nosy", "email": "nosy@example.org", "url": "", "parent": ""}
POSTS: list[tuple[str, dict[str, str]]] = [
    *((path, REPLY) for path in HIDDEN),
    (f"{LIVE}replies/", {**REPLY, "comment": ""}),
    *((f"{LIVE}replies/", {**REPLY, "parent": key}) for key in REPLIES if key != PUBLIC_REPLY),
    *(
        (path, {**REPLY, "reason": "spam"})
        for path in of_reply("report/")
        if not path.startswith(f"{LIVE}replies/public")
    ),
    *((path, REPLY) for path in (*of_reply(), *of_replies("atom"), *of_replies("json"))),
    *((path, {**REPLY, "version": "1"}) for path in of_writers("edit/") if path != of_writer(PUBLIC_REPLY, "edit/")),
    *((path, REPLY) for path in of_writers("take-back/") if path != of_writer(PUBLIC_REPLY, "take-back/")),
    *((path, REPLY) for path in of_requests()[1:]),
    *((of_wish(key, rest), REPLY) for key in (HIDDEN_WISH, UNASKED_WISH) for rest in ("", "end/", "never/")),
    ("/fr" + dated(NOW, HIDDEN_SLUG, "replies/"), REPLY),
    ("/releases/", REPLY),
    ("/tags/secret-plans/", REPLY),
]


def answer_of(response: Any) -> Answer:
    """All that a reader gets."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = sorted((name, value) for name, value in response.headers.items() if name != "Date")
    return response.status_code, headers, response.cookies.output(), body


def ask_everything(
    client: Client, etags: dict[str, str], *, every_head: bool = True
) -> Iterator[tuple[str, str, Answer]]:
    """Method, address and answer, for each address by GET and many by HEAD, some conditionally, and the posts.

    A HEAD is answered by the view that answers the GET, whose answer is compared in every world: ``every_head`` is for some.
    """
    heads = asked_by_head() if every_head else {addresses()[0] for addresses in ADDRESSES.values()}
    for path in all_addresses():
        yield "GET", path, answer_of(client.get(path))
        if path in heads:
            yield "HEAD", path, answer_of(client.head(path))
    for path in (*ADDRESSES["image"](), *ADDRESSES["file"]()):
        yield "GET a part of", path, answer_of(client.get(path, headers={"Range": "bytes=0-9"}))
        yield "GET if since", path, answer_of(client.get(path, headers={"If-Modified-Since": FUTURE}))
    for path, etag in etags.items():
        yield "GET if changed", path, answer_of(client.get(path, headers={"If-None-Match": etag}))
    for path, data in POSTS:
        yield f"POST {data['comment']!r} under {data['parent']!r} to", path, answer_of(client.post(path, data))


def asked_by_head() -> set[str]:
    """One address of every route, and all at which something could be hidden."""
    first = {addresses()[0] for addresses in ADDRESSES.values()}
    return first | {path for path in all_addresses() if "?" not in path and any(word in path for word in SECRETS)}


def all_addresses() -> list[str]:
    """Every address of the matrix."""
    return [path for addresses in ADDRESSES.values() for path in addresses()] + GUESSES


def by_get(client: Client, addresses: list[str]) -> Iterator[tuple[str, str, Answer]]:
    """The answers at some addresses."""
    for path in addresses:
        yield "GET", path, answer_of(client.get(path))


def _difference(found: Answer, expected: Answer) -> str:
    for name, one, other in zip(("status", "headers", "cookies"), found, expected, strict=False):
        if one != other:
            return f"{name} {one!r} instead of {other!r}"
    at = next((n for n, (one, other) in enumerate(zip(found[3], expected[3], strict=False)) if one != other), -60)
    return f"body …{found[3][max(0, at - 60) : at + 90]!r}… instead of …{expected[3][max(0, at - 60) : at + 90]!r}…"


def routes() -> list[tuple[str, URLPattern]]:
    """The names of all routes, as the site would resolve them."""
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern
