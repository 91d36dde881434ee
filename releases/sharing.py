"""Preview links: their secrets, whom they may name, which text they pin, and which of them show it at a moment."""

import hashlib
import secrets
import unicodedata
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from releases.errors import BadMoment, Incomplete, Refused
from releases.models import Edition, PreviewLink, Release, Revision
from releases.workflow import Verb, permits

SECRET_BYTES = 32
"""256 bits: nobody guesses one, so a lookup by its hash needs no slow hash and no comparison in constant time."""
RECIPIENT_LENGTH = 200
MAX_LIFE = timedelta(days=30)
"""A text that nobody has published by then is another text."""

# What shows nothing or rearranges the words around it (Unicode TR36, 3.1); format characters that spelling needs may stay.
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")


def new_secret() -> str:
    """What the address of a link is made of."""
    return secrets.token_urlsafe(SECRET_BYTES)


def hash_of(secret: str) -> str:
    """All that is ever stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def recipient_named(value: str) -> str:
    """The name as it is stored: on one line, in NFC. Raises ``Incomplete`` or ``Refused`` for what names nobody."""
    name = unicodedata.normalize("NFC", value.strip())
    if not any(unicodedata.category(character)[0] in "LN" for character in name):
        raise Incomplete(_("Say for whom the link is: whoever opens it sees the name, and it stays on record."))
    if any(unicodedata.category(character) in _UNFIT and character not in _JOINERS for character in name):
        raise Refused(_("The name holds a character that cannot be seen, such as a line break. Type it again."))
    if len(name) > RECIPIENT_LENGTH:
        raise Refused(
            _("The name has %(given)s characters, and %(limit)s at most.")
            % {"given": len(name), "limit": RECIPIENT_LENGTH}
        )
    return name


def require_expiry(expires_at: datetime, edition: Edition | None, at: datetime) -> None:
    """Raise ``BadMoment`` for an expiry that has passed, is too far off, or lies beyond the embargo."""
    if expires_at <= at:
        raise BadMoment(_("That moment has already passed. Choose a later one."))
    if expires_at > at + MAX_LIFE:
        raise BadMoment(_("A link lasts thirty days at most. Choose an earlier moment."))
    if edition is not None and expires_at > edition.visible_from:
        lifts = timezone.localtime(edition.visible_from)
        raise BadMoment(
            _(
                "The embargo lifts on %(date)s at %(time)s, and everybody can read it from then on. Let it expire by then."
            )
            % {"date": lifts.date().isoformat(), "time": lifts.strftime("%H:%M")}
        )


def text_to_share(release: Release, at: datetime) -> tuple[Revision, Edition | None]:
    """The revision that a link made at this moment pins: that of the scheduled edition, else the last one saved.

    Raises ``Refused`` when readers see exactly that.
    """
    ahead = release.editions.ahead(at).select_related("revision").first()
    if ahead is not None:
        return ahead.revision, ahead
    if release.editions.public(at).filter(content_hash=release.content_hash).exists():
        raise Refused(_("Readers see exactly this text already, so nobody needs a link: send the public address."))
    return Revision.last_of(release), None


def find_open(secret: str, at: datetime) -> PreviewLink | None:
    """The link with this secret, if it shows its text at this moment; one query for all that do not, whatever the reason.

    A link is as good as whoever made it: once they may no longer make links, it shows nothing.
    """
    links = PreviewLink.objects.open(at).filter(secret_hash=hash_of(secret))
    link = links.select_related("release", "revision", "edition__lead_image", "created_by").first()
    return link if link is not None and maker_may_share(link) else None


def maker_may_share(link: PreviewLink) -> bool:
    """Whether whoever made the link could still make one: the account is there and on, and the role includes it."""
    return link.created_by is not None and permits(Verb.SHARE, link.created_by.has_perm)
