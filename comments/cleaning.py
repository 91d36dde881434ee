"""What a reader may send: each function returns the value as it is stored, or raises ``Refused`` with a sentence.

The form calls these for its fields and ``submit`` calls them again, so no other way in can bring what the form refuses.
Nothing is cut and nothing is silently left out: a person who is told can mend it.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _

from comments.limits import AUTHOR_BYTES, EMAIL_BYTES, TEXT_BYTES, URL_BYTES
from comments.reserved import is_reserved
from comments.website import normalised_website
from releases.errors import Refused

# Letters and symbols by category that nonetheless show nothing: Hangul fillers and the blank Braille pattern.
BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Format characters that spelling needs: joiners (Persian, Indic scripts, emoji) and direction marks. The others,
# first of all overrides and isolates, let a name rearrange the words around it (Unicode TR36, 3.1).
SPELLING = frozenset("\u200c\u200d\u200e\u200f\u061c")

# Django lets "localhost" through; nobody can be answered there.
_is_email = EmailValidator(allowlist=[])

LINE_END = re.compile(r"\r\n?")


def text(value: str) -> str:
    """The reply's text, plain, with line ends as ``\\n``."""
    value = LINE_END.sub("\n", value).strip()
    _refuse_nul(value)
    if not _is_visible(value):
        raise Refused(_("Write your comment."))
    _refuse_long(value, TEXT_BYTES)
    return value


def author(value: str) -> str:
    """The name, in NFC and on one line."""
    value = value.strip()
    _refuse_far_too_long(value, AUTHOR_BYTES)
    value = unicodedata.normalize("NFC", value)
    if not _is_visible(value):
        raise Refused(_("Enter your name."))
    if any(_is_unfit_for_a_name(character) for character in value):
        raise Refused(_("Your name holds a character that cannot be seen, such as a line break. Type it again."))
    _refuse_long(value, AUTHOR_BYTES)
    if is_reserved(value):
        raise Refused(_("This name is the office's own. Enter yours."))
    return value


def email(value: str) -> str:
    """The email address, which is never shown to readers."""
    value = value.strip()
    if not value:
        raise Refused(_("Enter your email address. It will not be published."))
    _refuse_long(value, EMAIL_BYTES)
    try:
        # In quotes it would take control characters, and mail programs make another address of those.
        if not value.isprintable():
            raise ValidationError("")
        _is_email(value)
    except ValidationError as error:
        raise Refused(_("Enter an email address like name@example.org.")) from error
    return value


def website(value: str) -> str:
    """The website as an address that a browser reads in one way only, or nothing."""
    value = value.strip()
    if not value:
        return ""
    _refuse_far_too_long(value, URL_BYTES)
    address = normalised_website(value)
    if address is None:
        raise Refused(_("Enter the address of a public website, like https://www.example.org, or leave this empty."))
    _refuse_long(address, URL_BYTES)
    return address


def _is_visible(value: str) -> bool:
    """Whether anything in it leaves a mark: a letter, a number, punctuation or a symbol."""
    return any(unicodedata.category(character)[0] in "LNPS" and character not in BLANK for character in value)


def _is_unfit_for_a_name(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cc", "Cs", "Co", "Zl", "Zp"} or (category == "Cf" and character not in SPELLING)


def _refuse_nul(value: str) -> None:
    """PostgreSQL cannot store U+0000, and nothing that a person types holds one."""
    if "\0" in value:
        raise Refused(_("Your comment holds a character that cannot be stored (NUL). Type it again."))


def _refuse_far_too_long(value: str, limit: int) -> None:
    """Before what takes time with the square of the length: NFC of 900 KB of combining marks takes minutes, IDNA seconds.

    Neither makes a quarter of the bytes of anything, so what is longer than that would not fit afterwards either.
    """
    if len(value) > 4 * limit:
        _refuse_long(value, limit)


def _refuse_long(value: str, limit: int) -> None:
    size = len(value.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise Refused(
            _(
                "This is too long: %(size)s bytes of %(limit)s at most. A plain letter is one byte, others are two to four."
            )
            % {"size": f"{size:,}", "limit": f"{limit:,}"}
        )
