"""A release that cannot be changed as things stand is read on its page, and nothing there looks as if it could be."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from releases.admin import standing
from releases.admin.pictures import body_to_read
from releases.models import Release


class ReadWhileLocked:
    """For the admin class of releases: no fields while a release is scheduled or in the bin, and its text as text."""

    def has_change_permission(self, request: HttpRequest, obj: Release | None = None) -> bool:
        """Not while the release is locked.

        A form that was opened before is let through to ``save_draft``, which refuses it and loses none of its words.
        """
        may: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return may and (request.method == "POST" or not standing.is_locked(obj, timezone.now()))

    @admin.display(description=_("body"))
    def body_shown(self, release: Release) -> SafeString:
        """The body as readers get it, which Django would show as its markup."""
        return body_to_read(release.body)


def with_text(fieldsets: Any) -> list[Any]:
    """The fieldsets with the body to be read in place of the body to be written."""
    return [
        (name, {**options, "fields": tuple("body_shown" if field == "body" else field for field in options["fields"])})
        for name, options in fieldsets
    ]
