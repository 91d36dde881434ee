"""A database that is busy for too long loses nobody's words."""

import sqlite3
import threading

import pytest
from django.db import connection
from lxml import html

from comments.models import Comment
from tests import scenes
from tests.comments.conversation import post

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not lock the whole database")
def test_a_locked_database_is_503_with_the_form_as_it_was(client):
    release = scenes.published()
    connection.cursor().execute("PRAGMA busy_timeout = 200")
    name, locked, over = connection.settings_dict["NAME"], threading.Event(), threading.Event()

    def hold():
        other = sqlite3.connect(name, uri=str(name).startswith("file:"), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        locked.set()
        over.wait(30)
        other.execute("ROLLBACK")
        other.close()

    holder = threading.Thread(target=hold)
    holder.start()
    locked.wait(30)
    try:
        answer = post(client, release)
    finally:
        over.set()
        holder.join()
        connection.close()
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = html.fromstring(answer.content.decode())
    assert page.get_element_by_id("id_comment").text_content().strip() == "When is the last crossing?"
    assert not Comment.objects.exists()
    assert post(client, release).status_code == 303
