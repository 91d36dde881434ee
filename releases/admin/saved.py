"""The last revision of the release that a form shows, read once for everything on the page."""

from releases.models import Release, Revision

_SHOWN = "_revision_that_the_form_shows"


def shown_revision(release: Release) -> Revision:
    """What the form shows; read when it is first asked for, and kept with the row for the length of the request."""
    if not hasattr(release, _SHOWN):
        setattr(release, _SHOWN, last_revision(release))
    shown: Revision = getattr(release, _SHOWN)
    return shown


def last_revision(release: Release) -> Revision:
    """What was saved last: as the form on the same page shows it, or else as it is now."""
    kept: Revision | None = getattr(release, _SHOWN, None)
    return kept or Revision.last_of(release)
