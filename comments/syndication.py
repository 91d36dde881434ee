"""The replies to a release in the formats that releases have as well."""

from django.conf import settings
from django.utils.translation import gettext as _

from comments.feeds import Entry, FeedPage, page_address, urn_of_feed
from comments.office_name import office_name
from releases.feeds import model
from releases.models import Edition


def feed_of(edition: Edition, page: FeedPage, path: str) -> model.Feed:
    """One page of the replies, as the feed that has this path; one query. Nobody tells a hub of it."""
    links = page.links(path)
    entries = tuple(_entry(edition, entry) for entry in page.entries)
    title = _("Replies to: %(headline)s") % {"headline": edition.headline}
    return model.Feed(
        urn=urn_of_feed(edition),
        title=title,
        description=title,
        language=edition.language,
        author=office_name(edition.language),
        address=page_address(path, page.number),
        page=f"{settings.SITE_URL}{edition.get_absolute_url()}",
        # Before the first reply the feed is as old as what it is about.
        updated=max((entry.updated for entry in entries), default=edition.first_published),
        entries=entries,
        newest=links["first"] if page.number > 1 else "",
        older=links.get("next", ""),
        newer=links.get("previous", ""),
    )


def _entry(edition: Edition, entry: Entry) -> model.Entry:
    comment = entry.comment
    return model.Entry(
        urn=entry.urn,
        address=entry.address,
        language=edition.language,
        title=_("Reply by %(name)s") % {"name": entry.name},
        author=entry.name,
        published=comment.created_at,
        updated=comment.edited_at or comment.created_at,
        summary="",
        html=entry.html,
        topics=tuple(_topics(entry)),
    )


def _topics(entry: Entry) -> list[model.Topic]:
    scheme = f"{settings.SITE_URL}/replies/"
    marks = [
        (entry.comment.official, "official", _("Official answer")),
        (entry.comment.pinned_at is not None, "pinned", _("Pinned")),
    ]
    return [model.Topic(term=term, label=label, scheme=scheme) for applies, term, label in marks if applies]
