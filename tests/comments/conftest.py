"""What several tests of replies need."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.comments.mailbox import Inbox, mail_server


@pytest.fixture
def inbox(settings: Any) -> Iterator[Inbox]:
    """A real mail server on this machine, and an office that sends through it."""
    with mail_server(settings) as box:
        yield box
