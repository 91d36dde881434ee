"""What a rule did, written down like what a person decided."""

from datetime import datetime

from comments.models import Comment, Decision
from comments.reasons import Rule


def record_rule(
    *, comment: Comment, rule: Rule, from_state: str, to_state: str, version: int, at: datetime
) -> Decision:
    """The row of the record, in the transaction of the act."""
    return Decision.objects.create(
        comment=comment, at=at, rule=rule, version=version, from_state=from_state, to_state=to_state
    )
