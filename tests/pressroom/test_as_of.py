"""What did the site say at …: staff are shown what readers got at a moment, and nobody else is shown it."""

import ast
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from comments.actions.decide import decide
from comments.actions.submit import submit
from comments.states import State
from pressroom.as_of.moments import AHEAD, MomentConverter
from pressroom.as_of.rewriting import Addresses, rewrite
from releases import paging
from releases.actions.publish import publish
from releases.actions.stop import Pull, stop
from releases.actions.unschedule import unschedule
from releases.actions.withdraw import withdraw
from releases.models import Release
from releases.views.answers import answers_all_alike
from tests import cast
from tests.addresses import routes
from tests.releases.back_office import at_the_desk, filled, page_of, text_of
from tests.scenes import NOW, corrected, draft, lead, picture, published, rewritten, scheduled
from tests.test_architecture import sources

pytestmark = pytest.mark.django_db

AS_OF = "/admin/as-of/"
STAFF_IMAGES = "/admin/releases/release/images/"
ROOT = Path(__file__).resolve().parent.parent.parent
MINUTE = timedelta(minutes=1)
LIFTS = NOW + timedelta(minutes=30)
LATER = NOW + timedelta(days=40)
LINKS = ("a/@href", "area/@href", "form/@action", "img/@src", "img/@srcset", "source/@srcset")

Go = Callable[[datetime], None]


def then(moment: datetime, path: str = "/") -> str:
    """The address at which staff see what this one said at a moment."""
    return f"{AS_OF}{MomentConverter().to_url(moment)}{path}"


@pytest.fixture
def go(time_machine: Any) -> Go:
    """Stop the clock at a moment."""

    def to(moment: datetime) -> None:
        time_machine.move_to(moment, tick=False)

    return to


# What readers got, and what staff are shown of it


@dataclass(frozen=True)
class Answer:
    """One answer, brought into a form in which a page of then can be compared with the same page in the back office."""

    status: int
    location: str
    language: str
    page: str


def document_of(response: Any) -> Any:
    """What is read as a page; of texts, files and archives it is enough here that they came."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    return html.fromstring(response.content.decode()) if is_page and response.content else None


def as_read(client: Client, path: str) -> Answer:
    """What a reader gets, without what the back office leaves out: replies, their form, and where programs find them."""
    response = client.get(path)
    document = document_of(response)
    if document is not None:
        sections = document.xpath("//section[@id='replies' or @id='respond']")
        for left_out in [*sections, *document.xpath("//head/link[@rel='alternate'][contains(@href, '/replies.')]")]:
            left_out.drop_tree()
    return _answer(response, response.headers.get("Location", ""), document)


def as_shown(client: Client, moment: datetime, path: str) -> Answer:
    """What staff are shown, without the banner, and with every link led back to where readers find it."""
    response = client.get(then(moment, path))
    document = document_of(response)
    if document is not None:
        (banner,) = document.xpath("//div[contains(@class, 'as-of-bar')]")
        banner.drop_tree()
        for added in document.xpath("//link[contains(@href, 'admin-as-of')] | //meta[@content='noindex, nofollow']"):
            added.drop_tree()
        (title,) = document.xpath("//title")
        title.text = title.text.split(" · ", 1)[1]
        for each in document.iter():
            for name, value in each.items():
                if (back := _led_back(value, moment)) != value:
                    each.set(name, back)
    return _answer(response, _led_back(response.headers.get("Location", ""), moment), document)


def _led_back(address: str, moment: datetime) -> str:
    return address.replace(then(moment, ""), "").replace("/admin/releases/release/images/", "/images/")


def _answer(response: Any, location: str, document: Any) -> Answer:
    words = "" if document is None else " ".join(html.tostring(document, encoding="unicode").split())
    # Between elements a blank more or less is all that leaving something out can leave behind.
    return Answer(response.status_code, location, response.headers["Content-Language"], words.replace("> <", "><"))


def links_of(page: str) -> Iterator[str]:
    """Every page of the reader's site that a page leads to."""
    document = html.fromstring(page)
    for address in document.xpath("//a/@href"):
        # One kind stands for all of them: every page leads to each.
        if address.startswith("/") and ("kind=" not in address or "kind=news_release" in address):
            yield address.partition("#")[0]


