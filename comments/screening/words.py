"""Findings in words, for moderators."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.screening.codes import Code
from comments.screening.model import Finding


def explain(finding: Finding) -> str:
    """A sentence that says what was found. ``detail`` is in it as a reader wrote it: pages must escape the sentence."""
    sentence = _SENTENCES.get(finding.rule)
    # A row can be older or newer than the rules; its code is better than nothing.
    return sentence(finding.detail) if sentence else _("Another rule: %(rule)s") % {"rule": finding.rule}


def _origin(detail: str) -> str:
    return _("It was sent without saying from which site, as no current browser does.")


def _fast(detail: str) -> str:
    return _("The form was open for %(seconds)s seconds.") % {"seconds": detail}


def _honeypot(detail: str) -> str:
    return _("A field that people do not see was filled in: “%(detail)s”. Password managers do that too.") % {
        "detail": detail
    }


def _block(detail: str) -> str:
    return _("On the block list: %(words)s") % {"words": detail}


def _watch(detail: str) -> str:
    return _("On the watch list: %(words)s") % {"words": detail}


def _links(detail: str) -> str:
    number = _number(detail)
    return ngettext("%(count)d link in the text", "%(count)d links in the text", number) % {"count": number}


def _name_link(detail: str) -> str:
    return _("The name holds a link.")


def _mostly_link(detail: str) -> str:
    return _("The text is mostly a link.")


def _email_approved(detail: str) -> str:
    number = _number(detail)
    sentence = ngettext(
        "In its favour: %(count)d reply from this email address was approved before.",
        "In its favour: %(count)d replies from this email address were approved before.",
        number,
    )
    return sentence % {"count": number}


def _email_refused(detail: str) -> str:
    number = _number(detail)
    sentence = ngettext(
        "%(count)d reply from this email address was refused before.",
        "%(count)d replies from this email address were refused before.",
        number,
    )
    return sentence % {"count": number}


def _address_approved(detail: str) -> str:
    number = _number(detail)
    sentence = ngettext(
        "In its favour: %(count)d reply from this network address was approved before.",
        "In its favour: %(count)d replies from this network address were approved before.",
        number,
    )
    return sentence % {"count": number}


def _address_refused(detail: str) -> str:
    number = _number(detail)
    sentence = ngettext(
        "%(count)d reply from this network address was refused before.",
        "%(count)d replies from this network address were refused before.",
        number,
    )
    return sentence % {"count": number}


def _akismet(detail: str) -> str:
    if detail == "discard":
        return _("Akismet is certain that this is spam.")
    return _("Akismet takes this for spam.")


def _number(detail: str) -> int:
    return int(detail) if detail.isascii() and detail.isdecimal() else 0


_SENTENCES: dict[str, Callable[[str], str]] = {
    Code.ORIGIN: _origin,
    Code.FAST: _fast,
    Code.HONEYPOT: _honeypot,
    Code.BLOCK: _block,
    Code.WATCH: _watch,
    Code.LINKS: _links,
    Code.NAME_LINK: _name_link,
    Code.MOSTLY_LINK: _mostly_link,
    Code.EMAIL_APPROVED: _email_approved,
    Code.EMAIL_REFUSED: _email_refused,
    Code.ADDRESS_APPROVED: _address_approved,
    Code.ADDRESS_REFUSED: _address_refused,
    Code.AKISMET: _akismet,
}
