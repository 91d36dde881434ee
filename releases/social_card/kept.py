"""Pictures for shared links, each made on first need and kept: what a machine lost it makes again."""

import logging

from django.core.files.base import ContentFile

from releases.media.storage import private
from releases.media.turns import turn
from releases.social_card.drawing import draw
from releases.social_card.words import RECIPE, Words

logger = logging.getLogger(__name__)


class NotKept(OSError):
    """The picture could be made and not be stored; ``data`` holds it."""

    def __init__(self, data: bytes) -> None:
        super().__init__("a picture for shared links could not be stored")
        self.data = data


def stored_name(words: Words) -> str:
    """Where it is kept. All of them lie in one folder, which can be emptied at any time."""
    return f"cards/{RECIPE}/{words.digest[:2]}/{words.digest}.png"


def ready(words: Words) -> str:
    """The name under which the storage has the picture, which is made if need be. Raises ``NotKept`` with its bytes."""
    name = stored_name(words)
    if private().exists(name):
        return name
    with turn(name):
        # Whoever had the turn before may have made it.
        if not private().exists(name):
            _keep(name, draw(words))
    return name


def _keep(name: str, data: bytes) -> None:
    try:
        private().save(name, ContentFile(data))
    except OSError as error:
        logger.error("A picture for shared links was made and cannot be kept (%s): %s", name, error)
        raise NotKept(data) from error