def walked(client: Client, *starts: str) -> dict[str, Answer]:
    """Everything that a reader can reach now from these addresses, by following links, and what each answered."""
    found: dict[str, Answer] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = as_read(client, path)
            onward = found[path].location
            waiting += links_of(found[path].page) if found[path].page else [onward] * bool(onward)
    return found


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists have several pages, although there are few releases."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 3)


class Story:
    """A month in the life of a newsroom, told by its acts, each carried out when the clock shows its moment."""

    def __init__(self, go: Go) -> None:
        self.go = go
        self.moments = [NOW]
        self.read: dict[datetime, dict[str, Answer]] = {}
        self.known: set[str] = {"/", "/fr/", "/releases/?kind=speech", "/releases/2025/", "/nothing/here/"}

    def look(self, moment: datetime) -> None:
        """Read everything that readers can reach at a moment, and what they had found earlier or will find later."""
        self.go(moment)
        self.read[moment] = walked(Client(), *self.known)
        self.known |= {path for path, answer in self.read[moment].items() if answer.status != 404}

    def acts(self) -> Iterator[Callable[[], Any]]:
        """One a line. Nothing is dated by hand: each happens when the clock says so."""
        image = lead(picture(size=(400, 225)))
        edda = cast.edda()
        for number in range(4):
            published(slug=f"other-{number}", headline=f"Other {number}", tags=("Harbour",))
        ferry = published(slug="ferry", headline="Ferry returns", tags=("Harbour", "Ferries"), lead_image=image)
        yield lambda: _replied(ferry)
        yield lambda: corrected(ferry, headline="Ferry returns on Tuesday", note="It is Tuesday.", lead_image=None)
        french = draft(slug="traversier", language="fr", headline="Le traversier", translation_of=ferry.pk)
        yield lambda: publish(release=french, by=edda, version=french.version, parity_reason="The rest follows.")
        bridge = scheduled(slug="bridge", headline="Bridge opens", tags=("Bridges",), visible_from=LIFTS)
        wrong = published(slug="wrong", headline="Wrong figures", picks=(ferry.pk,))
        yield lambda: None
        yield lambda: corrected(wrong, headline="Figures, wrong again", note="Still wrong.")
        right = published(slug="right", headline="Right figures")
        yield lambda: withdraw(release=wrong, by=edda, reason="It was wrong.", gone=True, redirect_to=right)
        yield lambda: withdraw(release=right, by=edda, reason="No better.")
        late = scheduled(slug="late", headline="Never to be read", visible_from=LIFTS + timedelta(hours=3))
        yield lambda: unschedule(release=late, by=edda)
        yield lambda: stop(release=Release.objects.get(slug="other-1"), by=edda, reason="Not cleared.", pull=Pull.GONE)
        yield lambda: corrected(rewritten(right), headline="Right figures at last", note="Checked twice.")
        yield lambda: corrected(bridge, headline="Bridge has opened", note="It is open.")


def _replied(release: Release) -> None:
    comment = submit(release=release, author="Ines", email="i@example.org", url="", text="At last.", at=timezone.now())
    decide(comment=comment, to=State.APPROVED, by=cast.mo(), seen_state=comment.state)


@pytest.fixture
def story(go: Go, short_pages: None) -> Story:
    """The newsroom, told and read at every turn, and left forty days later."""
    story, moment = Story(go), NOW
    go(moment)
    acts = story.acts()
    for number, act in enumerate(acts):
        act()
        if number % 2 == 0:
            story.look(moment)
        moment = NOW + (number + 1) * 4 * MINUTE
        if moment > LIFTS > moment - 4 * MINUTE:
            story.look(LIFTS - timedelta(microseconds=1))
            story.look(LIFTS)
        go(moment)
    story.look(moment)
    # Whatever happens to the working copies after all this is nobody's past.
    for release in Release.objects.filter(slug__in=("ferry", "other-2")):
        rewritten(release, headline="Rewritten since", tags=("New",))
    go(LATER)
    published(slug="much-later", headline="Much later", tags=("Harbour",))
    return story


