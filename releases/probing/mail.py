"""Telling editors by mail that somebody is looking for what is not public: once, and again when there is news.

A mail is not sealed, and what this one is about is under embargo: it says how often and since when, and leads to the page
that says what for.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from releases.models import ProbeAlert
from releases.probing.counting import VISITORS_KEPT

logger = logging.getLogger("pressroom.probing")

LEASE = timedelta(minutes=5)
"""How long a claim holds: longer than a mail server is waited for (EMAIL_TIMEOUT). What failed is tried again after it."""
MAILS_AN_HOUR = 10
"""The names of earlier releases are known to all: whoever wants to could raise an alert for each. The desk has the others, and
they are mailed in the hours after, unless an editor has seen them by then."""
HOUR = timedelta(hours=1)
TEMPLATE = "releases/mail/probing_alert"
MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def send_alerts(at: datetime | None = None) -> int:
    """Mail what was raised and not mailed yet; returns how many alerts were. Safe to run in several places at once.

    Each is claimed by a compare-and-set before it is mailed. A worker that is killed between the mail and the note of it
    leaves an alert that is mailed twice: rather that than never. What fails stays claimed until the lease ends; raises the
    first failure, after all the others were tried.
    """
    at = at or timezone.now()
    sent, failures = 0, []
    for alert in _waiting(at):
        if not _claim(alert, at):
            continue
        try:
            sent += _send(alert, at)
        except OSError as error:
            # Every error of smtplib's is one, and so is a server that is not there.
            failures.append(error)
    if failures:
        raise failures[0]
    return sent


def alerts_due() -> int:
    """How many alerts are waiting to be mailed."""
    return len(_waiting(timezone.now()))


def readers() -> QuerySet[User]:
    """Whom an alert concerns: active staff who review or publish, and have an address."""
    review = User.objects.with_perm("releases.review_release", backend=MODEL_BACKEND)
    publish = User.objects.with_perm("releases.publish_release", backend=MODEL_BACKEND)
    return (review | publish).filter(is_active=True, is_staff=True).exclude(email="").order_by("pk")


def message(alert: ProbeAlert, to: list[str]) -> EmailMultiAlternatives:
    """The mail about an alert, in the office's language."""
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "alert": alert,
            "again": alert.mailed_for is not None,
            "many": alert.visitors >= VISITORS_KEPT,
            "address": f"{settings.SITE_URL}{reverse('admin:releases_probealert_change', args=[alert.pk])}",
            "site_name": settings.SITE_NAME,
        }
        subject = " ".join(render_to_string(f"{TEMPLATE}_subject.txt", context).split())
        mail = EmailMultiAlternatives(subject, render_to_string(f"{TEMPLATE}.txt", context), to=to)
        mail.attach_alternative(render_to_string(f"{TEMPLATE}.html", context), "text/html")
    return mail


def _waiting(at: datetime) -> list[ProbeAlert]:
    """What to mail now: releases that are on their way before the names of earlier ones, and not too many an hour."""
    room = MAILS_AN_HOUR - ProbeAlert.objects.filter(mailed_for__gt=at - HOUR).count()
    waiting = ProbeAlert.objects.unmailed(at).unseen()
    return list(waiting.order_by(F("probed__follows").asc(nulls_first=True), "raised_at", "pk")[: max(room, 0)])


def _claim(alert: ProbeAlert, at: datetime) -> bool:
    mine = ProbeAlert.objects.unmailed(at).filter(pk=alert.pk, raised_at=alert.raised_at)
    return mine.update(mail_after=at + LEASE) == 1


def _send(alert: ProbeAlert, at: datetime) -> bool:
    """Send one mail, and note that it was sent. Returns whether there was anybody to send it to."""
    to = list(readers().values_list("email", flat=True))
    if to:
        message(alert, to).send()
    else:
        logger.error("nobody can be told of probing alert %d: no editor has a mail address", alert.pk)
    ProbeAlert.objects.filter(pk=alert.pk).update(mailed_for=max(at, alert.raised_at), mail_after=None)
    return bool(to)
