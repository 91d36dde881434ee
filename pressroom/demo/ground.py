"""What the database holds before the demo is loaded: nothing, the demo, or something that is not ours to touch."""

from enum import Enum, auto

from django.contrib.auth.models import User
from django.db.models import Q
from taggit.models import Tag

from comments.models import Comment
from pressroom.demo.content import Newsroom
from pressroom.demo.people import MEMBERS
from releases.media.models import Image
from releases.models import Edition, Release


class Ground(Enum):
    """What was found."""

    CLEAR = auto()
    LOADED = auto()
    FOREIGN = auto()


def survey(newsroom: Newsroom) -> tuple[Ground, dict[str, int]]:
    """Say what the database holds, and how much of it is not the demo's.

    Releases, tags and replies are loaded in one transaction, so that there is never half a newsroom. Accounts and
    pictures come before it, each on its own: what an interrupted attempt left of them is no reason to refuse.
    """
    if _is_loaded(newsroom):
        return Ground.LOADED, {}
    ours = Q()
    for member in MEMBERS:
        ours |= Q(username=member.username, email=member.email)
    held = {
        "releases": Release.objects.count(),
        "replies": Comment.objects.count(),
        "tags": Tag.objects.count(),
        "images": Image.objects.exclude(uploaded_by__in=User.objects.filter(ours)).count(),
        "accounts": User.objects.exclude(ours).count(),
    }
    foreign = {name: count for name, count in held.items() if count}
    return (Ground.FOREIGN if foreign else Ground.CLEAR), foreign


def _is_loaded(newsroom: Newsroom) -> bool:
    """One release that the demo published is proof of all, because they came in one transaction.

    It stays proof whatever staff do since: editions are never deleted.
    """
    slugs = {story.slug for story in newsroom.stories if not (story.when.is_draft or story.when.is_ahead)}
    emails = [member.email for member in MEMBERS]
    return Edition.objects.filter(number=1, slug__in=slugs, created_by__email__in=emails).exists()