@pytest.mark.one_database
def test_what_staff_see_of_a_moment_is_what_every_reader_got_then(story: Story) -> None:
    staff = at_the_desk(cast.wren())
    for moment, pages in story.read.items():
        for path, answer in pages.items():
            assert as_shown(staff, moment, path) == answer, f"{path} at {moment}"
    # All of which would be worth little if the pages had not changed from one moment to the next.
    answers = [answer for pages in story.read.values() for answer in pages.values()]
    assert len(answers) > 200
    assert {answer.status for answer in answers} == {200, 302, 404, 410}
    assert len({pages["/"].page for pages in story.read.values()}) >= 6
    everything = "".join(answer.page for answer in answers)
    for words in (
        "Ferry returns on Tuesday",
        "Bridge opens",
        "Still wrong.",
        "Le traversier",
        "Not cleared.",
        "before=",
    ):
        assert words in everything, words
    assert "Never to be read" not in everything


# The banner, and the way on


def test_the_banner_names_the_moment_its_zone_and_utc_and_that_it_is_not_now(wren: User, go: Go) -> None:
    go(NOW)
    published(headline="Ferry returns")
    go(LATER)
    staff = at_the_desk(wren)
    response = staff.get(then(NOW))
    (banner,) = page_of(response).xpath("//body/div[contains(@class, 'as-of-bar')]")
    told = " ".join(banner.text_content().split())
    for words in (
        "as it was",
        "Friday 6 March 2026, 09:30:00 America/Toronto",
        "2026-03-06 14:30:00 UTC",
        "Replies are",
    ):
        assert words in told, words
    assert page_of(response).xpath("string(//title)").startswith("6 Mar 2026, 09:30:00 · ")
    assert page_of(response).xpath("//link[contains(@href, 'admin-as-of.css')]")
    # And the ways out: the same page as it is now, another moment, the desk.
    assert {"/", "/admin/"} <= set(banner.xpath(".//a/@href"))


def test_a_moment_ahead_shows_what_will_be_and_says_that_it_may_not(wren: User, go: Go) -> None:
    go(NOW)
    scheduled(headline="Bridge opens", visible_from=LIFTS)
    staff = at_the_desk(wren)
    at_the_moment, before = (text_of(staff.get(then(moment))) for moment in (LIFTS, LIFTS - timedelta(seconds=1)))
    assert "As it will be if nothing changes" in at_the_moment
    assert "Bridge opens" in at_the_moment
    assert "Bridge opens" not in before
    assert "As it will be if nothing changes" not in text_of(staff.get(then(NOW)))
    # Readers are still told nothing.
    assert b"Bridge opens" not in Client().get("/").content


def test_it_leads_to_the_changes_before_and_after_at_the_same_page(wren: User, go: Go) -> None:
    go(NOW)
    ferry = published(slug="ferry")
    moments = [NOW]
    for minutes in (7, 9):
        moments.append(NOW + minutes * MINUTE + timedelta(microseconds=minutes))
        go(moments[-1])
        corrected(ferry, headline=f"After {minutes} minutes")
    scheduled(slug="bridge", visible_from=LIFTS)
    late = scheduled(slug="late", visible_from=LIFTS - 5 * MINUTE)
    unschedule(release=late, by=cast.edda())
    moments.append(LIFTS)
    staff = at_the_desk(wren)
    way, trail = then(NOW - MINUTE, "/releases/?kind=news_release"), []
    while way:
        document = page_of(staff.get(way))
        trail.append((way, *document.xpath("//a[@rel='prev']/@href")[:1]))
        (way,) = document.xpath("//div[contains(@class, 'as-of-bar')]//a[@rel='next']/@href") or [""]
    start = then(NOW - MINUTE, "/releases/?kind=news_release")
    ways = [then(moment, "/releases/?kind=news_release") for moment in moments]
    assert trail == [(start,), (ways[0],), *zip(ways[1:], ways, strict=False)]


