"""A mail server on this machine that takes what is sent or refuses it, and what a reader does with a mail."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from lxml import html

from tests.postgres import free_port


class Inbox:
    """Everything that came, and whom it refuses: a mailbox, with the answer that the server gives for it."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []
        self.refusals: dict[str, str] = {}
        self.shut = ""
        self.lock = threading.Lock()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take a recipient, or not."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a mail, or not."""
        if self.shut:
            return self.shut
        with self.lock:
            self.came.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def taken(self) -> list[EmailMessage]:
        """What came since this was asked last."""
        with self.lock:
            came, self.came = self.came, []
        return came


@contextmanager
def mail_server(settings: Any) -> Iterator[Inbox]:
    """An office that sends through a real mail server."""
    box = Inbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield box
    finally:
        controller.stop()


def plain(mail: EmailMessage) -> str:
    """Its text part."""
    return str(mail.get_body(("plain",)).get_content())


def markup(mail: EmailMessage) -> Any:
    """Its HTML part, as a tree."""
    return html.document_fromstring(mail.get_body(("html",)).get_content())


def path_in(mail: EmailMessage, ending: str = "") -> str:
    """The path of the address in the text part that ends so, which stands in the HTML part too."""
    (found,) = set(re.findall(rf"http://testserver(/(?:fr/)?replies/wishes/[\w-]+/{ending})(?:\s|$)", plain(mail)))
    assert f"http://testserver{found}" in markup(mail).xpath("//a/@href")
    return found
