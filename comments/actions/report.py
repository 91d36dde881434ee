"""Report: a reader tells the moderators of a reply. It hides nothing by itself."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comments.models import Comment, Report
from comments.pace import keep_pace
from comments.reasons import Complaint
from comments.senders import Sender
from releases.errors import Refused


@transaction.atomic
def report(*, comment: Comment, reason: str, sender: Sender, at: datetime) -> None:
    """Put the approved reply before the moderators. The same reader's second report of the same text is the first one.

    Raises ``Refused`` for a reason that there is not or a reply that is not on the page, and ``TooFast`` after ten an hour.
    """
    if reason not in Complaint.values:
        raise Refused(_("Choose what is wrong with this reply."))
    if not comment.is_approved:
        raise Refused(_("This reply is no longer on the page."))
    try:
        with transaction.atomic():
            Report.objects.create(comment=comment, version=comment.version, reason=reason, at=at, mark=sender.mark)
    except IntegrityError:
        return
    # Counted by themselves: whoever reports may still reply.
    keep_pace(sender.mark and f"r{sender.mark[1:]}", at, between=timedelta())
