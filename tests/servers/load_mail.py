"""A mail server that takes everything, and people who confirm what they are asked in a mail."""

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from tests.postgres import free_port
from tests.servers.load_readers import request
from tests.servers.load_threads import Acting

TRIES = 15
QUESTION = "Do you want mail about a reply"


@dataclass
class Sink:
    """All that was delivered."""

    port: int
    mails: list[tuple[str, EmailMessage]] = field(default_factory=list)
    """To whom, and what."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take it."""
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.mails += [(to, mail) for to in envelope.rcpt_tos]
        return "250 OK"

    @property
    def twice(self) -> Counter[tuple[str, str]]:
        """Which mails came more than once to one mailbox: each holds an address or a count of its own."""
        with self.lock:
            seen = Counter((to, f"{mail['Subject']}\n{plain(mail)}") for to, mail in self.mails)
        return Counter({mail: number - 1 for mail, number in seen.items() if number > 1})


def plain(mail: EmailMessage) -> str:
    """Its text part."""
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


def links(mail: EmailMessage) -> list[str]:
    """The addresses in it."""
    return re.findall(r"https?://[^\s<>]+", plain(mail))


class Mailboxes(Acting):
    """Readers who say yes to the question that was mailed, as soon as it comes."""

    def __init__(self, port: int, sink: Sink) -> None:
        super().__init__()
        self.port, self.sink = port, sink
        self.confirmed: set[str] = set()
        self.tries = 0

    def act(self) -> None:
        """Until told that it is over."""
        read = 0
        while not self.over.wait(0.2):
            with self.sink.lock:
                new = self.sink.mails[read:]
            for to, mail in new:
                if QUESTION in str(mail["Subject"]) and not self._yes(to, mail):
                    break
                read += 1

    def _yes(self, to: str, mail: EmailMessage) -> bool:
        """Whether the answer came back; a mail is opened again where it did not."""
        try:
            status, _location, _body = request(self.port, "POST", urlsplit(links(mail)[0]).path, "", "")
        except (OSError, http.client.HTTPException):
            return False
        if status == 404:
            # Mailed, and not noted yet; where the chore was killed in between, not before it is mailed once more.
            self.tries += 1
            if self.tries < TRIES:
                return False
        assert status in {200, 404}, (status, to, links(mail))
        self.tries = 0
        if status == 200:
            self.confirmed.add(to)
        return True


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """It listens on loopback; ``EMAIL_URL`` is ``smtp://127.0.0.1:<port>``."""
    sink = Sink(free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
