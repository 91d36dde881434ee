"""Giving one mail to the mail server, and what its answer says of the mailbox."""

from datetime import datetime, timedelta
from enum import Enum
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core.mail import EmailMessage

LEASE = timedelta(minutes=5)
"""How long a claim holds: longer than a mail server is waited for (EMAIL_TIMEOUT). After it another goes on."""
PERMANENT = 500
"""From this code on the server asks not to be asked again (RFC 5321, 4.2.1)."""


class Outcome(Enum):
    """What became of it."""

    SENT = "sent"
    REFUSED = "refused"
    """For good: there is no such mailbox, or it wants no mail of ours."""
    LATER = "later"
    """This mailbox takes none just now: it is full, or its server lets strangers wait (greylisting)."""


def deliver(mail: EmailMessage) -> Outcome:
    """Send it to its one recipient. Raises ``OSError`` where the fault is not the mailbox's but ours or our server's."""
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        return _said([code for code, _words in error.recipients.values()])
    except SMTPDataError as error:
        return _said([error.smtp_code])
    except ValueError:
        # The address cannot be written into a header; a form once took it for one.
        return Outcome.REFUSED
    return Outcome.SENT


def next_try(at: datetime, since: datetime) -> datetime:
    """After as long again as it has been tried by now: soon at first and then ever more rarely, without counting."""
    return at + max(LEASE, at - since)


def _said(codes: list[int]) -> Outcome:
    return Outcome.REFUSED if all(code >= PERMANENT for code in codes) else Outcome.LATER
