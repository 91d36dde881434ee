"""Who changed what: each version beside the one before it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.models import OfficeVersion
from releases.office_content import OfficeContent

SHOWN = 50
"""Versions in the record that the page shows; all are kept."""
PARTS: tuple[tuple[str, StrOrPromise], ...] = (
    ("name", _("name")),
    ("tagline", _("line under the name")),
    ("logo", _("logo")),
    ("colours", _("colours")),
    ("links", _("links in the footer")),
    ("contact", _("contact")),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One version, in a line."""

    number: int
    at: datetime
    by: str
    what: list[StrOrPromise]


def record() -> Iterator[Change]:
    """The newest versions, newest first, with what each changed."""
    versions = list(OfficeVersion.objects.order_by("-number")[: SHOWN + 1])
    for version, earlier in pairwise([*versions, None]):
        if version is None:
            break
        before = earlier.said if earlier else OfficeContent()
        after = version.said
        what = [label for name, label in PARTS if getattr(before, name) != getattr(after, name)]
        if earlier or version.number == 1:
            yield Change(version.number, version.at, version.by_name, what)
