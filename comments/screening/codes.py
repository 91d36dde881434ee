"""The rules by name, as ``Finding.rule`` and so the database keep them. Codes are stored; ``words`` says them to people."""

from django.db.models import TextChoices


class Code(TextChoices):
    """What can fire."""

    ORIGIN = "origin"
    """The request said nothing of where it came from."""
    FAST = "fast"
    """The form was open for a moment only."""
    HONEYPOT = "honeypot"
    """Something stood in the field that people do not see."""
    BLOCK = "block"
    WATCH = "watch"
    """Words of the two lists."""
    LINKS = "links"
    NAME_LINK = "name_link"
    MOSTLY_LINK = "mostly_link"
    EMAIL_APPROVED = "email_approved"
    EMAIL_REFUSED = "email_refused"
    ADDRESS_APPROVED = "address_approved"
    ADDRESS_REFUSED = "address_refused"
    """What became of earlier replies."""
    AKISMET = "akismet"


OF_THE_MOMENT = frozenset({Code.ORIGIN, Code.FAST, Code.HONEYPOT})
"""What is only known while a reply is being sent. Its signals are not stored, so these findings are kept when it is screened
again."""
