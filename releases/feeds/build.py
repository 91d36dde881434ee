"""A feed from its scope: what stands in it at a moment, and at which addresses."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from taggit.models import Tag

from releases import clock
from releases.feeds import scopes
from releases.feeds.entries import entries_of
from releases.feeds.model import Feed
from releases.feeds.scopes import Scope
from releases.office import office
from releases.urns import newsroom_namespace, urn_in

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When an empty feed was updated. Atom wants a moment (RFC 4287, 4.1.1), and today's would be news every second."""


def feed_of(scope: Scope, form: str, request: HttpRequest) -> Feed:
    """The page of a feed that a request asks for, in six queries at most, and one for each language where all are in it.

    Raises ``Http404`` for a page that does not exist, and for a topic of which nothing is public: its name may be somebody's
    secret.
    """
    at = clock.now(request)
    page = scopes.page(scope, at, request.GET)
    if scope.tag and not page.rows:
        raise Http404
    namespace = newsroom_namespace()
    language = scope.language or settings.LANGUAGE_CODE
    entries = entries_of(page.rows, at, namespace, lambda code: office(request, code).name)
    name = office(request, language).name
    newest = f"{settings.SITE_URL}{scope.path(form)}"
    with translation.override(language):
        feed = Feed(
            urn=urn_in(namespace, "feed", scope.name),
            title=scopes.title_of(scope, name, _tag(scope)),
            description=_("Releases by %(office)s, the newest first, with their whole text.") % {"office": name},
            language=scope.language,
            author=name,
            address=newest,
            page=f"{settings.SITE_URL}{scope.page_path}",
            updated=max((entry.updated for entry in entries), default=NEVER),
            entries=entries,
            older=f"{newest}?{page.older}" if page.older else "",
            newer=f"{newest}?{page.newer}" if page.newer else "",
            hub=settings.WEBSUB_HUB,
        )
    # That of every language has one page.
    return _as_asked(feed, request.GET) if scope.language else feed


def _as_asked(feed: Feed, parameters: Mapping[str, str]) -> Feed:
    """A page further back has an address of its own, and no hub: nobody is told when it changes."""
    asked = {name: parameters[name] for name in ("before", "after") if name in parameters}
    if not asked:
        return feed
    # At most one of them, in the characters of our cursors: else there would be no such page.
    ((name, place),) = asked.items()
    return replace(feed, address=f"{feed.address}?{name}={place}", newest=feed.address, hub="")


def _tag(scope: Scope) -> Tag | None:
    return Tag.objects.filter(slug=scope.tag).first() if scope.tag else None
