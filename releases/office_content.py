"""All that an office says of itself, in every language: what one version of the setting holds. Pure, but for settings.

Stored as JSON with the names of the fields. What a later version of the program adds has a default; what it does not know
any more is passed over.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

from releases.colour import Colour
from releases.palette import Palette

Words = Mapping[str, str]
"""A text by language code; a language may be missing."""


def in_language(words: Words, language: str) -> str:
    """The text in this language, else in the site's first, else in whichever there is: a name is better than none."""
    wanted = (language, settings.LANGUAGE_CODE, *words)
    return next((words[code] for code in wanted if words.get(code)), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture of the library as the office's logo: exactly which version."""

    key: str
    width: int
    height: int
    names_the_office: bool = False
    """Whether the name can be read in it, so that it is not written beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FooterEntry:
    """A link in the foot of every page; another language may lead elsewhere."""

    label: Words
    url: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaLine:
    """Whom journalists can reach."""

    name: Words = field(default_factory=dict)
    email: str = ""
    telephone: str = ""
    address: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeContent:
    """One version of the setting. What is left empty is the house's own."""

    name: Words = field(default_factory=dict)
    tagline: Words = field(default_factory=dict)
    logo: Logo | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    links: tuple[FooterEntry, ...] = ()
    contact: MediaLine = field(default_factory=MediaLine)

    @property
    def palette(self) -> Palette:
        """Its colours."""
        return Palette(**{name: Colour.parse(text) for name, text in self.colours.items() if name in Palette.FIELDS})

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "OfficeContent":
        """As it was stored, by this version of the program or an earlier one."""
        logo = stored.get("logo")
        return cls(
            name=stored.get("name", {}),
            tagline=stored.get("tagline", {}),
            logo=Logo(**_known(Logo, logo)) if logo else None,
            colours=stored.get("colours", {}),
            links=tuple(FooterEntry(**_known(FooterEntry, link)) for link in stored.get("links", [])),
            contact=MediaLine(**_known(MediaLine, stored.get("contact", {}))),
        )


def _known(kind: Any, stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in stored.items() if name in kind.__dataclass_fields__}
