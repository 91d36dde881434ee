"""Readers who post over real HTTP as browsers and people do: again on a broken connection, twice at once, and not for ever."""

import http.client
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import unescape
from urllib.parse import urlencode

from tests.servers.asking import HOST
from tests.servers.load_threads import Acting

PATIENCE = 40
"""How often a browser's user presses the button again before they go away. Far more often than a worker is killed."""
WORDS = [
    "ferry",
    "Überfahrt",
    "渡し船",
    "مركب",
    "δρομολόγιο",
    "🛳️",
    "<b>late</b>",
    "&",
    "'winter'",
    '"fares"',
    "=1+1",
    "%20",
]
PARENT = re.compile(r"[?&](?:amp;)?parent=([\w-]+)")


@dataclass(frozen=True)
class Reply:
    """What one person means to say, from an address of their own."""

    number: int
    author: str
    email: str
    url: str
    text: str
    address: str
    parent: str = ""
    impatient: bool = False
    """Goes away at the first broken connection and never knows what became of it."""
    twice: bool = False
    """Clicks twice."""
    tell: bool = False
    """Wishes to be told by mail, when it is approved and when it is answered."""

    @property
    def form(self) -> str:
        """As a browser encodes it: line ends are CR LF (WHATWG, "constructing the entry list")."""
        return urlencode(
            {
                "comment": self.text.replace("\n", "\r\n"),
                "author": self.author,
                "email": self.email,
                "url": self.url,
                "parent": self.parent,
            }
            | (dict.fromkeys(("tell_approved", "tell_answers"), "on") if self.tell else {})
        )


def replies(count: int, seed: int, *, own_addresses: bool = True) -> Iterator[Reply]:
    """So many different ones; the texts are of every length and script that a reader might use."""
    chosen = random.Random(seed)
    for number in range(count):
        text = f"Reply {number} of run {seed}.\n\n" + " ".join(chosen.choices(WORDS, k=chosen.choice((3, 30, 300))))
        yield Reply(
            number=number,
            author=f"Reader {number} Ö'Né",
            email=f"reader{number}@example.org",
            url=f"https://example.org/{number}" if number % 3 == 0 else "",
            text=text.strip(),
            address=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}" if own_addresses else "10.0.0.1",
            impatient=number % 17 == 3,
            twice=number % 9 == 4,
            tell=number % 10 == 0,
        )


@dataclass
class Told:
    """What readers were told. Each list is only appended to, which threads may do at once."""

    accepted: list[tuple[Reply, str]] = field(default_factory=list)
    """With where they were sent."""
    unknown: list[Reply] = field(default_factory=list)
    """The connection broke, and they went away."""
    refused: list[tuple[Reply, int]] = field(default_factory=list)
    """Told no, with the status; none of these may be there."""
    misread: list[str] = field(default_factory=list)
    """What a page said that it should not."""
    statuses: Counter[int] = field(default_factory=Counter)
    broken: int = 0
    seconds: list[float] = field(default_factory=list)
    """How long each answered post took."""


class Reader(Acting):
    """One browser after the other, on one connection while it holds."""

    def __init__(self, port: int, release_path: str, todo: Iterator[Reply], lock: threading.Lock, told: Told) -> None:
        super().__init__()
        self.port, self.path, self.todo, self.lock, self.told = port, release_path, todo, lock, told
        self.chosen = random.Random(self.name)

    def act(self) -> None:
        """Until nothing is left to say."""
        while True:
            with self.lock:
                reply = next(self.todo, None)
            if reply is None:
                return
            self._say(reply)

    def _say(self, reply: Reply) -> None:
        if reply.number % 4 == 1:
            reply = replace(reply, parent=self._somebodys())
        if not reply.twice:
            self._insist(reply)
            return
        clicks = [threading.Thread(target=self._insist, args=(reply,), daemon=True) for _click in range(2)]
        for click in clicks:
            click.start()
        for click in clicks:
            click.join()

    def _insist(self, reply: Reply) -> None:
        """Post until there is an answer."""
        broke = False
        for attempt in range(PATIENCE):
            try:
                began = time.monotonic()
                status, location, _body = request(self.port, "POST", f"{self.path}replies/", reply.form, reply.address)
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.told.broken += 1
                broke = True
                if reply.impatient:
                    break
                time.sleep(0.05 * (attempt + 1))
                continue
            with self.lock:
                self.told.seconds.append(time.monotonic() - began)
                self.told.statuses[status] += 1
            if status >= 500:
                broke = True
                time.sleep(0.2 * (attempt + 1))
                continue
            if status == 422 and reply.parent and not broke:
                # It was set aside meanwhile: the form came back without it, and is sent as it is.
                reply = replace(reply, parent="")
                continue
            self._note(reply, status, location, broke)
            return
        self.told.unknown.append(reply)

    def _note(self, reply: Reply, status: int, location: str, broke: bool) -> None:
        if status == 303:
            self.told.accepted.append((reply, location))
            if reply.number % 10 == 0:
                self._look(reply, location)
        elif broke:
            self.told.unknown.append(reply)
        else:
            self.told.refused.append((reply, status))

    def _look(self, reply: Reply, location: str) -> None:
        """Whether they see there what they wrote."""
        try:
            status, _location, body = request(self.port, "GET", location, "", reply.address)
        except (OSError, http.client.HTTPException):
            return
        said = f"Reply {reply.number} of run"
        if status != 200 or said not in unescape(body):
            self.told.misread.append(f"{location}: {status}, without {said!r}")

    def _somebodys(self) -> str:
        """A reply on the page to answer, if there is one."""
        try:
            _status, _location, body = request(self.port, "GET", self.path, "", "")
        except (OSError, http.client.HTTPException):
            return ""
        found = PARENT.findall(body)
        return self.chosen.choice(found) if found else ""


def request(port: int, method: str, path: str, body: str, address: str) -> tuple[int, str, str]:
    """Status, ``Location`` and text of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Host": HOST, "X-Forwarded-For": address or "192.0.2.1"}
    if method == "POST":
        headers |= {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
    try:
        connection.request(method, path, body.encode() if method == "POST" else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()
    finally:
        connection.close()
