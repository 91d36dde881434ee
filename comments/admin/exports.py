"""The list and the record as files for spreadsheets."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.csv_cells import lines
from comments.models import Comment, Decision
from comments.screening import Finding, explain

CHUNK = 500


def replies_csv(request: HttpRequest, rows: QuerySet[Comment]) -> StreamingHttpResponse:
    """What the list shows now, in all pages of it. Marks of addresses are for comparing and are left out."""
    head = [
        _("Key"), _("Release"), _("In reply to"), _("Written"), _("State"), _("Name"), _("Email"), _("Website"),
        _("Network"), _("Official"), _("Probably spam"), _("Why it stands out"), _("Comment"),
    ]  # fmt: skip
    return _file("replies", head, _replies(rows))


def record_csv(request: HttpRequest, rows: QuerySet[Decision]) -> StreamingHttpResponse:
    """The record as the list shows it now. It never holds what anybody wrote."""
    head = [
        _("Time"), _("Reply"), _("Version"), _("From"), _("To"), _("Moderator"), _("Rule"), _("Reason"),
        _("Waited (seconds)"),
    ]  # fmt: skip
    return _file("record", head, _decisions(rows))


def _replies(rows: QuerySet[Comment]) -> Iterator[Sequence[object]]:
    # Plain rows: nothing that the list would have fetched beside them.
    found = rows.select_related(None).prefetch_related(None).select_related("release", "parent")
    for row in found.defer("release__body", "release__summary", "parent__text").iterator(chunk_size=CHUNK):
        yield (
            row.key,
            row.release.headline,
            row.parent.key if row.parent else "",
            _moment(row.created_at),
            row.get_state_display(),
            row.author,
            row.email,
            row.url,
            row.network,
            _("yes") if row.official else "",
            _("yes") if row.suspected else "",
            "; ".join(explain(Finding.from_json(each)) for each in row.findings),
            row.text,
        )


def _decisions(rows: QuerySet[Decision]) -> Iterator[Sequence[object]]:
    found = rows.select_related(None).select_related("comment").only(*RECORD).iterator(chunk_size=CHUNK)
    for row in found:
        yield (
            _moment(row.at),
            row.comment.key,
            row.version,
            row.get_from_state_display(),
            row.get_to_state_display(),
            row.by_name,
            row.get_rule_display(),
            row.why,
            int(row.waited.total_seconds()) if row.waited is not None else "",
        )


RECORD = ("at", "version", "from_state", "to_state", "by_name", "rule", "reason", "waited", "comment__key")


def _file(name: str, head: Sequence[object], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate():%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _moment(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")
