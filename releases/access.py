"""The only doors to one release. For the public there is one answer to everything that is not public: 404."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from releases import sharing
from releases.media.models import Image
from releases.models import Edition, PreviewLink, Release
from releases.models.edition import EditionQuerySet
from releases.workflow import Change


@dataclass(frozen=True, slots=True)
class Address:
    """What a public address says of a release."""

    language: str
    published_on: date
    slug: str


def address(language: str, year: int, month: int, day: int, slug: str) -> Address:
    """The address with these parts. Raises ``Http404`` for a day that no calendar has."""
    try:
        return Address(language, date(year, month, day), slug)
    except ValueError as error:
        raise Http404 from error


def standing_edition(where: Address, at: datetime) -> Edition:
    """The edition that answers at a release's address at this moment: public, or its withdrawal.

    Raises ``Http404`` when there is none, in the same way whether or not one is to come.
    """
    return get_object_or_404(_at(where, Edition.objects.before_readers(at)))


def public_edition(where: Address, at: datetime) -> Edition:
    """The public edition at an address. Raises ``Http404`` for everything else, a withdrawal included."""
    return get_object_or_404(_at(where, Edition.objects.public(at)))


def earlier_edition(where: Address, number: int, at: datetime) -> tuple[Edition, Edition]:
    """The numbered edition of a release that is public now, and the one that is public.

    Raises ``Http404`` when the release is not public, or readers have not seen such an edition or may no longer read it.
    """
    current = public_edition(where, at)
    readable = Edition.objects.readable(at)
    return get_object_or_404(readable, release=current.release_id, number=number), current


@dataclass(frozen=True, slots=True)
class Changes:
    """One edition and the one that it replaced for readers, and what is public now."""

    before: Edition
    edition: Edition
    current: Edition


def changes_of(where: Address, number: int, at: datetime) -> Changes:
    """The numbered edition of a release that is public now, with the last one before it that readers may still read.

    Raises ``Http404`` when the release is not public, or there are no two such editions: what was withdrawn as published in
    error is not told of by what replaced it.
    """
    edition, current = earlier_edition(where, number, at)
    earlier = Edition.objects.readable(at).filter(release=current.release_id, visible_from__lt=edition.visible_from)
    before = earlier.select_related("revision", "lead_image").order_by("-visible_from").first()
    if before is None:
        raise Http404
    return Changes(before=before, edition=edition, current=current)


def next_edition(edition: Edition, at: datetime) -> Edition | None:
    """The edition that readers may read and that came after this one."""
    later = Edition.objects.readable(at).filter(release=edition.release_id, visible_from__gt=edition.visible_from)
    return later.order_by("visible_from").defer("article_html").first()


def destination(withdrawal: Edition, at: datetime) -> Edition | None:
    """The public edition to which a withdrawal sends readers at this moment, or ``None`` when there is none to be read.

    It ends at a page that answers 200 or nowhere, so no reader is ever sent in a circle: a release that was withdrawn in
    its turn passes them on, and one that was met before does not.
    """
    met = {withdrawal.release_id}
    here: Edition | None = withdrawal
    while here is not None and here.change == Change.WITHDRAWAL:
        onward = here.redirect_to_id
        if onward is None or onward in met:
            return None
        met.add(onward)
        here = Edition.objects.before_readers(at).filter(release=onward).first()
    return here


def public_image(key: str, at: datetime) -> Image:
    """A stored image that a public edition shows at this moment. Raises ``Http404`` otherwise.

    Editions that were replaced can still be read at their own addresses, so their images stay as long as the release does.
    """
    shown = Edition.objects.readable(at).filter(lead_image__key=key)
    public = Edition.objects.public(at).filter(release__in=shown.values("release"))
    if not public.exists():
        raise Http404
    return get_object_or_404(Image, key=key)


def shared_preview(secret: str, at: datetime) -> PreviewLink:
    """The preview link with this secret, if it shows its text at this moment. Raises ``Http404`` for all else alike."""
    link = sharing.find_open(secret, at)
    if link is None:
        raise Http404
    return link


def shared_image(secret: str, key: str, at: datetime) -> Image:
    """A picture that the revision of an open preview link pins: no other, whatever is public or stored beside it."""
    pinned = shared_preview(secret, at).revision.snapshot.lead_image
    if pinned is None or pinned.key != key:
        raise Http404
    return get_object_or_404(Image, key=key, sha256=pinned.sha256)


def for_preview(user: AbstractBaseUser | AnonymousUser, pk: int) -> Release:
    """A release whose working copy this person may see as readers will. Raises ``PermissionDenied`` or ``Http404``."""
    require_preview(user)
    return get_object_or_404(Release, pk=pk)


def require_preview(user: AbstractBaseUser | AnonymousUser) -> None:
    """Raise ``PermissionDenied`` unless this person may see working copies, and the pictures in them."""
    if not isinstance(user, User) or not user.is_staff or not user.has_perm("releases.view_release"):
        raise PermissionDenied


def for_editing(user: AbstractBaseUser | AnonymousUser, pk: int) -> Release:
    """A release that this person may act upon; which act is then the action's own question."""
    if not isinstance(user, User) or not user.is_staff or not user.has_perm("releases.change_release"):
        raise PermissionDenied
    return get_object_or_404(Release, pk=pk)


def _at(where: Address, editions: EditionQuerySet) -> EditionQuerySet:
    return editions.filter(language=where.language, published_on=where.published_on, slug=where.slug).select_related(
        "lead_image"
    )
