"""The database says no: what was recorded is not rewritten, and two editions of a release never overlap.

These run after every migration there is. SQLite rebuilds a table to change it and drops its triggers without a word, so
a later migration that forgets them fails here.
"""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.models import ProtectedError
from taggit.models import Tag

from comments.models import Decision
from releases.actions.announce import announce
from releases.actions.merge_tags import merge_tags
from releases.actions.open_link import open_link
from releases.actions.schedule import schedule
from releases.actions.set_office import set_office
from releases.actions.share import share
from releases.actions.withdraw import withdraw
from releases.media.models import DocumentFile, Image
from releases.models import (
    Announcement,
    AnnouncementVersion,
    Approval,
    Edition,
    EditionFile,
    EditionImage,
    Event,
    OfficeVersion,
    Precision,
    PreviewLink,
    PreviewOpening,
    Release,
    Revision,
    TagEvent,
)
from releases.office_content import OfficeContent
from tests import cast
from tests.scenes import NOW, approved, attached, corrected, document, draft, lead, picture, published, rewritten

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def _frozen() -> dict[str, set[str]]:
    """The columns that the triggers of all migrations name, by table."""
    found = {
        table: set(columns) for table, columns in import_module("releases.migrations.0003_records_hold").FROZEN.items()
    }
    for name in (
        "0005_editorial_desk_holds", "0007_files_and_images_hold", "0012_office_holds", "0015_merged_tags_hold",
        "0018_announcements_hold",
    ):  # fmt: skip
        for table, columns in import_module(f"releases.migrations.{name}").HOLDS.values():
            found.setdefault(table, set()).update(columns)
    return found


FROZEN = _frozen()
MAY_CHANGE: dict[type[models.Model], set[str]] = {
    # People leave, and their account with them; the name stays beside it.
    Revision: {"id", "created_by"},
    Event: {"id", "actor"},
    # An interval is closed once, and an edition that was unscheduled gives its number back. The article is derived from
    # the frozen content by a numbered renderer, and what lists need of it may be derived again.
    Edition: {
        "id", "number", "visible_until", "created_by",
        "article_html", "renderer", "excerpt", "picks", "translation_group",
    },
    Approval: {"id", "by"},
    # A link is made void once.
    PreviewLink: {"id", "created_by", "voided_at", "voided_why"},
    PreviewOpening: {"id"},
    EditionImage: {"id"},
    EditionFile: {"id"},
    # What somebody's machine called it is for people to recognise it by.
    Image: {"id", "original_name", "uploaded_by", "colour"},
    DocumentFile: {"id", "original_name", "uploaded_by"},
    OfficeVersion: {"id", "by"},
    TagEvent: {"id", "actor"},
    AnnouncementVersion: {"id", "by"},
    # The number of its version goes up.
    Announcement: {"id", "version"},
}  # fmt: skip


@pytest.fixture
def release() -> Release:
    """One with two editions behind it and a third in force, and with a picture."""
    release = published(at=NOW, lead_image=lead(picture()), attachments=(attached(document()),))
    corrected(release, at=NOW + timedelta(hours=1), headline="Ferry returns on Tuesday")
    withdraw(release=release, by=cast.edda(), reason="It sank.", at=NOW + timedelta(hours=2))
    return release


@pytest.fixture
def desk(release: Release, settings: Any) -> Release:
    """The same with an approval of what is to come, and a preview of it that somebody opened."""
    settings.REVIEWERS = {"": 1}
    at = NOW + timedelta(hours=3)
    merge_tags(old=Tag.objects.create(name="Ferry"), into=Tag.objects.create(name="Ferries"), by=cast.edda(), at=at)
    announce(
        words={"en": "Timetable"},
        kind="statement",
        planned=at + HOUR,
        precision=Precision.MOMENT,
        by=cast.edda(),
        at=at,
    )
    set_office(content=OfficeContent(name={"en": "Harbour Office"}), seen=0, by=cast.ada(), at=at)
    fresh = approved(rewritten(release, at=at, headline="Ferry returns after all"), at=at)
    _link, secret = share(
        release=fresh, by=cast.emil(), version=fresh.version, recipient="Nia Holt", expires_at=at + HOUR, at=at
    )
    assert open_link(secret=secret, address="192.0.2.7", browser="Firefox", at=at)
    return fresh


def _columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.attname)
        for model, free in MAY_CHANGE.items()
        for field in model._meta.concrete_fields
        if field.name not in free
    ]


def _write(model: type[models.Model], column: str) -> None:
    table, quote = model._meta.db_table, connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        # Raw, and without a change of value: the refusal must not depend on the ORM nor on what is written.
        cursor.execute(f"UPDATE {quote(table)} SET {quote(column)} = {quote(column)}")


@pytest.mark.parametrize(("model", "column"), _columns(), ids=lambda value: getattr(value, "__name__", value))
def test_a_column_of_the_record_cannot_be_written_again(desk: Release, model: type[models.Model], column: str) -> None:
    with pytest.raises(IntegrityError, match="record_holds"):
        _write(model, column)


@pytest.mark.parametrize("model", MAY_CHANGE)
def test_the_triggers_name_every_column_that_the_record_has(model: type[models.Model]) -> None:
    columns = {field.attname for field in model._meta.concrete_fields if field.name not in MAY_CHANGE[model]}
    assert FROZEN[model._meta.db_table] == columns


