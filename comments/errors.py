"""Why a reader's reply was not taken in. ``str(error)`` is a sentence for the reader; nothing changed."""

from releases.errors import Refused


class Closed(Refused):
    """Replies to this release are closed."""


class Duplicate(Refused):
    """The same person has said the same under the same release before."""


class TooFast(Refused):
    """More replies from one address than a person writes."""

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after
        """Seconds after which it can be sent again."""


class ProofWanted(Refused):
    """So many replies are coming in that browsers must do some work for each."""


class Busy(Refused):
    """The database could not take it in just now: on SQLite, under a flood."""
