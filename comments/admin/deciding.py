"""From the desk's buttons and bulk actions to ``decide``."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.actions import decide
from comments.models import Comment
from comments.states import DONE, State
from releases.errors import Refused


def decide_one(request: HttpRequest, by: User, comment: Comment, wanted: str) -> None:
    """Carry out what one button said, ``<seen state>.<seen version>.<to>``, and tell the moderator how it went."""
    seen_state, _dot, rest = wanted.partition(".")
    version, _dot, to = rest.partition(".")
    try:
        decide(comment=comment, to=to, by=by, seen_state=seen_state, seen_version=_number(version))
    except Refused as error:
        messages.error(request, _("%(reply)s: %(reason)s") % {"reply": named(comment), "reason": str(error)})
    else:
        messages.success(request, DONE[to] % {"reply": named(comment)})


def decide_many(request: HttpRequest, by: User, comments: Iterable[Comment], to: State) -> None:
    """Move each of these to ``to``, one by one: a row that somebody else decided meanwhile does not stop the others.

    The list sends along what it showed of each row. A row that it did not show was not read by anybody and is left out.
    """
    done, not_shown = 0, 0
    for comment in comments:
        seen_state, _dot, version = request.POST.get(f"seen-{comment.pk}", "").partition(".")
        if not seen_state:
            not_shown += 1
            continue
        try:
            decide(comment=comment, to=to, by=by, seen_state=seen_state, seen_version=_number(version))
        except Refused as error:
            messages.error(request, _("%(reply)s: %(reason)s") % {"reply": named(comment), "reason": str(error)})
        else:
            done += 1
    if done:
        count = ngettext("%(count)d reply", "%(count)d replies", done) % {"count": done}
        messages.success(request, DONE[to] % {"reply": count})
    if not_shown:
        text = ngettext(
            "%(count)d reply was left as it is, because it was not on the page that you saw.",
            "%(count)d replies were left as they are, because they were not on the page that you saw.",
            not_shown,
        )
        messages.warning(request, text % {"count": not_shown})


def named(comment: Comment) -> str:
    """A reply in a message: whose, and how it begins."""
    start = Truncator(" ".join(comment.text.split())).chars(50)
    return _("%(author)s, “%(start)s”") % {"author": comment.author, "start": start}


def _number(text: str) -> int:
    """The version in a button; what is none matches no reply."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
