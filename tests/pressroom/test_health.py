"""Operators' machines are told the truth, and nothing that a reader could use."""

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from pressroom.views import health


def test_healthz_answers_without_a_database(client: Client) -> None:
    # No database fixture: a query would fail this test.
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_readyz_is_200_when_everything_is_migrated(client: Client, db: None) -> None:
    assert client.get("/readyz").status_code == 200


def test_readyz_is_503_while_a_migration_is_missing(client: Client, db: None) -> None:
    [(app, newest)] = MigrationExecutor(connection).loader.graph.leaf_nodes("releases")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [app, newest])
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"migrations" in answer.content


def test_readyz_is_503_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> MigrationExecutor:
        raise DatabaseError("connection refused at 10.0.0.7")

    monkeypatch.setattr(health, "MigrationExecutor", away)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"10.0.0.7" not in answer.content
