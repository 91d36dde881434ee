"""Two worlds for the leak matrix: a newsroom as readers may know it, and the same one with something hidden in it.

What is hidden is made *first*, so that it takes ids before everything public: an id that reaches a page shows as a
difference. Pictures and replies get keys in a fixed order, because readers may see those.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from comments import keys
from comments.actions.decide import decide
from comments.actions.submit import submit
from comments.actions.subscribe import subscribe
from comments.models import Comment, PrivacyRequest, Subscription
from comments.privacy.requests import enter
from comments.reasons import Reason
from comments.states import State
from releases import sharing
from releases.actions.announce import announce
from releases.actions.set_office import set_office
from releases.actions.share import share
from releases.media.models import DocumentFile, stored
from releases.media.models import Image as StoredImage
from releases.models import Attachment as ReleaseAttachment
from releases.models import Precision, PreviewLink, Release, announcement
from releases.office_content import Logo, OfficeContent
from releases.snapshot import Attachment, Contact, Fact, LeadImage, Link, Quote
from releases.workflow import Kind
from tests import cast
from tests.scenes import NOW, attached, corrected, document, draft, lead, picture, published, withdrawn

HIDDEN_SLUG = "quay-closes"
HIDDEN_TAG = "Secret plans"
HIDDEN_KEY = "hidden-picture-000000001"
PUBLIC_KEY = "public-picture-000000001"
SHARED_KEY = "shared-picture-000000001"
HIDDEN_FILE, PUBLIC_FILE, SHARED_FILE = (f"{whose}-document-00000001" for whose in ("hidden", "public", "shared"))
HIDDEN_ADDRESS, PUBLIC_ADDRESS, SHARED_ADDRESS = (
    f"{whose}-address-000000001" for whose in ("hidden", "public", "shared")
)
"""Keys of the versions of files, and the addresses at which their releases have them."""
SHARED_SECRET = "secret-of-the-shared-draft-0000000000000000"
"""Its holder may see one draft, and nothing else that is not public."""
HIDDEN_WORDS = re.compile(
    rb"hidden-(picture|document|address|reply|wish)|Quay closes|quay-closes|Secret plans|secret-plans|Unheard|Quai ferme"
)
"""What no public byte may hold; each hidden text below has one of them."""

LONG_AGO = datetime(2024, 5, 5, 12, 0, tzinfo=UTC)
"""A year in which nothing public happened."""
LIVE_SINCE = NOW - timedelta(hours=3)
PUBLIC_REPLY, HIDDEN_REPLY = "public-reply-1", "hidden-reply-1"
"""The keys of the first reply that readers see, and of the first that they do not."""
PUBLIC_WISH, HIDDEN_WISH, UNASKED_WISH = "public-wish-1", "hidden-wish-1", "unasked-wish-1"
"""The keys of wishes to be told by mail. About the last one no mail went out yet, so nobody has its address."""
REPLIED = NOW - timedelta(minutes=5)
"""So lately that its writer may still look at it, and change it."""
READER = "reader@example.org"
REQUEST = 1001
"""The number of what this reader asked for, which is in an address that only its mailbox has."""
OFFICE = OfficeContent(
    name={"en": "Harbour Office"},
    logo=Logo(key=PUBLIC_KEY, width=400, height=225),
    colours={"band": "#20306b", "link": "#20306b"},
)
PAGE_SIZE = 4
"""Lists have pages of this many here, so that a small world has several."""


@dataclass
class World:
    """What a scenario may take hold of."""

    live: Release
    """The newest release, on which everything leans: lead story, two editions, translation, picture, replies."""
    translation: Release
    shared: Release
    """A draft that somebody without an account may see by a preview link."""
    replies: list[Comment] = field(default_factory=list)


def hidden_content(**fields: Any) -> dict[str, Any]:
    """Content of which every field is a secret."""
    return {
        "kind": Kind.SPEECH,
        "slug": HIDDEN_SLUG,
        "headline": "Quay closes for ever",
        "summary": "Unheard of.",
        "dateline": "Unheard",
        "body": f'<p>Unheard words.</p><figure><img data-file="{hidden_picture().key}" alt="Unheard"></figure>',
        "quotes": (Quote(text="Unheard quote", speaker="Unheard"),),
        "facts": (Fact(text="Unheard fact"),),
        "links": (Link(label="Unheard link", url="https://example.org/unheard"),),
        "contacts": (Contact(name="Unheard name"),),
        "tags": ("Common", HIDDEN_TAG),
        "source_name": "Unheard source",
        "lead_image": hidden_picture(),
        "gallery": (hidden_picture(),),
        "attachments": (hidden_file(),),
    } | fields


def hidden_picture() -> LeadImage:
    """A picture that no public edition shows; made once a world."""
    found = StoredImage.objects.filter(key=HIDDEN_KEY).first()
    if found is None:
        with picture_keys(HIDDEN_KEY[:-1]):
            found = picture(colour="crimson", size=(400, 225))
    return lead(found, alt="Unheard of")


def hidden_file() -> Attachment:
    """A file that no public edition attaches; made once a world."""
    found = DocumentFile.objects.filter(key=HIDDEN_FILE).first()
    if found is None:
        with picture_keys(HIDDEN_FILE[:-1]):
            found = document("Unheard,figures\n1,2\n", name="unheard.csv")
    taken = ReleaseAttachment.objects.filter(address=HIDDEN_ADDRESS).exists()
    return attached(found, "Unheard file", **({} if taken else {"address": HIDDEN_ADDRESS}))


def _file(key: str, address: str, text: str) -> Attachment:
    with picture_keys(key[:-1]):
        return attached(document(text, name="plan.csv"), "The plan", address=address)


@contextmanager
def picture_keys(stem: str) -> Iterator[None]:
    """Keys that two worlds have in common; they are random otherwise."""
    numbers = iter(range(1, 10))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "secrets", SimpleNamespace(token_urlsafe=lambda _bytes: f"{stem}{next(numbers)}"))
        yield


def build(*, picks: tuple[int, ...] = (), original: int | None = None, announced: Release | None = None) -> World:
    """The public newsroom: enough for several pages of a list, in two languages, with everything that a page can show.

    `picks` are releases that the live one recommends, `original` is what a French one translates, and `announced` is what
    an entry of the calendar stands for: the ways in which something public can point at something hidden.
    """
    with picture_keys(PUBLIC_KEY[:-1]):
        image = lead(picture(size=(400, 225)))
    set_office(content=OFFICE, seen=0, by=cast.ada(), at=NOW - timedelta(days=400))
    _calendar(announced)
    for number in range(10):
        _filler(number, image)
    live = _live(image, picks)
    translation = published(
        at=LIVE_SINCE,
        language="fr",
        slug="nouveau-quai",
        headline="Le nouveau quai",
        tags=("Common",),
        translation_of=live.pk,
    )
    published(
        at=NOW - timedelta(days=40),
        language="fr",
        slug="ancien-quai",
        headline="L’ancien quai",
        lead_image=image,
        translation_of=original,
    )
    withdrawn(published_at=NOW - timedelta(days=9), at=NOW - timedelta(days=8), slug="wrong", headline="Wrong figures")
    world = World(live=live, translation=translation, shared=_shared(picks), replies=_discussion(live))
    # Of somebody of whom there is something to be seen, and in some worlds more that is not.
    enter(kind=PrivacyRequest.Kind.ERASE, email=READER, by=cast.ada(), at=NOW - timedelta(hours=1))
    PrivacyRequest.objects.update(id=REQUEST)
    wished(world.replies[0], PUBLIC_WISH)
    wished(world.replies[1], UNASKED_WISH, asked_at=None)
    return world


def _filler(number: int, image: LeadImage) -> None:
    published(
        at=NOW - timedelta(days=35 * number + 2),
        slug=f"filler-{number}",
        headline=f"Filler {number}",
        kind=Kind.STATEMENT if number % 2 else Kind.READOUT,
        tags=("Common", "Harbour") if number < 9 else ("Harbour",),
        lead_image=image if number in (1, 4, 7, 8, 9) else None,
    )


def _calendar(announces: Release | None) -> None:
    """One entry, with a name that two worlds have in common; it is random otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(announcement, "uuid", SimpleNamespace(uuid4=lambda: UUID(int=6)))
        announce(
            words={"en": "The harbour’s figures", "fr": ""},
            kind=Kind.NEWS_RELEASE,
            planned=NOW + timedelta(hours=1),
            precision=Precision.DAY,
            by=cast.edda(),
            release=announces,
            at=NOW - timedelta(days=20),
        )


