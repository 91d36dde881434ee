"""The stored versions that one form names, read together: a form with twelve pictures asks no more than a form with two."""

from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Subquery

from releases.media.models import Image

KEY_LENGTH = 32
"""As long as the column; no longer text is looked for."""


class Holdings:
    """Versions of pictures, or of files, by their keys. Each knows what it is a version of, and the newest one's key."""

    def __init__(self, model: type[Any], keys: Iterable[str] = ()) -> None:
        self.model = model
        self._wanted = {key for key in keys if self._can_be(key)}
        self._found: dict[str, Any] = {}

    @staticmethod
    def _can_be(key: str) -> bool:
        # PostgreSQL refuses NUL in any text, and no key holds one.
        return 0 < len(key) <= KEY_LENGTH and "\x00" not in key

    def get(self, key: str) -> Any:
        """The version under this key, with ``newest_key``; ``None`` where nothing is stored under it."""
        if key not in self._found and self._can_be(key):
            self._read({key, *self._wanted})
        return self._found.get(key)

    def _read(self, keys: set[str]) -> None:
        whole = "picture" if self.model is Image else "document"
        newest = self.model.objects.filter(**{whole: OuterRef(whole)}).order_by("-number").values("key")
        rows = self.model.objects.filter(key__in=keys).select_related(whole).annotate(newest_key=Subquery(newest[:1]))
        self._found |= dict.fromkeys(keys)
        self._found |= {row.key: row for row in rows}
