"""Set the door: open or close replies to one release, or leave it to what holds everywhere."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Door
from comments.states import MODERATE
from releases.actions.common import name_of
from releases.errors import NotAllowed, Refused
from releases.models import Release


@transaction.atomic
def set_door(*, release: Release, opens: str, by: User, at: datetime | None = None) -> Door:
    """Write down what holds from now on. The same again is written down again. Raises ``NotAllowed`` or ``Refused``."""
    if not by.has_perm(MODERATE):
        raise NotAllowed(_("Your role does not include opening and closing replies."))
    if opens not in Door.Opens.values:
        raise Refused(_("Choose whether replies are open or closed."))
    return Door.objects.create(release=release, opens=opens, at=at or timezone.now(), by=by, by_name=name_of(by))
