"""On S3: the reader is sent to the storage, with an address that works for a moment and for these bytes only."""

from django.http import HttpResponse
from django.utils.encoding import iri_to_uri

from releases.delivery.headers import Disposition, disposition_for
from releases.delivery.stored import StoredBytes
from releases.media.storage import signed_address

SECONDS = 60
"""How long the address lets anybody in who has it: time for a slow connection to begin, and little to pass it on. A transfer
that has begun goes on."""


def by_redirect(stored: StoredBytes, disposition: Disposition) -> HttpResponse | None:
    """The answer that sends them there, or ``None`` where the storage has no such addresses.

    No cache may keep it: it would send readers to an address that has ended, or past the question whether they may.
    """
    address = signed_address(
        stored.name,
        content_type=stored.content_type,
        disposition=disposition_for(stored, disposition),
        seconds=SECONDS,
    )
    if address is None:
        return None
    # Not Django's redirect class: it speaks of pages, and reads the address anew.
    response = HttpResponse(status=302)
    response.headers["Location"] = iri_to_uri(address)
    response.headers["Cache-Control"] = "no-store"
    return response
