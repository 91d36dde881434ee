"""Uploads in the form of a release: stored before the form is read, so that an error elsewhere does not lose them.

A browser forgets the chosen file when a page with errors comes back. And a file written inside the transaction of a save
would stay behind when that is rolled back, and make everybody wait for the decoding.
"""

from django.contrib.auth.models import User
from django.http import HttpRequest

from releases.media.errors import InvalidUpload
from releases.media.upload import find_image, store_image

FIELD = "lead_image"


def take_in(request: HttpRequest, by: User) -> str:
    """Store the uploaded picture, if there is one, and let the form name it. Returns why it was not stored, or nothing."""
    upload = request.FILES.get(f"{FIELD}-upload")
    if upload is None:
        return ""
    try:
        image = find_image(upload) or store_image(file=upload, by=by)
    except InvalidUpload as error:
        return str(error)
    posted = request.POST.copy()
    posted[FIELD] = image.key
    posted.pop(f"{FIELD}-remove", None)
    request.POST = posted  # type: ignore[assignment]
    return ""
