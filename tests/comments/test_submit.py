"""What a reader sends is stored as it was sent, or refused with a reason; it always waits."""

import pytest
from django.db import IntegrityError, transaction

from comments.models import Comment
from comments.states import State
from releases.errors import Refused
from tests import scenes
from tests.comments.conversation import moved, said, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def release():
    return scenes.published(at=scenes.NOW)


def test_it_stores_the_reply_as_pending(release):
    comment = said(release, text="  One line\r\n\r\nand another  ", url="www.example.org/a")
    comment.refresh_from_db()
    assert comment.state == State.PENDING
    assert comment.text == "One line\n\nand another"
    assert comment.created_at == scenes.NOW
    assert (comment.parent, comment.thread, comment.depth) == (None, None, 0)


def test_it_nests_five_levels_and_then_files_answers_beside_what_they_answer(release):
    first = below = shown(release)
    depths = []
    for _level in range(6):
        below = shown(release, parent=below)
        depths.append(below.depth)
        assert below.thread == first
    assert depths == [1, 2, 3, 4, 4, 4]
    assert below.parent.depth == 3


@pytest.mark.parametrize("state", [State.PENDING, State.REJECTED, State.SPAM, State.TRASH])
def test_it_refuses_an_answer_to_a_reply_that_is_not_shown(release, state):
    parent = said(release)
    if state != State.PENDING:
        moved(parent, state)
    with pytest.raises(Refused, match="no longer here"):
        said(release, parent=parent)


def test_it_refuses_an_answer_to_a_reply_under_another_release(release):
    other = scenes.published(at=scenes.NOW, headline="Another ferry")
    with pytest.raises(Refused, match="no longer here"):
        said(release, parent=shown(other))


def test_it_refuses_a_reply_to_a_draft_and_to_a_withdrawn_release():
    for release in (scenes.draft(at=scenes.NOW), scenes.withdrawn(published_at=scenes.NOW)):
        with pytest.raises(Refused, match="public"):
            said(
                release,
                at=scenes.NOW
                if release.editions.count() == 0
                else release.editions.latest("visible_from").visible_from,
            )
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("field", "limit", "fill"),
    [
        ("text", 65_525, "x"),
        ("author", 245, "x"),
        ("email", 100, "@.example.org"),
        ("url", 200, "https://example.org/"),
    ],
)
def test_it_takes_the_last_byte_and_refuses_the_next(release, field, limit, fill):
    def filled(size):
        rest = size - len(fill)
        return f"{fill}{'x' * rest}" if field != "email" else f"{'x' * 60}@{'x' * (rest - 60)}.example.org"

    exact = filled(limit)
    assert len(exact.encode()) == limit
    assert getattr(said(release, **{field: exact}), field) == exact
    with pytest.raises(Refused, match="too long"):
        said(release, **{field: filled(limit + 1)})


def test_it_counts_bytes_and_not_letters(release):
    assert said(release, author="é" * 122).author == "é" * 122
    with pytest.raises(Refused, match="246 bytes"):
        said(release, author="é" * 123)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        "\u200b",
        "\u200d\u200e",
        "\u3164",
        "\u2800 \ufe0f",
        "A\nB",
        "A\tB",
        "A\x00B",
        "A\u202eB",
        "A\u2066B",
        "A\u2028B",
        "\ufeffA",
    ],
)
def test_it_refuses_names_that_cannot_be_seen_or_rearrange_others(release, name):
    with pytest.raises(Refused):
        said(release, author=name)


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("Zoe\u0308", "Zoë"),
        (" Ann ", "Ann"),
        ("O'Brien <ann>", "O'Brien <ann>"),
        ("نور\u200cا", "نور\u200cا"),
        ("李", "李"),
        ("👩‍🚀", "👩‍🚀"),
    ],
)
def test_it_takes_names_as_people_spell_them(release, name, stored):
    assert said(release, author=name).author == stored


@pytest.mark.parametrize("text", ["", " \n ", "\u200b", "a\x00b"])
def test_it_refuses_a_text_without_anything_to_read(release, text):
    with pytest.raises(Refused):
        said(release, text=text)


@pytest.mark.parametrize("email", ["", "noor", "noor@", "noor@localhost", "a@b", "noor@example.org, x@example.org"])
def test_it_refuses_what_is_no_email_address(release, email):
    with pytest.raises(Refused):
        said(release, email=email)


@pytest.mark.parametrize(
    ("address", "stored"),
    [
        ("", ""),
        ("www.example.org", "https://www.example.org"),
        ("HTTP://Example.ORG:8080/Path?q=a&b=c#there", "http://example.org:8080/Path?q=a&b=c#there"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://example.org/'onmouseover='alert(1)", "https://example.org/%27onmouseover=%27alert%281%29"),
        ("https://example.org/%C3%A4", "https://example.org/%C3%A4"),
    ],
)
def test_it_stores_a_website_as_browsers_read_it(release, address, stored):
    assert said(release, url=address).url == stored


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://", "https://localhost/", "https://printer.local/",
        "https://router", "https://127.0.0.1/", "http://2130706433/", "http://0x7f.1/", "https://[::1]/",
        "https://ann@example.org/",
        "https://ann:secret@example.org", "https://example.org\\@evil.example", "https://exa mple.org", "https://example.org/\x01",
        "java\tscript:alert(1)", "https://example.org:99999/", "https://-example.org", "https://example.org/\u202etxt",
        "//example.org",
        "https://%65xample.org", "https://example..org", "https://example.org:0/",
    ],
)  # fmt: skip
def test_it_refuses_what_is_no_address_of_a_public_website(release, address):
    with pytest.raises(Refused):
        said(release, url=address)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "published"}, {"depth": 1}, {"author": ""}, {"text": ""}],
)
def test_the_database_itself_says_no(release, wrong):
    comment = said(release)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(**wrong)


def test_the_database_refuses_a_sixth_level(release):
    comment = shown(release, parent=shown(release))
    with pytest.raises(IntegrityError), transaction.atomic():
        Comment.objects.filter(pk=comment.pk).update(depth=5)