def test_every_link_stays_at_the_moment_and_every_picture_comes_from_where_staff_may_see_it(wren: User, go: Go) -> None:
    go(NOW)
    ferry = published(
        slug="ferry",
        headline="Ferry",
        tags=("Harbour",),
        lead_image=lead(picture(size=(400, 225))),
        body='<p><a href="http://testserver/releases/">all</a> <a href="https://example.org/x">else</a></p>',
    )
    go(NOW + MINUTE)
    withdraw(release=ferry, by=cast.edda(), reason="Wrong.", gone=True)
    go(LATER)
    staff = at_the_desk(wren)
    for path in ("/", "/releases/", f"/releases/{NOW:%Y/%m/%d}/ferry/", "/tags/harbour/", "/fr/"):
        document = page_of(staff.get(then(NOW, path)))
        for banner in document.xpath("//div[contains(@class, 'as-of-bar')]"):
            banner.drop_tree()
        for attribute in LINKS:
            for value in document.xpath(f"//{attribute}"):
                for address in re.split(r" \d+w(?:, )?", value) if "srcset" in attribute else [value]:
                    # A mail that is begun here names the release's own address, as it did for readers then.
                    stays = address.startswith(
                        (f"{then(NOW, '')}/", "/admin/releases/release/images/", "#", "?", "mailto:?")
                    )
                    assert stays or not address or address == "https://example.org/x", address
    picture_address = page_of(staff.get(then(NOW))).xpath("//img/@src")[0]
    assert staff.get(picture_address).status_code == 200
    assert Client().get(picture_address.replace("/admin/releases/release", "")).status_code == 410


def test_french_addresses_are_answered_in_french_whatever_the_browser_speaks(wren: User, go: Go) -> None:
    go(NOW)
    published(slug="traversier", language="fr", headline="Le traversier revient")
    staff = at_the_desk(wren)
    french = staff.get(then(NOW, "/fr/releases/"), headers={"Accept-Language": "en"})
    assert page_of(french).get("lang") == "fr"
    assert "Le traversier revient" in text_of(french)
    assert french.headers["Content-Language"] == "fr"
    english = staff.get(then(NOW, "/releases/"), headers={"Accept-Language": "fr"})
    assert page_of(english).get("lang") == "en"
    (banner,) = page_of(english).xpath("//div[contains(@class, 'as-of-bar')]")
    assert banner.get("lang") == "fr", "the banner speaks to the person, the page as it did to readers"


def test_what_is_no_page_of_releases_is_not_shown_as_if_it_had_been(wren: User, go: Go) -> None:
    go(NOW)
    ferry = published(slug="ferry")
    _replied(ferry)
    staff = at_the_desk(wren)
    for path in (f"/releases/{NOW:%Y/%m/%d}/ferry/replies/", "/replies/some-token/", "/admin/", "/healthz"):
        response = staff.get(then(NOW, path))
        assert response.status_code == 404
        assert "Only the pages of releases can be shown as they were" in text_of(response), path
    assert "At last." not in text_of(staff.get(then(NOW, f"/releases/{NOW:%Y/%m/%d}/ferry/")))


def test_an_address_without_its_last_stroke_is_sent_on_and_never_to_another_site(wren: User) -> None:
    staff = at_the_desk(wren)
    response = staff.get(then(NOW, "/releases?kind=speech"))
    assert (response.status_code, response.headers["Location"]) == (302, then(NOW, "/releases/?kind=speech"))
    assert staff.get(then(NOW, "//example.org")).status_code == 404
    assert staff.get(then(NOW, "//releases")).headers.get("Location", then(NOW, "")).startswith(then(NOW, ""))


# Who may look, and what keeps it


def test_only_staff_who_may_see_releases_are_shown_another_moment(go: Go) -> None:
    go(NOW)
    scheduled(headline="Bridge opens", visible_from=LIFTS)
    for address in (AS_OF, then(LIFTS), then(LIFTS, "/releases/")):
        anonymous = Client().get(address)
        assert anonymous.status_code == 302
        assert anonymous.headers["Location"].startswith("/admin/login/")
        for person in (cast.mo(), cast.otto()):
            refused = at_the_desk(person).get(address)
            assert refused.status_code == 403
            assert b"Bridge" not in refused.content
        for person in (cast.wren(), cast.edda(), cast.ada()):
            assert at_the_desk(person).get(address).status_code == 200


