"""Why a reply was refused, why it was reported, and which rule acted where no person did. Codes are stored, words are shown."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why a moderator refused a reply: what house rules of press offices name."""

    OFF_TOPIC = "off_topic", _("Not about this release")
    ABUSIVE = "abusive", _("Insults or threatens")
    PERSONAL = "personal", _("Tells of somebody's private matters")
    UNLAWFUL = "unlawful", _("May break the law")
    UNTRUE = "untrue", _("States as fact what is not")
    PROMOTION = "promotion", _("Advertises")
    REPEATED = "repeated", _("Has been said already")
    OTHER = "other", _("Breaks another house rule")


class Complaint(TextChoices):
    """Why a reader reports a reply."""

    ABUSIVE = "abusive", _("It insults or threatens somebody")
    PERSONAL = "personal", _("It tells of somebody's private matters")
    UNLAWFUL = "unlawful", _("It may break the law")
    SPAM = "spam", _("It is advertising")
    UNTRUE = "untrue", _("It states as fact what is not")
    OTHER = "other", _("Something else")


class Rule(TextChoices):
    """Who acted where no moderator did. None of them approves."""

    WRITER_EDITED = "edited", _("Its writer changed the text")
    WRITER_WITHDREW = "withdrawn", _("Its writer took it back")
    ERASURE = "erasure", _("Erased at the person's request")
    RETENTION = "retention", _("Erased when its time was over")


KEPT = "kept"
"""The reason in the record when a moderator looked at reports and left an approved reply as it is."""
