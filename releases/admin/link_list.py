"""The links of a release as the back office lists them: whether each still shows its text, and who opened it when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases import sharing
from releases.admin import words
from releases.models import Edition, PreviewLink, PreviewOpening, Release
from releases.workflow import Verb

LINKS = 100
"""The newest of a release; those before are all over, and on record in its history."""
OPENINGS = 20
"""The latest of each link: enough to see who, and a link that is opened by a machine does not drown the page."""

_WHY = {
    Verb.UNSHARE: gettext_lazy("Revoked on %(moment)s"),
    Verb.SAVE_DRAFT: gettext_lazy("Void since the text was changed on %(moment)s"),
    Verb.SEND_BACK: gettext_lazy("Void since the text was sent back on %(moment)s"),
    Verb.PUBLISH: gettext_lazy("Void since it was published on %(moment)s"),
    Verb.CORRECT: gettext_lazy("Void since it was published on %(moment)s"),
    Verb.PUBLISH_UNREVIEWED: gettext_lazy("Void since it was published on %(moment)s"),
    Verb.SCHEDULE: gettext_lazy("Void since it was scheduled on %(moment)s"),
    Verb.UNSCHEDULE: gettext_lazy("Void since it was unscheduled on %(moment)s"),
    Verb.WITHDRAW: gettext_lazy("Void since the release was withdrawn on %(moment)s"),
    Verb.STOP: gettext_lazy("Void since the release was stopped on %(moment)s"),
    Verb.DISCARD: gettext_lazy("Void since the release was discarded on %(moment)s"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One link, in words."""

    link: PreviewLink
    is_open: bool
    state: str
    times: int
    last: datetime | None
    openings: list[PreviewOpening]

    @property
    def unlisted(self) -> int:
        """How many openings are counted and not listed."""
        return self.times - len(self.openings)


def rows(release: Release, at: datetime) -> list[Row]:
    """The release's newest links, in four queries and two for each person who made one that is open."""
    links = list(_links(release, at))
    found = set(PreviewLink.objects.open(at).filter(release=release).values_list("pk", flat=True))
    able = _able([link for link in links if link.pk in found])
    return [_row(link, link.pk in found and link.created_by_id in able, at) for link in links]


def _links(release: Release, at: datetime) -> QuerySet[PreviewLink]:
    began = Edition.objects.began(at).filter(release=OuterRef("release"), visible_from__gt=OuterRef("created_at"))
    latest = Prefetch("openings", PreviewOpening.objects.order_by("-at", "-pk")[:OPENINGS], to_attr="latest")
    return (
        release.preview_links.select_related("created_by", "edition", "revision")
        .defer("edition__article_html", "revision__content")
        .annotate(
            times=Count("openings"),
            last=Max("openings__at"),
            lifted=Subquery(began.order_by("visible_from").values("visible_from")[:1]),
        )
        .prefetch_related(latest)
        .order_by("-created_at", "-pk")[:LINKS]
    )


def _able(links: Iterable[PreviewLink]) -> set[int | None]:
    """Who of their makers may still make links."""
    makers = {link.created_by_id: link for link in links}
    return {maker for maker, link in makers.items() if sharing.maker_may_share(link)}


def _row(link: PreviewLink, is_open: bool, at: datetime) -> Row:
    # Annotated and prefetched above; the stubs cannot know.
    times, last, openings = link.times, link.last, link.latest  # type: ignore[attr-defined]
    state = _("Open until %(moment)s") % {"moment": words.spell(link.expires_at)} if is_open else _ended(link, at)
    return Row(link=link, is_open=is_open, state=state, times=times, last=last, openings=openings)


def _ended(link: PreviewLink, at: datetime) -> str:
    """What ended it first. An embargo comes before the expiry that it shares its moment with."""
    ends: list[tuple[datetime, str]] = []
    if link.voided_at is not None:
        ends.append((link.voided_at, str(_WHY.get(Verb(link.voided_why), _WHY[Verb.UNSHARE]))))
    if link.lifted is not None:  # type: ignore[attr-defined]
        ends.append((link.lifted, _("Void since its embargo lifted on %(moment)s")))  # type: ignore[attr-defined]
    if link.expires_at <= at:
        ends.append((link.expires_at, _("Expired on %(moment)s")))
    if not ends:
        return _("Void: whoever made it may no longer make links")
    moment, sentence = min(ends, key=lambda end: end[0])
    return sentence % {"moment": words.spell(moment)}
