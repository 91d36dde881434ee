"""One mail from its three templates, in a language, with the headers of mail that nobody typed."""

from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

AUTOMATIC = {"Auto-Submitted": "auto-generated"}
"""RFC 3834: whoever is on holiday does not answer it."""


def message(
    template: str, context: dict[str, Any], *, to: list[str], language: str, unsubscribe: str = ""
) -> EmailMultiAlternatives:
    """The mail of ``<template>_subject.txt``, ``.txt`` and ``.html``. ``unsubscribe``: an address that takes a bare POST."""
    # Under the site's name: Django would tell what the machine is called.
    headers = {"Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname), **AUTOMATIC}
    if unsubscribe:
        # RFC 8058: the reader's mail program shows a button, and posts to it without opening anything.
        headers |= {"List-Unsubscribe": f"<{unsubscribe}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    with translation.override(language):
        told = {"site_name": settings.SITE_NAME, "unsubscribe": unsubscribe, **context}
        # A headline with a line break must not begin a header of its own.
        subject = " ".join(render_to_string(f"{template}_subject.txt", told).split())
        mail = EmailMultiAlternatives(subject, render_to_string(f"{template}.txt", told), to=to, headers=headers)
        mail.attach_alternative(render_to_string(f"{template}.html", told), "text/html")
    return mail
