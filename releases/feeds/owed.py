"""What a hub is owed: read off the editions that are public and off what it was told already. Nothing is queued.

So a release that was stopped is owed nothing, whenever that was: it is not public.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from releases.feeds.documents import FORMATS
from releases.feeds.entries import updated_of
from releases.feeds.scopes import Scope
from releases.models import Edition, EditionTag, HubTopic
from releases.workflow import Change

WINDOW = timedelta(days=2)
"""News is told for so long. After it a hub has fetched the feeds by itself, as WebSub leaves it to do."""
SETTLE = timedelta(seconds=5)
"""News is told when it is so old: an act that is being recorded has a moment that already passed, and the clock of a server
that the hub asks may be behind."""


@dataclass(frozen=True, slots=True)
class News:
    """Something that readers of a feed learned at a moment."""

    scope: Scope
    moment: datetime
    undoes: datetime | None = None
    """Where something was withdrawn: since when it was there. A hub that was told of nothing since then need not know."""


def owed(at: datetime) -> dict[str, datetime]:
    """The feeds that the hub is to be told of now, by address, each with the moment until which it then knows everything.

    Three queries, whatever there is; what was public before the window is not looked at.
    """
    every: dict[str, list[News]] = defaultdict(list)
    for news in _news(at):
        for form in FORMATS:
            every[f"{settings.SITE_URL}{news.scope.path(form)}"].append(news)
    known = {topic.address: topic for topic in HubTopic.objects.filter(address__in=every)}
    found = {}
    for address, told in every.items():
        topic = known.get(address)
        moments = [news.moment for news in told if _is_new(news, topic)]
        if moments and (topic is None or topic.try_after <= at):
            found[address] = max(moments)
    return found


def _is_new(news: News, topic: HubTopic | None) -> bool:
    known = topic.told_for if topic else None
    if known is None:
        return news.undoes is None
    return known < news.moment and (news.undoes is None or news.undoes <= known)


def _news(at: datetime) -> Iterator[News]:
    """What readers learned within the window: new releases, corrections, withdrawals. A minor change is no news."""
    before = Edition.objects.effective().filter(release=OuterRef("release"), visible_until=OuterRef("visible_from"))
    since = before.annotate(since=Coalesce("public_updated", "first_published")).values("since")[:1]
    rows = list(
        Edition.objects.before_readers(at)
        .filter(visible_from__gt=at - WINDOW)
        .defer("article_html")
        .annotate(
            before=Subquery(before.values("pk")[:1], output_field=IntegerField()),
            since=Subquery(since, output_field=DateTimeField()),
        )
    )
    tags = _tags([_holder(row) for row in rows])
    for row in rows:
        moment = updated_of(row)
        if at - WINDOW < moment <= at - SETTLE:
            undoes = row.since if row.change == Change.WITHDRAWAL else None  # type: ignore[attr-defined]  # annotated
            for scope in _scopes(row, tags[_holder(row)]):
                yield News(scope, moment, undoes)


def _holder(row: Edition) -> int:
    """Which edition has the tags: a withdrawal has none of its own."""
    before: int | None = row.before  # type: ignore[attr-defined]  # annotated above
    return before if row.change == Change.WITHDRAWAL and before is not None else row.pk


def _tags(editions: list[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = EditionTag.objects.filter(edition__in=editions).annotate(name=F("tag__slug"))
    for edition, slug in rows.values_list("edition_id", "name").order_by("pk"):
        found[edition].append(slug)
    return found


def _scopes(row: Edition, tags: list[str]) -> list[Scope]:
    """The feeds that a release stands in."""
    if row.language not in dict(settings.LANGUAGES):
        return []
    language = Scope(row.language)
    kind = Scope(row.language, kind=row.kind)
    return [language, Scope(""), kind, *(Scope(row.language, tag=slug) for slug in tags)]
