"""What the search knows: a row for every edition that can be found, and the words that releases are written with.

The terms themselves are not Django's: a ``tsvector`` beside these columns on PostgreSQL, a table of FTS5 on SQLite
(migration 0010, releases/search/).
"""

from django.db import models

from releases.models.edition import Edition


class SearchEntry(models.Model):
    """One edition in the index, from the moment at which it is frozen. Whether it may be found is the clock's question."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, primary_key=True, related_name="search_entry")
    first_published = models.DateTimeField()
    """As in the edition: matches come newest first."""
    text = models.TextField()
    """Plain, for excerpts."""

    def __str__(self) -> str:
        return f"{self.edition_id}"


class SearchWord(models.Model):
    """A word that some edition was written with: what a misspelt one is compared with."""

    language = models.CharField(max_length=12)
    spelling = models.CharField(max_length=60)
    """In small letters."""
    surface = models.CharField(max_length=120)
    """Without accents."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "spelling"], name="search_word_once")]

    def __str__(self) -> str:
        return f"{self.language}: {self.spelling}"
