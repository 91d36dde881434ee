"""What every template may use of the site: nothing of the person who asks."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from releases.office import office


def site(request: HttpRequest) -> dict[str, str | Callable[[], str]]:
    """The site's name and address, for titles and canonical links. Only a template that says the name asks for it."""
    return {"SITE_NAME": lambda: office(request).name, "SITE_URL": settings.SITE_URL}
