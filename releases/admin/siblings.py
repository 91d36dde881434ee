"""The same text in other languages: what a person sees of it from this one's pages."""

from dataclasses import dataclass
from datetime import datetime

from releases import pairs
from releases.languages import language_name
from releases.models import Edition, Release
from releases.workflow import Stage, Standing


@dataclass(frozen=True, slots=True)
class Sibling:
    """The same text in another language, as the form found it."""

    release: Release
    standing: Standing
    current: Edition | None
    ahead: Edition | None

    @property
    def name(self) -> str:
        """The form's name for it."""
        return f"with-{self.release.language}"

    @property
    def language(self) -> str:
        """Its language, in that of the page."""
        return language_name(self.release.language)

    @property
    def stage(self) -> str:
        """How far its working copy is, where that says more than that it is being written."""
        return "" if self.release.stage == Stage.DRAFT else str(Stage(self.release.stage).label)

    @property
    def is_changed(self) -> bool:
        """Whether its working copy says something else than its readers find."""
        return self.current is None or self.current.content_hash != self.release.content_hash


def siblings(release: Release, at: datetime) -> list[Sibling]:
    """The other language versions with what readers find of them: one query where there is none, else one more."""
    others = list(pairs.others(release).with_standing(at))
    if not others:
        return []
    editions = Edition.objects.filter(release__in=others).defer("article_html")
    found = list(editions.before_readers(at) | editions.ahead(at))
    current = {edition.release_id: edition for edition in found if edition.visible_from <= at}
    ahead = {edition.release_id: edition for edition in found if edition.visible_from > at}
    return [Sibling(other, other.standing(at), current.get(other.pk), ahead.get(other.pk)) for other in others]
