"""What people were told, against what is in the database: nothing is missing, nothing is there twice, nothing was invented."""

from collections import Counter, defaultdict

from comments.models import Comment, Decision, Subscription
from comments.states import State
from tests.servers.load_moderators import Record, Step
from tests.servers.load_readers import Reply, Told


def check_replies(release_id: int, told: Told) -> None:
    """Every reply that was accepted is there exactly once, as it was sent; any other only where a connection broke."""
    stored: dict[str, list[Comment]] = defaultdict(list)
    for comment in Comment.objects.filter(release=release_id):
        stored[comment.text].append(comment)
    twice = [text[:60] for text, rows in stored.items() if len(rows) > 1]
    assert not twice, f"there twice: {twice}"
    accepted: dict[str, list[Reply]] = defaultdict(list)
    for reply, _location in told.accepted:
        accepted[reply.text].append(reply)
    missing = [text[:60] for text in accepted if text not in stored]
    assert not missing, f"accepted and lost: {missing}"
    for text, meant in accepted.items():
        check_reply(stored[text][0], meant)
    known = {*accepted, *(reply.text for reply in told.unknown)}
    invented = [text[:60] for text in stored if text not in known]
    assert not invented, f"nobody was told that these were accepted: {invented}"
    refused = [reply.text[:60] for reply, _status in told.refused if reply.text in stored]
    assert not refused, f"refused, and there all the same: {refused}"


def check_reply(comment: Comment, meant: list[Reply]) -> None:
    """What is stored is what was said, whole; of a double click either may have lost the reply that it answers."""
    for reply in meant:
        assert (comment.author, comment.email, comment.url) == (reply.author, reply.email, reply.url)
    assert (comment.parent_id is not None) <= any(reply.parent for reply in meant)


def check_decisions(release_id: int, record: Record) -> None:
    """Every decision that was told done is in the log exactly once; where the outcome is unknown, at most once more each."""
    rows = Decision.objects.filter(comment__release=release_id, rule="").select_related("by")
    logged = Counter(Step(row.comment_id, row.version, row.from_state, row.to_state, row.by.username) for row in rows)
    lost = record.done - logged
    assert not lost, f"told done, and not in the log: {lost}"
    doubled = logged - record.done - record.unknown
    assert not doubled, f"in the log more often than anybody decided: {doubled}"


def check_chains(release_id: int) -> None:
    """The log of each reply is one chain from the queue to where it stands now, and versions never fall."""
    chains: dict[int, list[Decision]] = defaultdict(list)
    for row in Decision.objects.filter(comment__release=release_id).order_by("pk"):
        chains[row.comment_id].append(row)
    for comment in Comment.objects.filter(release=release_id):
        state, version = "pending", 1
        # By number: it is given while the reply's row is held, and the moment was read before.
        for row in chains[comment.pk]:
            assert row.from_state == state, f"reply {comment.pk}: {row.from_state} after {state}"
            assert row.version >= version, f"reply {comment.pk}: version {row.version} after {version}"
            state, version = row.to_state, row.version
        assert comment.state == state, f"reply {comment.pk} is {comment.state}, and its log ends in {state}"


def late_notices(confirmed: set[str], mailed: list[str]) -> list[str]:
    """Who said yes to mail, and whose reply stands approved, and was not mailed twice: the question, and the news."""
    news = Subscription.objects.filter(
        about=Subscription.About.APPROVED,
        comment__state=State.APPROVED,
        email__in=confirmed,
        confirmed_at__isnull=False,
    )
    counts = Counter(mailed)
    return [wish.email for wish in news if counts[wish.email] < 2]
