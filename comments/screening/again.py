"""Screening of what has a row already: after its text was changed, or when something else was found out about it."""

from django.db import transaction

from comments.models import Comment
from comments.screening.codes import OF_THE_MOMENT, Code
from comments.screening.model import Finding, Posting, Screening
from comments.screening.screen import in_order, screen


def rescreen(comment: Comment, *, text: str | None = None) -> Screening:
    """What stands out about the reply as it is now, or with ``text`` as its next version; the caller stores it.

    What was only known when it was sent is kept. So is Akismet's word, as long as it is about the same text.
    """
    kept = set(OF_THE_MOMENT)
    if text is None or text == comment.text:
        kept.add(Code.AKISMET)
    posting = Posting(
        author=comment.author,
        email=comment.email,
        url=comment.url,
        text=comment.text if text is None else text,
        mark=comment.mark,
        at=comment.edited_at or comment.created_at,
        comment_id=comment.pk,
    )
    earlier = [finding for finding in findings_of(comment) if finding.rule in kept]
    return in_order([*earlier, *screen(posting).findings])


def findings_of(comment: Comment) -> list[Finding]:
    """What was found about a reply, as it was stored."""
    return [Finding.from_json(row) for row in comment.findings]


@transaction.atomic
def add_finding(comment_pk: int, finding: Finding, *, version: int | None = None) -> bool:
    """Store one more finding about a reply, in place of an earlier one by the same rule. Returns whether it was.

    ``version`` is that of the text which it is about: it is not stored with another text. The row is locked on PostgreSQL, and
    on SQLite a transaction that writes is alone, so that a writer's edit at the same moment does not get lost.
    """
    rows = Comment.objects.select_for_update().filter(pk=comment_pk)
    comment = (rows if version is None else rows.filter(version=version)).only("findings").first()
    if comment is None:
        return False
    found = in_order([*(each for each in findings_of(comment) if each.rule != finding.rule), finding])
    return bool(rows.update(findings=[each.as_json() for each in found.findings], suspected=found.suspected))
