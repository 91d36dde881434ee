"""A reader's browser asks this site and nobody else, whatever page it is, and keeps nothing."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from comments.actions.decide import decide
from comments.actions.submit import submit
from comments.states import State
from releases.actions.set_office import set_office
from releases.models import Edition
from releases.office_content import Logo, OfficeContent
from releases.snapshot import Link, Quote
from tests import cast, scenes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(transactional_db: None) -> list[str]:
    """An address of every kind of page."""
    now = timezone.now()
    image = scenes.lead(scenes.picture(size=(640, 360)))
    logo = Logo(key=image.key, width=image.width, height=image.height)
    set_office(content=OfficeContent(logo=logo, colours={"band": "#20306b", "link": "#20306b"}), seen=0, by=cast.ada())
    release = scenes.published(
        at=now - timedelta(days=2),
        lead_image=image,
        tags=("Ferries",),
        quotes=(Quote(text="We kept our word.", speaker="Mary Fell"),),
        links=(Link(label="Timetable", url="https://ferries.example.org/"),),
    )
    scenes.corrected(release, at=now - timedelta(days=1))
    scenes.withdrawn(published_at=now - timedelta(days=5), at=now - timedelta(days=4), slug="wrong")
    reply = submit(
        release=release,
        at=now - timedelta(hours=2),
        author="Reader",
        email="reader@example.org",
        url="https://reader.example.org/",
        text="See https://elsewhere.example.org/picture.png",
        parent=None,
    )
    decide(comment=reply, to=State.APPROVED, by=cast.mo(), seen_state=reply.state)
    way = Edition.objects.filter(release=release).first().get_absolute_url()
    day = timezone.localtime(now - timedelta(days=5))
    return [
        "/",
        "/fr/",
        "/releases/",
        "/releases/?q=ferry",
        f"/releases/{day:%Y}/",
        "/tags/ferries/",
        "/feeds/",
        way,
        f"{way}editions/1/",
        f"{way}editions/2/changes/",
        f"{way}replies/",
        f"{way}replies/?parent={reply.key}",
        f"{way}replies/{reply.key}/report/",
        f"/releases/{day:%Y/%m/%d}/wrong/",
        "/nothing-here/",
    ]


def test_no_request_leaves_the_origin_and_nothing_is_kept(
    chromium: Browser, live_server: Any, pages: list[str]
) -> None:
    context = chromium.new_context(base_url=live_server.url)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    for way in pages:
        before = len(asked)
        response = page.goto(way, wait_until="networkidle")
        assert response is not None
        assert response.status in (200, 404), way
        assert len(asked) > before + 1, f"{way}: not even a style sheet was seen"
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0], way
    ours = urlsplit(live_server.url).netloc
    assert {url for url in asked if urlsplit(url).netloc != ours and not url.startswith("data:")} == set()
    assert any("/office/" in url for url in asked), "the office's own colours and logo were asked for as well"
    assert context.cookies() == []
    context.close()


def test_no_page_names_another_host_that_a_browser_would_ask_by_itself(
    chromium: Browser, live_server: Any, pages: list[str]
) -> None:
    """Preconnect, prefetch and the like ask without a request that a page shows."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    ours = urlsplit(live_server.url).netloc
    for way in pages:
        page.goto(way)
        hints = page.eval_on_selector_all(
            "link:not([rel=canonical], [rel=alternate]), script[src], img[src], source[srcset], iframe, object, embed",
            "all => all.map((each) => each.href ?? each.src ?? each.srcset?.split(' ')[0] ?? each.data ?? '')",
        )
        elsewhere = {hint for hint in hints if urlsplit(hint).netloc not in ("", ours)}
        assert elsewhere == set(), way
    context.close()
