"""List words: an administrator adds words to the block list or the watch list, or changes one."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comments.models import ListedWord
from comments.screening.lists import folded_word
from releases.actions.common import name_of
from releases.errors import NotAllowed, Refused


@transaction.atomic
def list_words(*, words: Iterable[str], to: str, by: User, at: datetime) -> list[ListedWord]:
    """Add these to the list ``to``; returned are those that were on neither list. The others stay where they are.

    Raises ``NotAllowed``, or ``Refused`` for what cannot be looked for; then nothing was added.
    """
    _require(by, "comments.add_listedword", to)
    added = []
    for word in words:
        given = {"list": to, "word": _tidy(word), "added_at": at, "added_by": by, "added_by_name": name_of(by)}
        # The unique index says whether it is there: two administrators can add the same word at once.
        row, created = ListedWord.objects.get_or_create(folded=folded_word(word), defaults=given)
        if created:
            added.append(row)
    return added


@transaction.atomic
def relist(*, listed: ListedWord, word: str, to: str, by: User) -> ListedWord:
    """Change a listed word, or move it to the other list. Raises ``Refused`` when it is listed already."""
    _require(by, "comments.change_listedword", to)
    listed.word, listed.folded, listed.list = _tidy(word), folded_word(word), to
    try:
        with transaction.atomic():
            listed.save(update_fields=["word", "folded", "list"])
    except IntegrityError as error:
        raise Refused(already_listed(ListedWord.objects.get(folded=listed.folded))) from error
    return listed


def already_listed(row: ListedWord) -> str:
    """The sentence for a word that is there."""
    return _("“%(word)s” is listed already (%(list)s).") % {"word": row.word, "list": row.get_list_display()}


def _tidy(word: str) -> str:
    return " ".join(word.split())


def _require(by: User, permission: str, to: str) -> None:
    if not by.has_perm(permission):
        raise NotAllowed(_("Your role does not include the lists of words."))
    if to not in ListedWord.List.values:
        raise Refused(_("Choose a list."))