def test_a_queryset_update_does_not_get_round_the_record(desk: Release) -> None:
    for rows, change in (
        (Revision.objects.all(), {"content": "{}"}),
        (Event.objects.all(), {"verb": "publish"}),
        (Edition.objects.all(), {"headline": "Nothing happened"}),
        (Edition.objects.all(), {"visible_from": NOW}),
        (Edition.objects.all(), {"redirect_to": desk}),
        (Approval.objects.all(), {"content_hash": "0" * 64}),
        (Approval.objects.all(), {"round": 99}),
        (PreviewLink.objects.all(), {"recipient": "Somebody else"}),
        (PreviewLink.objects.all(), {"revision": desk.revisions.get(number=1)}),
        (PreviewOpening.objects.all(), {"address": "192.0.2.8"}),
    ):
        assert rows.exists()
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_an_account_can_go_and_the_record_still_says_who(release: Release) -> None:
    cast.edda().delete()
    assert set(release.events.exclude(verb="save_draft").values_list("actor", "actor_name")) == {(None, "Edda Lind")}


def test_the_account_of_a_reviewer_can_go_and_the_approval_still_says_who(desk: Release) -> None:
    cast.emil().delete()
    assert list(Approval.objects.values_list("by", "by_name")) == [(None, "Emil Corrigan")]
    assert list(PreviewLink.objects.values_list("created_by", "created_by_name")) == [(None, "Emil Corrigan")]


@pytest.mark.parametrize("related", ["revisions", "editions", "events", "approvals", "preview_links"])
def test_the_record_protects_its_release(desk: Release, related: str) -> None:
    rows = getattr(desk, related)
    assert rows.exists()
    assert rows.model._meta.get_field("release").remote_field.on_delete is models.PROTECT
    with pytest.raises(ProtectedError):
        Release.objects.get(pk=desk.pk).delete()


def test_a_draft_that_was_only_saved_is_protected_too() -> None:
    with pytest.raises(ProtectedError):
        draft(at=NOW).delete()


def _copy(edition: Edition, **changes: Any) -> None:
    twin = Edition.objects.get(pk=edition.pk)
    twin.pk, twin._state.adding = None, True
    for name, value in ({"number": None} | changes).items():
        setattr(twin, name, value)
    with transaction.atomic():
        twin.save(force_insert=True)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NOW, NOW + HOUR),
        (NOW + HOUR / 2, NOW + HOUR * 3 / 4),
        (NOW - HOUR, NOW + timedelta(microseconds=1)),
        (NOW - HOUR, NOW + 9 * HOUR),
        (NOW + HOUR - timedelta(microseconds=1), NOW + HOUR),
        (NOW + 2 * HOUR, NOW + 3 * HOUR),
        (NOW + 99 * HOUR, None),
    ],
)
def test_an_interval_that_overlaps_another_of_its_release_is_refused(release: Release, start: Any, end: Any) -> None:
    edition = release.editions.get(number=1)
    with pytest.raises(IntegrityError):
        _copy(edition, visible_from=start, visible_until=end)
    assert release.editions.count() == 3


def test_an_interval_may_touch_another_and_an_empty_one_lies_anywhere(release: Release) -> None:
    edition = release.editions.get(number=1)
    _copy(edition, visible_from=NOW - HOUR, visible_until=NOW)
    for empty in (NOW, NOW + HOUR / 2, NOW + HOUR, NOW + 5 * HOUR):
        _copy(edition, visible_from=empty, visible_until=empty)


def test_another_release_may_be_public_at_the_same_time(release: Release) -> None:
    published(at=NOW, headline="Another ferry")


def test_an_interval_cannot_be_stretched_over_the_next(release: Release) -> None:
    first = release.editions.filter(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        first.update(visible_until=NOW + HOUR + timedelta(microseconds=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        first.update(visible_until=None)


def test_an_interval_cannot_end_before_it_begins(release: Release) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        release.editions.filter(number=3).update(visible_until=NOW)


def test_the_fraction_of_a_second_counts_in_an_overlap() -> None:
    """SQLite compares moments as text, which has a fraction only when there is one."""
    release = rewritten(published(at=NOW), at=NOW, headline="Ferry returns on Tuesday")
    whole = NOW + timedelta(days=1)
    schedule(release=release, by=cast.edda(), version=2, visible_from=whole, at=NOW + HOUR)
    edition = release.editions.get(number=1)
    ahead = release.editions.get(number=2)
    assert edition.visible_until == ahead.visible_from == whole
    with pytest.raises(IntegrityError), transaction.atomic():
        release.editions.filter(pk=edition.pk).update(visible_until=whole + timedelta(microseconds=1))
    release.editions.filter(pk=edition.pk).update(visible_until=whole - timedelta(microseconds=1))
    _copy(edition, visible_from=whole - timedelta(microseconds=1), visible_until=whole)


@pytest.mark.parametrize("change", ["major", "withdrawal"])
def test_a_change_that_readers_must_know_of_has_a_note(release: Release, change: str) -> None:
    with pytest.raises(DatabaseError):
        _copy(
            release.editions.get(number=1),
            change=change,
            note="",
            visible_from=NOW - HOUR,
            visible_until=NOW,
        )


def test_a_moderators_decisions_hold_as_well() -> None:
    """The desk's own tests say what is in them; this one that a later migration did not lose the trigger."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [_table(Decision)]
            )
        else:
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = %s::regclass", [_table(Decision)]
            )
        assert cursor.fetchall()


def _table(model: type[models.Model]) -> str:
    return model._meta.db_table
