"""Addresses in mails: whole ones, under the site's name, in the language of the release."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from comments.addresses import approved_url
from comments.models import Comment, Subscription
from releases.models import Edition


def wish_address(subscription: Subscription, language: str) -> str:
    """Where a wish is confirmed, with a button."""
    return _whole("comments:wish", subscription, language)


def end_address(subscription: Subscription, language: str) -> str:
    """Where all wishes about the same reply are ended: with a button, or by a bare POST."""
    return _whole("comments:end_wish", subscription, language)


def never_address(subscription: Subscription, language: str) -> str:
    """Where a mailbox refuses all mail about replies, once and for all."""
    return _whole("comments:never", subscription, language)


def reply_address(edition: Edition, comment: Comment) -> str:
    """Where an approved reply can be read."""
    return f"{settings.SITE_URL}{approved_url(edition, comment)}"


def desk_address() -> str:
    """The moderators' queue, behind the login."""
    return f"{settings.SITE_URL}{reverse('admin:comments_comment_changelist')}"


def _whole(route: str, subscription: Subscription, language: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL}{reverse(route, kwargs={'key': subscription.key})}"
