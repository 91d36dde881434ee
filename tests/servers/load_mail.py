"""A mail server that takes everything, and people who confirm what they are asked in a mail."""

import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.postgres import free_port


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
