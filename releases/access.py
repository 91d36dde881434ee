"""The only doors to one release. For the public there is one answer to everything that is not public: 404."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from releases import sharing
from releases.errors import Withdrawn
from releases.media.models import DocumentFile, Image
from releases.models import Edition, EditionFile, EditionImage, IdNamespace, PreviewLink, Release
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


@dataclass(frozen=True, slots=True)
class PublicImage:
    """A stored picture that readers may see now."""

    image: Image
    since: datetime
    """When readers could first see it in an edition that they can still read; never when it was uploaded."""


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A stored file that readers may have now."""

    file: DocumentFile
    since: datetime
    """As for a picture; at an address, since when it answers with this version."""
    exact: bool
    """Whether the address names this very version, so that nothing but a withdrawal ever changes the answer."""


def public_image(key: str, at: datetime, focal: tuple[int, int] | None = None) -> PublicImage:
    """A stored image that readers may see at this moment, cut around a focal point only where an edition says which.

    Editions that were replaced can still be read at their own addresses, so their images stay as long as the release does.
    Raises ``Withdrawn`` when readers have seen it in error, and ``Http404`` for everything else.
    """
    pins = EditionImage.objects.filter(image__key=key)
    if focal is not None:
        pins = pins.filter(focal_x=focal[0], focal_y=focal[1])
    pin = _readable(pins, at).select_related("image").first()
    if pin is None:
        raise _not_to_be_had(at, pins)
    return PublicImage(pin.image, since=pin.since)


def public_file(key: str, at: datetime) -> PublicFile:
    """The stored file with this key, or the one that has this address in a release that is public at this moment.

    Raises as ``public_image`` does.
    """
    addressed, exactly = EditionFile.objects.filter(address=key), EditionFile.objects.filter(file__key=key)
    current = _of(addressed, Edition.objects.public(at)).annotate(since=F("edition__visible_from"))
    pin = current.select_related("file").first()
    if pin is not None:
        return PublicFile(pin.file, since=pin.since, exact=False)
    pin = _readable(exactly, at).select_related("file").first()
    if pin is None:
        raise _not_to_be_had(at, addressed, exactly)
    return PublicFile(pin.file, since=pin.since, exact=True)


def _readable(pins: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Of these pins, those of an edition that can be read, of a release that is public; the earliest first."""
    public = Edition.objects.public(at).filter(release=OuterRef("edition__release"))
    readable = _of(pins.filter(Exists(public)), Edition.objects.readable(at))
    earliest: QuerySet[Any] = readable.annotate(since=F("edition__visible_from")).order_by("since")
    return earliest


def _of(pins: QuerySet[Any], editions: EditionQuerySet) -> QuerySet[Any]:
    """Of these pins, those of one of these editions, asked of each pin.

    With ``edition__in`` SQLite lists all editions first: for a key that somebody pinned, and not for one that never was. That
    takes longer with every release, and the time would tell the one from the other.
    """
    return pins.filter(Exists(editions.filter(pk=OuterRef("edition"))))


def _not_to_be_had(at: datetime, *several: QuerySet[Any]) -> Exception:
    """410 for what readers saw in error; for all else the answer to what never was."""
    error = any(_of(pins, Edition.objects.published_in_error(at)).exists() for pins in several)
    return Withdrawn() if error else Http404()


def shared_preview(secret: str, at: datetime) -> PreviewLink:
    """The preview link with this secret, if it shows its text at this moment. Raises ``Http404`` for all else alike."""
    link = sharing.find_open(secret, at)
    if link is None:
        raise Http404
    return link


def shared_image(secret: str, key: str, at: datetime) -> Image:
    """A picture that the revision of an open preview link pins: no other, whatever is public or stored beside it."""
    content = shared_preview(secret, at).revision.snapshot
    lead = (content.lead_image,) if content.lead_image else ()
    hashes = {pinned.key: pinned.sha256 for pinned in (*lead, *content.gallery, *content.figures)}
    return get_object_or_404(Image, key=key, sha256=hashes.get(key, ""))


def shared_file(secret: str, key: str, at: datetime) -> DocumentFile:
    """A file that the revision of an open preview link attaches: no other, as for pictures."""
    content = shared_preview(secret, at).revision.snapshot
    hashes = {pinned.key: pinned.sha256 for pinned in content.attachments}
    return get_object_or_404(DocumentFile, key=key, sha256=hashes.get(key, ""))


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
    """With all that a page and its twins are made of, the namespace of the release's id among it: in one query."""
    found = editions.filter(language=where.language, published_on=where.published_on, slug=where.slug)
    newsroom = IdNamespace.objects.values("value")[:1]
    return found.select_related("lead_image", "revision").annotate(newsroom=Subquery(newsroom))
