"""``{% replies_feeds edition %}``: where programs find the replies to a release, for the head of its page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.addresses import data_url, feed_url
from releases.models import Edition

register = template.Library()


@register.simple_tag
def replies_feeds(edition: Edition) -> SafeString:
    """The feed and its twin in JSON, as reader programs discover them (RFC 4287 and WHATWG HTML, 4.6.7.1)."""
    line = '<link rel="alternate" type="{}" title="{}" href="{}">\n'
    title = _("Replies to: %(headline)s") % {"headline": edition.headline}
    feed = format_html(line, "application/atom+xml", title, feed_url(edition))
    return feed + format_html(line, "application/json", title, data_url(edition))


@register.simple_tag
def replies_feed_url(edition: Edition) -> str:
    """The feed's address, for the link that people see."""
    return feed_url(edition)