def test_it_is_only_read_and_no_cache_nor_robot_keeps_it(wren: User, go: Go) -> None:
    go(NOW)
    published(slug="ferry")
    staff = at_the_desk(wren)
    for path in ("/", f"/releases/{NOW:%Y/%m/%d}/ferry/", "/nothing/", "/robots.txt"):
        response = staff.get(then(NOW, path))
        assert {"no-store", "private"} <= set(re.split(r",\s*", response.headers["Cache-Control"]))
        assert "noindex" in response.headers["X-Robots-Tag"]
        assert "ETag" not in response.headers
        assert staff.head(then(NOW, path)).status_code == response.status_code
    assert staff.post(then(NOW), headers={"Origin": "http://testserver"}).status_code in (403, 405)
    page = staff.get(then(NOW))
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert not page_of(page).xpath(
        "//*[@style or @onclick] | //style | //script[not(@src or @type='application/ld+json')]"
    )


READERS = ["/", "/releases/", f"/releases/{NOW:%Y/%m/%d}/ferry/", "/tags/harbour/", "/fr/"]


@pytest.mark.parametrize("path", READERS)
def test_nothing_that_a_reader_sends_moves_the_clock(path: str, go: Go) -> None:
    go(NOW)
    published(slug="ferry", tags=("Harbour",))
    scheduled(slug="bridge", headline="Bridge opens", tags=("Harbour",), visible_from=LIFTS)
    plain = Client().get(path)
    wanted = MomentConverter().to_url(LIFTS)
    for query in (f"as-of={wanted}", f"as_of={wanted}", f"moment={wanted}", f"at={LIFTS.isoformat()}", f"now={wanted}"):
        assert Client().get(f"{path}?{query}").content == plain.content
    headers = {name: LIFTS.isoformat() for name in ("As-Of", "X-As-Of", "X-Moment", "Moment", "Date", "X-Now")}
    headers["Accept-Datetime"] = LIFTS.strftime("%a, %d %b %Y %H:%M:%S GMT")
    assert Client().get(path, headers=headers).content == plain.content
    # Not for staff either: the public site knows nobody.
    assert at_the_desk(cast.edda()).get(f"{path}?as-of={wanted}").content == plain.content


def test_only_the_back_office_can_make_a_request_that_is_told_its_moment() -> None:
    naming = set()
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.Name) and node.id == "RequestAt" for node in ast.walk(tree)):
            naming.add(str(path.relative_to(ROOT)))
    assert naming == {"releases/clock.py", "pressroom/as_of/asking.py"}


def test_every_reader_s_view_asks_the_one_clock() -> None:
    """A view that read the server's clock by itself would show today's answer as that of another moment."""
    shown = {name: pattern.callback for name, pattern in routes() if answers_all_alike(pattern.callback)}
    for view in shown.values():
        assert "timezone.now" not in inspect.getsource(inspect.getmodule(inspect.unwrap(view))), view
    assert set(shown) >= {
        "home",
        "releases:list",
        "releases:year",
        "releases:month",
        "releases:release",
        "releases:edition",
    }
    assert not {name for name in shown if name.startswith(("admin:", "comments:"))}


# Choosing a moment


