"""Where the pictures for shared links are."""

from django.urls import reverse

from releases.models import Edition
from releases.office import OfficeIdentity
from releases.social_card.words import Words, of_release, of_site

SIZE = (1200, 630)
"""What the networks ask for and scale down from."""
CONTENT_TYPE = "image/png"


def card_url(edition: Edition, office: OfficeIdentity) -> str:
    """The path of the picture of a release."""
    return _versioned(edition.get_card_url(), of_release(edition, office))


def site_card_url(office: OfficeIdentity) -> str:
    """The path of the picture of all other pages, in the language of the moment."""
    return _versioned(reverse("releases:site_card"), of_site(office))


def _versioned(path: str, words: Words) -> str:
    """Networks keep a picture under its address for weeks; the query, which the view ignores, is another with other words."""
    return f"{path}?v={words.digest[:8]}"
