"""What language versions lack of each other, in words, for whoever has to judge it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from releases.admin import words
from releases.languages import language_name
from releases.parity import Gap, Lack


def sentences(gaps: Iterable[Gap]) -> list[str]:
    """Each gap as a sentence, in their order."""
    return [sentence(gap) for gap in gaps]


def sentence(gap: Gap) -> str:
    """One gap: which language lacks what, and where that stands in the other."""
    return _SENTENCES[gap.lack](gap) % {
        "language": language_name(gap.language),
        "other": language_name(gap.other),
        "field": name_of(gap.field),
        "subject": gap.subject,
        "around": gap.around,
        "here": gap.counts[0],
        "there": gap.counts[1],
        "moment": words.spell(gap.since) if gap.since else "",
    }


def name_of(field: str) -> str:
    """What staff call a part of a release; nothing for a gap that is not about one."""
    if not field:
        return ""
    own = {
        "headings": _("headings"),
        "tables": _("tables"),
        "figures": _("images in the text"),
        "lead_image_alt": _("alternative text"),
        "lead_image_caption": _("caption of the lead image"),
        "figure_alts": _("alternative texts of images in the text"),
        "gallery_words": _("words of an image in the gallery"),
        "source_name": _("source"),
    }
    return own[field] if field in own else words.names_of_fields([field])


def _number(gap: Gap) -> str:
    # A number that is the whole of its line has no words around it.
    if gap.around == gap.subject:
        return _("%(language)s: “%(subject)s” is missing (%(field)s).")
    return _("%(language)s: “%(subject)s” is missing. %(other)s says “%(around)s” (%(field)s).")


def _file(gap: Gap) -> str:
    if gap.subject:
        return _("%(language)s: “%(subject)s” is missing (%(field)s).")
    return _("%(language)s: missing: %(field)s.")


def _link(gap: Gap) -> str:
    return _("%(language)s: no link to %(subject)s (“%(around)s” in %(other)s).")


_SENTENCES: dict[Lack, Callable[[Gap], str]] = {
    Lack.PART: lambda gap: _("%(language)s: fewer %(field)s (%(here)s) than %(other)s (%(there)s)."),
    Lack.TEXT: lambda gap: _("%(language)s: missing: %(field)s."),
    Lack.LINK: _link,
    Lack.FILE: _file,
    Lack.NUMBER: _number,
    Lack.SAME: lambda gap: _("%(language)s: not translated: “%(around)s” (%(field)s)."),
    Lack.CHANGED: lambda gap: _("%(language)s: last saved before %(other)s was changed on %(moment)s."),
    Lack.BEHIND: lambda gap: _(
        "%(language)s: stays as it is since %(moment)s, while %(other)s tells its readers of a change."
    ),
    Lack.ABSENT: lambda gap: _("%(language)s: readers would find nothing in this language at that moment."),
}
