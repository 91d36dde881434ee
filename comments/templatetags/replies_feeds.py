"""``{% replies_feeds edition %}``: where programs find the replies to a release, for the head of its page."""

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.addresses import data_url, feed_url, json_feed_url, rss_url
from releases.feeds import json_feed, rss
from releases.models import Edition

register = template.Library()


@register.simple_tag
def replies_feeds(edition: Edition) -> SafeString:
    """The feed in every format, and its twin in JSON, as reader programs discover them (WHATWG HTML, 4.6.7.1)."""
    title = _("Replies to: %(headline)s") % {"headline": edition.headline}
    rows = (
        ("application/atom+xml", title, feed_url(edition)),
        (rss.CONTENT_TYPE, title, rss_url(edition)),
        (json_feed.CONTENT_TYPE, title, json_feed_url(edition)),
        ("application/json", title, data_url(edition)),
    )
    return format_html_join("", '<link rel="alternate" type="{}" title="{}" href="{}">\n', rows)


@register.simple_tag
def replies_feed_url(edition: Edition) -> str:
    """The feed's address, for the link that people see."""
    return feed_url(edition)
