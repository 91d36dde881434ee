"""TXT and CSV: which encodings, what is text, what is a table."""

import pytest

from releases.media.filetypes.reading import PIECE
from tests.releases.media.test_filetypes import look, refusal


@pytest.mark.parametrize(("encoding", "charset"), [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16")])
def test_the_type_says_how_the_text_is_encoded(encoding, charset):
    assert look("Ünïcode 🌊".encode(encoding), "a.txt").content_type == f"text/plain; charset={charset}"
    assert look("é,ü\n1,2\n".encode(encoding), "a.csv").content_type == f"text/csv; charset={charset}"


def test_text_in_an_older_encoding_is_asked_for_in_utf_8():
    assert "UTF-8" in refusal("Édouard Lefèvre".encode("cp1252"), "a.txt")


def test_a_letter_at_the_seam_of_two_pieces_is_read_whole():
    assert look(b"a" * (PIECE - 1) + "é".encode(), "a.txt").extension == "txt"


@pytest.mark.parametrize(
    "data",
    [
        b"a\x00b",
        b"a\x1bb",
        b"a\x7fb",
        "a\x9bb".encode(),
        b"a" * PIECE + b"\x00",
        b"\xff\xfe<\x00\x00\x00",
        b"\xff\xfea",
    ],
)
def test_control_characters_are_not_text_wherever_they_stand(data):
    assert "not a kind" in refusal(data, "a.txt")


@pytest.mark.parametrize("data", [b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_nothing_but_blanks_is_empty(data):
    assert refusal(data, "a.txt")


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>Hello",
        "\ufeff \n <!DOCTYPE html>",
        "<!-- x --><p>Hello</p>",
        "<SvG onload=alert(1)>",
        "<?xml version='1.0'?><feed/>",
        "<?php system($_GET[0]);",
        "Hello <script>alert(1)</script>",
        "a,b\n1,<iframe src=javascript:alert(1)>\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a"])
def test_what_a_browser_could_take_for_a_page_is_no_text(text, encoding, name):
    assert "not a kind" in refusal(text.encode(encoding), name)


@pytest.mark.parametrize(
    "text",
    [
        "MZ is the code of Mozambique.",
        "Waves < 3 m, wind <10 kn",
        "Date: 23 November\nSubject: the bridge\n\nIt opens.",
        "From Sorrel, with love",
        "Tags like <b> belong to HTML.",
    ],
)
def test_plain_words_stay_text(text):
    assert look(text.encode(), "a.txt").extension == "txt"


@pytest.mark.parametrize(
    "text",
    [
        "a,b\n1,2\n",
        "a;b\r\n1;2\r\n",
        "a\tb\n1\t2",
        '"a, with\nline",b\n1,2\n3,4\n',
        "Table 1: crossings\n\na,b,c\n1,2,3\n4,5,6\nSource: us\n",
        '=HYPERLINK("https://example.org"),b\n1,2\n',
        "a,b\n" * 200_000,
    ],
)
def test_tables_are_csv(text):
    assert look(text.encode(), "a.csv").extension == "csv"


@pytest.mark.parametrize(
    "text", ["a,b\n", "Just words.\nAnd more.\n", '"' + "never closed,b\n" * 20_000, "a,b\n1,2,3\n"]
)
def test_what_has_no_rows_and_columns_is_no_csv(text):
    assert "not a table" in refusal(text.encode(), "a.csv")