def _live(image: LeadImage, picks: tuple[int, ...]) -> Release:
    release = published(
        at=LIVE_SINCE,
        slug="new-quay",
        headline="A new quay",
        tags=("Common",),
        lead_image=image,
        gallery=(image,),
        attachments=(_file(PUBLIC_FILE, PUBLIC_ADDRESS, "Quay,Berths\nNew,4\n"),),
    )
    return corrected(
        release,
        at=NOW - timedelta(hours=2),
        headline="The new quay",
        note="The name was wrong.",
        picks=picks,
        quotes=(Quote(text="At last.", speaker="Ines Roy"),),
    )


def _shared(picks: tuple[int, ...]) -> Release:
    with picture_keys(SHARED_KEY[:-1]):
        image = lead(picture(colour="olive", size=(400, 225)))
    content = {
        "slug": "shared-quay",
        "headline": "The shared quay",
        "tags": ("Common",),
        "lead_image": image,
        "attachments": (_file(SHARED_FILE, SHARED_ADDRESS, "Quay,Berths\nShared,2\n"),),
    }
    release = draft(at=NOW - timedelta(hours=4), picks=picks, **content)
    linked(release, SHARED_SECRET, at=NOW - timedelta(hours=1))
    return release


def linked(release: Release, secret: str, *, at: datetime, expires_at: datetime | None = None) -> PreviewLink:
    """A preview link with a secret that two worlds have in common; it is random otherwise."""
    said: dict[str, Any] = {"recipient": "Ines Roy", "expires_at": expires_at or at + timedelta(days=1), "at": at}
    version = Release.objects.get(pk=release.pk).version
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sharing, "secrets", SimpleNamespace(token_urlsafe=lambda _bytes: secret))
        link, _secret = share(release=release, by=cast.edda(), version=version, **said)
    return link


