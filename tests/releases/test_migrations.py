"""Migrations on a database in which an office has worked: what was recorded stays, and stays unwritable.

They run in a process of their own, on a database of their own, because the test database has long been migrated.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.releases.test_killed_process import database_url

ROOT = Path(__file__).resolve().parent.parent.parent

# Brings a database to 0003, fills it as that version did, migrates it as far as there is to go, and reports what it finds.
UPGRADE = """
import json
import django; django.setup()
from datetime import datetime, timedelta, timezone
from importlib import import_module
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

NOW = datetime(2026, 3, 6, 14, 30, tzinfo=timezone.utc)
BEFORE = [("releases", "0003_records_hold"), ("comments", "0003_moderators")]


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return executor.loader.project_state(targets).apps


def fill(apps):
    User, Permission = apps.get_model("auth", "User"), apps.get_model("auth", "Permission")
    Release, Revision = apps.get_model("releases", "Release"), apps.get_model("releases", "Revision")
    Edition, Event = apps.get_model("releases", "Edition"), apps.get_model("releases", "Event")
    # The roles module is today's; what that version did not know must not be there already.
    Permission.objects.filter(codename__in=["review_release", "share_release"]).delete()
    wren, edda = (User.objects.create(username=name) for name in ("wren", "edda"))
    common = {"language": "en", "slug": "ferry", "headline": "Ferry"}
    release = Release.objects.create(kind="statement", version=2, updated_by=edda, **common)
    revisions = [
        Revision.objects.create(
            release=release, number=number, content="{}", content_hash=str(number) * 64,
            created_at=NOW + timedelta(hours=number), created_by=by, created_by_name=by.username,
        )
        for number, by in ((1, wren), (2, edda))
    ]
    edition = Edition.objects.create(
        release=release, revision=revisions[0], number=1, change="first", visible_from=NOW, first_published=NOW,
        published_on=NOW.date(), translation_group=release.pk, kind="statement", renderer=1, content_hash="1" * 64,
        **common,
    )
    Event.objects.create(release=release, verb="publish", at=NOW, actor=edda, actor_name="edda", edition=edition)
    Release.objects.create(kind="statement", version=0, **common | {"slug": "never-saved"})


def refused(sql):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError as error:
        return "record_holds" in str(error)
    return False


def overlap_refused():
    # A copy with an end, which only the rule against overlaps can refuse.
    names = [column.name for column in columns_of("releases_edition") if column.name != "id"]
    given = {"number": "NULL", "visible_until": "'2026-03-07 00:00:00+00'"}
    values = ", ".join(given.get(name, name) for name in names)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO releases_edition ({', '.join(names)}) SELECT {values} FROM releases_edition")
    except IntegrityError as error:
        return "edition_intervals_apart" in str(error)
    return False


def columns_of(table):
    with connection.cursor() as cursor:
        return connection.introspection.get_table_description(cursor, table)


def unwritable():
    frozen = import_module("releases.migrations.0003_records_hold").FROZEN
    return {
        f"{table}.{column}": refused(f"UPDATE {table} SET {column} = {column}")
        for table in frozen for column in frozen[table]
    }


fill(migrate(BEFORE))
before = unwritable()
executor = MigrationExecutor(connection)
leaves = [node for node in executor.loader.graph.leaf_nodes()]
apps = migrate(leaves)
Release, Group = apps.get_model("releases", "Release"), apps.get_model("auth", "Group")
release, never_saved = Release.objects.order_by("pk")


def may(role):
    permissions = Group.objects.get(name=role).permissions.filter(content_type__app_label="releases")
    return sorted(permissions.values_list("codename", flat=True))


print(json.dumps({
    "release": [release.content_hash, release.content_at.isoformat(), release.content_by.username, release.stage],
    "never saved": [never_saved.content_hash, never_saved.content_at, never_saved.content_by_id],
    "before": before,
    "after": unwritable(),
    "redirect": refused("UPDATE releases_edition SET redirect_to_id = redirect_to_id"),
    "overlap": overlap_refused(),
    "editors": may("Editors"),
    "writers": may("Writers"),
    "left": apps.get_model("releases", "Event").objects.count(),
}))
"""


@pytest.fixture
def empty_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, on the server that the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'office.sqlite3'}"
        return
    name = f"office_{secrets.token_hex(6)}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield database_url().rpartition("/")[0] + f"/{name}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_an_office_that_worked_with_0003_goes_on_with_its_record_intact(empty_database: str) -> None:
    env = {**os.environ, "DATABASE_URL": empty_database, "DJANGO_SETTINGS_MODULE": "pressroom.settings"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", UPGRADE],
        check=False,
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert not done.returncode, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])

    # What its last revision says, of which the column came later.
    assert found["release"] == ["2" * 64, "2026-03-06T16:30:00+00:00", "edda", "draft"]
    assert found["never saved"] == ["", None, None]
    assert found["left"] == 1

    # SQLite rebuilds a table to change it, and drops its triggers without a word.
    assert all(found["before"].values())
    assert found["after"] == found["before"]
    assert found["redirect"]
    assert found["overlap"]

    assert {"review_release", "share_release", "publish_release", "withdraw_release"} <= set(found["editors"])
    assert not {"review_release", "share_release", "publish_release", "withdraw_release"} & set(found["writers"])
