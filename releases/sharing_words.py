"""What a preview link says of itself: at the head of its page, and in the message with which it is sent."""

from django.utils.translation import gettext as _

from releases.admin import words
from releases.models import PreviewLink


def heading(link: PreviewLink) -> str:
    """Until when the text is under embargo, or that it is a draft; with the zone and in UTC, because partners are elsewhere."""
    if link.edition is not None:
        lifts = link.edition.visible_from
        return _("Under embargo until %(moment)s (%(utc)s)") % {
            "moment": words.spell(lifts),
            "utc": words.spell_utc(lifts),
        }
    return _("Not for publication: draft of %(moment)s") % {"moment": words.spell(link.revision.created_at)}


def conditions(link: PreviewLink) -> str:
    """For whom it is and until when, and that openings are recorded: whoever is watched is told."""
    return _("For %(recipient)s alone, until %(moment)s. Every opening of this page is recorded.") % {
        "recipient": link.recipient,
        "moment": words.spell(link.expires_at),
    }


def message(link: PreviewLink, headline: str, address: str) -> str:
    """A text to send along with the address, in the language in which it is called."""
    lines = [heading(link), headline, address, conditions(link)]
    return "\n\n".join(lines)