def _discussion(release: Release) -> list[Comment]:
    with reply_keys(PUBLIC_REPLY[:-1]):
        first = reply_to(release, "Well done.", State.APPROVED)
        answer = reply_to(release, "Thank you.", State.APPROVED, parent=first)
    return [first, answer]


def reply_to(release: Release, text: str, state: State | None = None, **more: Any) -> Comment:
    """A reply that a reader left some minutes ago, and that was then decided on."""
    sent: dict[str, Any] = {"author": "Reader", "email": READER, "url": "", "text": text, "at": REPLIED}
    comment = submit(release=release, **sent | more)
    if state is not None:
        reason = Reason.OFF_TOPIC if state == State.REJECTED else ""
        at = more.get("at", REPLIED)
        decide(comment=comment, to=state, by=cast.mo(), seen_state=comment.state, reason=reason, at=at)
    return comment


def wished(comment: Comment, key: str, asked_at: datetime | None = REPLIED) -> None:
    """Its writer wishes to be told of answers, and was asked by mail whether that is so."""
    subscribe(comment=comment, about=[Subscription.About.ANSWERS], at=REPLIED)
    Subscription.objects.filter(comment=comment).update(key=key, asked_at=asked_at)


@contextmanager
def reply_keys(stem: str) -> Iterator[None]:
    """As for pictures."""
    numbers = count(1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "secrets", SimpleNamespace(token_urlsafe=lambda _bytes: f"{stem}{next(numbers)}"))
        yield
