"""Submit: take in what a reader wrote. It always waits; only a person approves."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comments import cleaning, proof
from comments.actions.subscribe import subscribe
from comments.doors import standing
from comments.errors import Closed, Duplicate, ProofWanted
from comments.fingerprint import fingerprint
from comments.models import Comment
from comments.pace import keep_pace
from comments.placing import place_under
from comments.screening import Posting, Signals, screen
from comments.senders import Sender
from releases.errors import Refused
from releases.models import Edition, Release

DOUBLE_CLICK = timedelta(minutes=2)
"""The same reply again within it is the same reply: a second click, or a browser that tries again on a broken connection."""


@transaction.atomic
def submit(
    *,
    release: Release,
    at: datetime,
    author: str,
    email: str,
    url: str,
    text: str,
    parent: Comment | None = None,
    sender: Sender | None = None,
    signals: Signals | None = None,
    tell: Iterable[str] = (),
    proof_of_work: str = "",
) -> Comment:
    """Store a reply to ``release``, or to ``parent``, written at ``at``; returned as it was stored, always pending.

    Everything is cleaned here too, so that an import cannot bring in what the form refuses. The same reply sent twice is
    stored once and returned again. ``tell``: of what its writer wants to be told by mail. Raises ``Refused`` with a sentence
    when a value does not fit, the release is not public at that moment or ``parent`` cannot be answered; ``Closed``;
    ``Duplicate``; ``TooFast``, for which ``sender`` counts; or ``ProofWanted``, which only a ``sender`` is asked for.
    """
    _require_open(release, at)
    _require_answerable(parent, release)
    sender = sender or Sender()
    posting = Posting(
        author=cleaning.author(author),
        email=cleaning.email(email),
        url=cleaning.website(url),
        text=cleaning.text(text),
        mark=sender.mark,
        at=at,
        signals=signals or Signals(),
    )
    comment = _pending(release, parent, posting, sender)
    try:
        # The unique index says whether it is there already. Looking first would miss the one that is just being stored.
        with transaction.atomic():
            comment.save(force_insert=True)
    except IntegrityError:
        before = _sent_before(str(comment.fingerprint), at)
        if before is not None:
            return before
        # Its writer took the other one back, or changed it, in this very moment.
        comment.save(force_insert=True)
    keep_pace(sender.mark, at)
    _require_proof(sender, proof_of_work, at)
    subscribe(comment=comment, about=tell, at=at)
    return comment


def _require_open(release: Release, at: datetime) -> None:
    edition = Edition.objects.public(at).filter(release=release).defer("article_html").first()
    if edition is None:
        raise Refused(_("Replies are possible only to a release that is public."))
    if not standing(edition, at).is_open:
        raise Closed(_("Replies to this release are closed."))


def _require_answerable(parent: Comment | None, release: Release) -> None:
    if parent is not None and (parent.release_id != release.pk or not parent.is_approved):
        raise Refused(_("The reply that you are answering is no longer here."))


def _require_proof(sender: Sender, proof_of_work: str, at: datetime) -> None:
    """After all the rest, so that nobody works for a reply that would not be taken in anyway."""
    if sender.mark and proof.is_wanted(at) and not proof.spend(proof_of_work, at):
        sentence = _(
            "Very many replies are coming in. Yours is still in the form: your browser must do some work before it is sent."
        )
        raise ProofWanted(sentence)


def _pending(release: Release, parent: Comment | None, posting: Posting, sender: Sender) -> Comment:
    place, found = place_under(parent), screen(posting)
    return Comment(
        release=release,
        **place,
        author=posting.author,
        email=posting.email,
        url=posting.url,
        text=posting.text,
        created_at=posting.at,
        waiting_since=posting.at,
        fingerprint=fingerprint(
            release_id=release.pk,
            parent_id=parent.pk if parent else None,
            author=posting.author,
            email=posting.email,
            text=posting.text,
        ),
        mark=sender.mark,
        network=sender.network,
        findings=[finding.as_json() for finding in found.findings],
        suspected=found.suspected,
    )


def _sent_before(mine: str, at: datetime) -> Comment | None:
    """The same reply, if it was sent just now and is still the same. Raises ``Duplicate`` if it was sent some time ago."""
    comment = Comment.objects.select_related("parent").filter(fingerprint=mine).first()
    if comment is not None and at - comment.created_at > DOUBLE_CLICK:
        raise Duplicate(_("It looks as though you have already said that: we have this reply from you."))
    return comment
