"""Nobody signs with the office's own name, however it is written."""

import pytest

from comments import cleaning
from comments.reserved import is_reserved
from releases.actions.set_office import set_office
from releases.errors import Refused
from releases.office_content import OfficeContent

pytestmark = pytest.mark.django_db


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


def test_what_the_office_calls_itself_in_the_back_office_is_taken_too(ada):
    set_office(content=OfficeContent(name={"en": "Merrow Coast Authority"}), seen=0, by=ada)
    assert is_reserved("merrow coast authority")
