"""Public addresses of replies, always in the language of the release."""

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from comments.models import Comment
from comments.threads import page_number_of
from releases.models import Edition


def reply_url(edition: Edition, **query: int | str) -> str:
    """Where a reply to this release is sent, and where its form stands alone; ``parent`` or ``page`` go into the query."""
    day = edition.published_on
    with translation.override(edition.language):
        path = reverse(
            "comments:reply", kwargs={"year": day.year, "month": day.month, "day": day.day, "slug": edition.slug}
        )
    return f"{path}?{urlencode(query)}" if query else path


def waiting_url(edition: Edition, token: str) -> str:
    """The page that shows its writer a reply that waits."""
    with translation.override(edition.language):
        return reverse("comments:waiting", kwargs={"token": token})


def edit_url(edition: Edition, token: str) -> str:
    """Where writers change a reply of theirs."""
    with translation.override(edition.language):
        return reverse("comments:edit", kwargs={"token": token})


def take_back_url(edition: Edition, token: str) -> str:
    """Where writers take a reply of theirs back."""
    with translation.override(edition.language):
        return reverse("comments:take_back", kwargs={"token": token})


def report_url(edition: Edition, comment: Comment) -> str:
    """Where readers tell the moderators of an approved reply."""
    day = edition.published_on
    parts = {"year": day.year, "month": day.month, "day": day.day, "slug": edition.slug, "key": comment.key}
    with translation.override(edition.language):
        return reverse("comments:report", kwargs=parts)


def place_url(edition: Edition, key: str) -> str:
    """The address that an approved reply keeps; it leads on to ``approved_url``, which changes with the pages."""
    return _under(edition, "place", key=key)


def feed_url(edition: Edition) -> str:
    """The feed of the approved replies."""
    return _under(edition, "feed")


def rss_url(edition: Edition) -> str:
    """The same as RSS."""
    return _under(edition, "rss")


def json_feed_url(edition: Edition) -> str:
    """The same as a JSON Feed; ``data_url`` has more, in a shape of our own."""
    return _under(edition, "json_feed")


def data_url(edition: Edition) -> str:
    """The approved replies as JSON."""
    return _under(edition, "data")


def edition_url(edition: Edition, number: int) -> str:
    """Where readers read this edition of the same release; the newest one's leads on to the release itself."""
    return _dated(edition, "releases:edition", number=number)


def changes_url(edition: Edition, number: int) -> str:
    """Where readers see what this edition of the same release changed."""
    return _dated(edition, "releases:changes", number=number)


def page_url(edition: Edition, number: int) -> str:
    """The page that holds this page of threads: the first stands under the release itself."""
    return edition.get_absolute_url() if number == 1 else reply_url(edition, page=number)


def approved_url(edition: Edition, comment: Comment) -> str:
    """Where an approved reply can be read."""
    return f"{page_url(edition, page_number_of(comment))}#{comment.fragment}"


def _under(edition: Edition, route: str, **parts: str) -> str:
    return _dated(edition, f"comments:{route}", **parts)


def _dated(edition: Edition, route: str, **parts: str | int) -> str:
    day = edition.published_on
    dated = {"year": day.year, "month": day.month, "day": day.day, "slug": edition.slug}
    with translation.override(edition.language):
        return reverse(route, kwargs=dated | parts)
