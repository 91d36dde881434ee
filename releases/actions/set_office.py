"""Say anew who the office is: another version of the setting, which holds from this second on."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.actions.common import name_of
from releases.errors import Conflict, Incomplete, NotAllowed
from releases.media.models import Image
from releases.models import OfficeVersion
from releases.office_content import OfficeContent

MAY_SET = "releases.add_officeversion"


def set_office(*, content: OfficeContent, seen: int, by: User, at: datetime | None = None) -> OfficeVersion:
    """Store what every page is to say from now on, and return the version. Nothing is stored when nothing was changed.

    ``seen`` is the number of the version that the person had before them, 0 for none: the next one is unique, so of two
    people who save at once one is told. Raises ``NotAllowed``, ``Conflict``, or ``Incomplete`` for colours that cannot be
    told apart and for a logo that is not in the library.
    """
    if not by.has_perm(MAY_SET):
        raise NotAllowed(_("Your role does not include changing how the office presents itself."))
    if not all(check.passes for check in content.palette.checks()):
        raise Incomplete(_("Some of these colours cannot be told apart well enough. Nothing was saved."))
    logo = _logo_of(content)
    try:
        with transaction.atomic():
            before = OfficeVersion.objects.order_by("-number").first()
            if seen != (before.number if before else 0):
                raise _conflict(before)
            if before and before.said == content:
                return before
            # Under the lock that the unique number is; a version never begins before the one that it replaces.
            now = at or timezone.now()
            return OfficeVersion.objects.create(
                number=seen + 1,
                content=content.to_json(),
                logo=logo,
                at=max(now, before.at) if before else now,
                by=by,
                by_name=name_of(by),
            )
    except IntegrityError:
        raise _conflict(OfficeVersion.objects.order_by("-number").first()) from None


def _logo_of(content: OfficeContent) -> Image | None:
    if content.logo is None:
        return None
    logo = Image.objects.filter(key=content.logo.key).first()
    if logo is None:
        raise Incomplete(_("The picture that was to be the logo is not in the library. Nothing was saved."))
    return logo


def _conflict(latest: OfficeVersion | None) -> Conflict:
    return Conflict(
        _("%(person)s saved this page after you opened it. Nothing you did now was carried out.")
        % {"person": latest.by_name if latest else _("Somebody")}
    )