def test_a_time_on_the_office_s_clocks_becomes_its_instant(wren: User, go: Go) -> None:
    go(LATER)
    staff = at_the_desk(wren)
    asked = filled(
        staff.get(AS_OF), date="2026-03-06", time="09:30:07", path="http://testserver/releases/?kind=speech#x"
    )
    response = staff.get(AS_OF, asked)
    assert response.status_code == 302
    assert response.headers["Location"] == then(NOW + timedelta(seconds=7), "/releases/?kind=speech")
    assert staff.get(AS_OF, {**asked, "path": ""}).headers["Location"] == then(NOW + timedelta(seconds=7))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("path", "https://example.org/releases/", "belongs to another site: example.org"),
        ("path", "javascript:alert(1)", "begins with a stroke"),
        ("path", "releases/", "begins with a stroke"),
        ("date", "1850-01-01", "Choose a moment between 1970 and 2028"),
        ("date", "2999-01-01", "Choose a moment between 1970 and 2028"),
        ("date", "yesterday", "Enter a valid date"),
        ("time", "25:00", "Enter a valid time"),
    ],
)
def test_what_cannot_be_looked_at_is_refused_in_words(field: str, value: str, told: str, wren: User, go: Go) -> None:
    go(LATER)
    staff = at_the_desk(wren)
    response = staff.get(AS_OF, filled(staff.get(AS_OF), **{field: value}))
    assert response.status_code == 422
    assert told in text_of(response)


def test_a_time_that_clocks_skipped_is_refused_and_one_that_they_showed_twice_is_asked_about(
    wren: User, go: Go
) -> None:
    go(datetime(2026, 12, 1, tzinfo=UTC))
    staff = at_the_desk(wren)
    skipped = staff.get(AS_OF, {"date": "2026-03-08", "time": "02:30:00", "path": ""})
    assert "02:30 does not exist" in text_of(skipped)
    assert "Which of the two" not in text_of(skipped)
    twice = staff.get(AS_OF, {"date": "2026-11-01", "time": "01:30:00", "path": "/releases/"})
    for words in (
        "Clocks showed this time twice",
        "01:30:00 EDT (2026-11-01 05:30:00 UTC)",
        "01:30:00 EST (2026-11-01 06:",
    ):
        assert words in text_of(twice), words
    offered = {then(datetime(2026, 11, 1, hour, 30, tzinfo=UTC), "/releases/") for hour in (5, 6)}
    assert offered <= set(page_of(twice).xpath("//a/@href"))


def test_it_offers_an_hour_ago_yesterday_and_each_beginning_of_a_release(wren: User, go: Go) -> None:
    go(NOW)
    ferry = published(slug="ferry")
    published(slug="other", headline="Other")
    exact = NOW + MINUTE + timedelta(microseconds=123456)
    go(exact)
    corrected(ferry, headline="Ferry, corrected")
    staff = at_the_desk(wren)
    whole = exact.replace(microsecond=0)
    everything = set(page_of(staff.get(AS_OF)).xpath("//a/@href"))
    assert {then(whole - timedelta(hours=1)), then(whole - timedelta(days=1))} <= everything
    of_ferry = [
        each for each in page_of(staff.get(AS_OF, {"release": ferry.pk})).xpath("//a/@href") if "/ferry/" in each
    ]
    assert of_ferry == [then(exact, f"/releases/{NOW:%Y/%m/%d}/ferry/"), then(NOW, f"/releases/{NOW:%Y/%m/%d}/ferry/")]
    # Each leads to the edition that began then, to the microsecond.
    assert "Ferry, corrected" in text_of(staff.get(of_ferry[0]))
    just_before = then(exact - timedelta(microseconds=1), f"/releases/{NOW:%Y/%m/%d}/ferry/")
    assert "Ferry, corrected" not in text_of(staff.get(just_before))
    assert (
        staff.get(AS_OF, {"release": "0x1"}).status_code == staff.get(AS_OF, {"release": "9" * 40}).status_code == 200
    )


def test_another_moment_begins_from_this_one(wren: User, go: Go) -> None:
    go(LATER)
    staff = at_the_desk(wren)
    (again,) = page_of(staff.get(then(NOW, "/releases/?kind=speech"))).xpath(
        "//a[contains(@href, 'as-of/?from=')]/@href"
    )
    fields = filled(staff.get(again))
    assert fields == {"date": "2026-03-06", "time": "09:30:00", "path": "/releases/?kind=speech"}


