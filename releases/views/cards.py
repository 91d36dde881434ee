"""The pictures that networks show beside a link: of a release, and of every other page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from releases import access, clock
from releases.delivery.deliver import deliver
from releases.delivery.headers import protect
from releases.delivery.stored import StoredBytes
from releases.office import office
from releases.social_card import kept
from releases.social_card.addresses import CONTENT_TYPE
from releases.social_card.words import Words, of_release, of_site
from releases.views.answers import ASK_AGAIN, public


@public
def of_edition(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponseBase:
    """The picture of the public edition. Before its moment there is none, and none is made."""
    where = access.address(translation.get_language(), year, month, day, slug)
    edition = access.public_edition(where, clock.now(request))
    return _send(request, of_release(edition, office(request, edition.language)), edition.slug)


@public
def site(request: HttpRequest) -> HttpResponseBase:
    """The picture of all pages that are no releases, in their language."""
    return _send(request, of_site(office(request)), "newsroom")


def _send(request: HttpRequest, words: Words, name: str) -> HttpResponseBase:
    stored = StoredBytes(
        name=kept.stored_name(words), content_type=CONTENT_TYPE, etag=f'"{words.digest}"', filename=f"{name}.png"
    )
    try:
        kept.ready(words)
    except kept.NotKept as made:
        answer: HttpResponseBase = HttpResponse(
            made.data, content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"}
        )
        protect(answer)
    else:
        answer = deliver(request, stored, disposition="inline")
        # Its address stays when the words change.
        answer.headers["Cache-Control"] = ASK_AGAIN
    # It is shown on the pages of others: that is what it is for.
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer
