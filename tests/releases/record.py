"""The whole editorial record as one value, to say "nothing changed" and mean all of it."""

from typing import Any

from releases.models import (
    AssociatedLink,
    Contact,
    Edition,
    EditionTag,
    Event,
    Permalink,
    Pick,
    QuickFact,
    Quote,
    Release,
    ReleaseTag,
    Revision,
)

TABLES = (
    Release, Revision, Edition, EditionTag, Event, Permalink, Quote, QuickFact, AssociatedLink, Contact, Pick, ReleaseTag,
)  # fmt: skip


def whole_record() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of the editorial core."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}