def test_the_header_has_a_door_to_it_for_those_who_may(wren: User, mo: User) -> None:
    assert page_of(at_the_desk(wren).get("/admin/")).xpath(f"//nav//a[@href='{AS_OF}']")
    assert not page_of(at_the_desk(mo).get("/admin/")).xpath(f"//nav//a[@href='{AS_OF}']")


@pytest.mark.parametrize(
    "value", ["20260306T143000", "20261306T143000Z", "20260306T143000.5Z", "2026-03-06T14:30:00Z", "now"]
)
def test_a_moment_that_is_none_is_not_found(value: str, wren: User) -> None:
    assert at_the_desk(wren).get(f"{AS_OF}{value}/").status_code == 404


def test_moments_beyond_all_plans_are_not_found(wren: User, go: Go) -> None:
    go(NOW)
    staff = at_the_desk(wren)
    assert staff.get(then(NOW + AHEAD)).status_code == 200
    assert staff.get(then(NOW + AHEAD + MINUTE)).status_code == 404
    assert staff.get(f"{AS_OF}00010101T000000Z/releases/").status_code == 404


def test_a_page_costs_staff_four_queries_more_than_it_cost_readers(wren: User, go: Go) -> None:
    go(NOW)
    for number in range(5):
        published(slug=f"other-{number}", tags=("Harbour",))
    staff, path = at_the_desk(wren), "/releases/"
    staff.get(then(NOW, path))
    with CaptureQueriesContext(connection) as reader:
        Client().get(path)
    with CaptureQueriesContext(connection) as shown:
        staff.get(then(NOW, path))
    # The session, the person, their permissions twice over (own and groups'), and the two neighbours.
    assert len(shown) - len(reader) <= 6


# Rewriting


def led(markup: str) -> str:
    return rewrite(markup, Addresses("/then", ["site.example"]), head="", title="", banner="")


def test_nothing_but_the_links_of_the_site_is_touched() -> None:
    markup = (
        "<!doctype html>\n<html><head><title>A &amp; B&nbsp;&lt;</title><link rel=stylesheet href='/static/x.css'>"
        "<script>if (a < b && '<a href=\"/x\">') {}</script></head>\n<body class=a  ID='b'><!-- <a href=\"/x\"> -->"
        "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg><p>1 < 2 &copy; é</p><a name=x>y</a>"
        "<a href='#x'>y</a><a href='?q'>z</a><a href='tel:1'>t</a><a href='//else.example/'>e</a><a href='http://[x'>b</a>"
        "<a href='/static/a.pdf'>s</a><a href='/admin/'>a</a></body></html>"
    )
    assert led(markup) == markup


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a href="/">', '<a href="/then/">'),
        (
            '<a class="x" href="/a/?b=1&amp;c=%C3%A9#d" hreflang=fr>',
            '<a class="x" href="/then/a/?b=1&amp;c=%C3%A9#d" hreflang="fr">',
        ),
        ('<a href="https://site.example">', '<a href="/then/">'),
        ('<a href="//site.example/a">', '<a href="/then/a">'),
        ('<form action="/releases/" hidden>', '<form action="/then/releases/" hidden>'),
        ('<img src="/images/k/w320.jpg"/>', '<img src="/admin/releases/release/images/k/w320.jpg"/>'),
        (
            '<source srcset="/images/k/w320.webp 320w, /images/k/w640.webp 640w">',
            f'<source srcset="{STAFF_IMAGES}k/w320.webp 320w, {STAFF_IMAGES}k/w640.webp 640w">',
        ),
        ("\n\n<p>é\n<A HREF='/x'>", '\n\n<p>é\n<a href="/then/x">'),
    ],
)
def test_the_site_s_own_links_are_led_to_the_moment(written: str, expected: str) -> None:
    assert led(f"{written}&amp;<b>") == f"{expected}&amp;<b>"


def test_what_is_added_stands_once_and_where_it_belongs() -> None:
    page = "<html><head><title>T</title></head><body id=b><svg><title>no</title></svg></body></html>"
    found = rewrite(page, Addresses("/then", []), head="H", title="!", banner="B")
    assert found == "<html><head><title>!T</title>H</head><body id=b>B<svg><title>no</title></svg></body></html>"
