"""Moderators at the real desk over real HTTP: they log in, read the list, press its buttons, and often the same one at once."""

import http.client
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import User
from lxml import html

from tests import cast
from tests.servers.asking import HOST
from tests.servers.load_threads import Acting

DESK = "/admin/comments/comment/"
DECIDE = re.compile(r"/comments/comment/(\d+)/decide/")
WAITING = "in=waiting"
WEIGHTS = {"approved": 16, "rejected": 1, "spam": 4, "trash": 4, "pending": 12}
"""How often each button is pressed where it is offered; there is one to reject for each reason."""
PAUSE = 0.5
"""Seconds at most in which a moderator breathes."""


@dataclass(frozen=True)
class Step:
    """One press of a button: which version of which reply, from where, to where, and by whom."""

    comment: int
    version: int
    from_state: str
    to_state: str
    by: str


@dataclass
class Record:
    """What moderators were told."""

    done: Counter[Step] = field(default_factory=Counter)
    unknown: Counter[Step] = field(default_factory=Counter)
    """The connection broke after the button was pressed, and no message told the outcome."""
    conflicts: int = 0
    told: list[str] = field(default_factory=list)
    """Each sentence that said no."""
    broken: int = 0
    failed: int = 0
    """Answers that say that the server could not: a person tries again."""

    @property
    def total(self) -> int:
        """How many were told done. Others write while this reads."""
        return sum(self.done.copy().values())


def hire(usernames: Iterable[str]) -> None:
    """Moderators with passwords that the shipped settings understand."""
    for username in usernames:
        user = cast.person(username, "Moderators", first_name=username.capitalize(), last_name="Moderates")
        user.password = Argon2PasswordHasher().encode(cast.PASSWORD, "a-salt-for-tests")
        User.objects.filter(pk=user.pk).update(password=user.password, email=f"{username}@office.example")


class Moderator(Acting):
    """One person at the desk."""

    def __init__(self, port: int, username: str, seed: int, record: Record) -> None:
        super().__init__()
        self.port, self.username, self.record = port, username, record
        self.chosen = random.Random(f"{username} {seed}")
        self.cookies: dict[str, str] = {}

    def act(self) -> None:
        """Decide, until told that it is over."""
        self._log_in()
        while not self.over.is_set():
            # Now and then somebody looks through what was decided, and thinks better of it.
            others = ("approved", "rejected", "spam")
            tab = "waiting" if self.chosen.random() < 0.8 else self.chosen.choice(others)
            self._decide_on(self._until_answered("GET", f"{DESK}?in={tab}"))
            self.over.wait(self.chosen.uniform(0, PAUSE))

    def _decide_on(self, page: html.HtmlElement) -> None:
        """A few of the first rows, where the others are just deciding too."""
        for _press in range(3):
            buttons = [button for button in page.xpath("//button[@name='decision']") if self._is_way(button)]
            if not buttons or self.over.is_set():
                return
            first = list(dict.fromkeys(self._row(button) for button in buttons))[:6]
            row = self.chosen.choice(first)
            ways = [button for button in buttons if self._row(button) == row]
            way = self.chosen.choices(ways, [WEIGHTS[each.get("value").split(".")[2]] for each in ways])[0]
            page = self._press(page, way)

    def _is_way(self, button: html.HtmlElement) -> bool:
        """Whether it moves a reply; "keep it" leaves it where it is."""
        return self._row(button) is not None and button.get("value").split(".")[2] in WEIGHTS

    @staticmethod
    def _row(button: html.HtmlElement) -> int | None:
        found = DECIDE.search(button.get("formaction") or "")
        return int(found[1]) if found else None

    def _press(self, page: html.HtmlElement, button: html.HtmlElement) -> html.HtmlElement:
        state, version, to = button.get("value").split(".")[:3]
        step = Step(self._row(button) or 0, int(version), state, to, self.username)
        body = {
            "csrfmiddlewaretoken": page.xpath("string(//input[@name='csrfmiddlewaretoken']/@value)"),
            "decision": button.get("value"),
            "back": WAITING,
        }
        try:
            status, location, _page = self._ask("POST", button.get("formaction"), urlencode(body))
            assert status == 302 or status >= 500, (status, step)
            answered = status == 302
            self.record.failed += not answered
        except (OSError, http.client.HTTPException):
            self.record.broken += 1
            answered, location = False, ""
        after = self._until_answered("GET", location or f"{DESK}?{WAITING}")
        self._note(step, answered, after)
        return after

    def _note(self, step: Step, answered: bool, after: html.HtmlElement) -> None:
        """What the messages at the head of the next page say of it."""
        done = after.xpath("//*[contains(@class, 'messagelist')]/*[contains(@class, 'success')]")
        refused = after.xpath("//*[contains(@class, 'messagelist')]/*[contains(@class, 'error')]")
        assert len(done) + len(refused) <= 1, "one press has one outcome"
        if done:
            self.record.done[step] += 1
        elif refused:
            self.record.conflicts += 1
            self.record.told.append(refused[0].text_content().strip())
        elif not answered:
            self.record.unknown[step] += 1
        else:
            # The process was killed after it had answered and before the message was read: the log will tell.
            self.record.unknown[step] += 1

    def _log_in(self) -> None:
        page = self._until_answered("GET", "/admin/login/")
        for _attempt in range(20):
            body = {
                "csrfmiddlewaretoken": page.xpath("string(//input[@name='csrfmiddlewaretoken']/@value)"),
                "username": self.username,
                "password": cast.PASSWORD,
                "next": DESK,
            }
            try:
                status, _location, page = self._ask("POST", "/admin/login/", urlencode(body))
            except (OSError, http.client.HTTPException):
                continue
            assert status == 302, page.text_content()
            return
        raise AssertionError("Twenty logins broke.")

    def _until_answered(self, method: str, path: str) -> html.HtmlElement:
        """Reading may be repeated."""
        for _attempt in range(40):
            try:
                status, _location, page = self._ask(method, path)
            except (OSError, http.client.HTTPException):
                self.record.broken += 1
                self.over.wait(0.1)
                continue
            if status < 500:
                assert status == 200, (status, path)
                return page
            self.record.failed += 1
        raise AssertionError(f"{path} broke forty times.")

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, html.HtmlElement]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": HOST, "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if method == "POST":
            headers |= {"Origin": f"http://{HOST}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body.encode() if body else None, headers)
            answer = connection.getresponse()
            content = answer.read().decode()
        finally:
            connection.close()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        location = urlsplit(answer.headers.get("Location", ""))
        where = f"{location.path}?{location.query}" if location.query else location.path
        return answer.status, where, html.fromstring(content or "<p></p>")
