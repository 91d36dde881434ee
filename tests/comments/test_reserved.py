"""Nobody signs with the office's own name, however it is written."""

import pytest

from comments import cleaning
from comments.reserved import is_reserved
from releases.errors import Refused


@pytest.fixture(autouse=True)
def office(settings):
    settings.SITE_NAME = "Pressroom"
    settings.OFFICE_NAME = "Harbour Office"
    settings.REPLIES_RESERVED_NAMES = ["Ministère"]


@pytest.mark.parametrize(
    "name",
    [
        "Harbour Office", "HARBOUR  OFFICE", "harbour-office", "Harbour Office (official)", "The Harbour Office",
        "Hаrbоur Оffісе", "Ηarbour Office", "Harbour\u200d Office", "Hárböur Office", "Ｈａｒｂｏｕｒ Office",
        "Pressroom", "P r e s s r o o m", "Press\u200croom", "Ministere", "MINISTÈRE",
    ],
)  # fmt: skip
def test_names_that_read_like_ours_are_refused(name):
    assert is_reserved(name)
    with pytest.raises(Refused, match="office's own"):
        cleaning.author(name)


@pytest.mark.parametrize(
    "name", ["Noor Said", "Harbour", "Office", "Harbouroffices", "Pressroomer", "—", "佐藤", "Олена"]
)
def test_other_names_are_not(name):
    assert not is_reserved(name)
