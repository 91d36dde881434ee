"""Public addresses of replies, always in the language of the release."""

from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode

from comments.models import Comment
from comments.threads import page_number_of
from releases.models import Edition


def reply_url(edition: Edition, **query: int) -> str:
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


def page_url(edition: Edition, number: int) -> str:
    """The page that holds this page of threads: the first stands under the release itself."""
    return edition.get_absolute_url() if number == 1 else reply_url(edition, page=number)


def approved_url(edition: Edition, comment: Comment) -> str:
    """Where an approved reply can be read."""
    return f"{page_url(edition, page_number_of(comment))}#{comment.fragment}"
