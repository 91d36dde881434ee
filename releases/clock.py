"""What time it is for a reader's page: now, unless the back office asks what the page said, or will say, at another moment."""

from datetime import datetime

from django.http import HttpRequest, QueryDict
from django.utils import timezone


class RequestAt(HttpRequest):
    """A reader's request that nobody sent: a GET of one page at a moment of our choosing.

    It is a class and not an attribute of any request, so that nothing in a request that somebody did send, no parameter, no
    header and no cookie, can move a reader's clock. It knows nobody: it has neither cookies nor a session.
    """

    def __init__(self, moment: datetime, path: str, query: QueryDict, server: dict[str, str]) -> None:
        super().__init__()
        self.moment = moment
        self.method = "GET"
        self.path = self.path_info = path
        self.GET = query  # type: ignore[assignment]  # the stubs' name for one that nobody changes is private
        self.META = {**server, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query.urlencode()}


def now(request: HttpRequest) -> datetime:
    """The moment at which every reader's page looks at the editions."""
    return request.moment if isinstance(request, RequestAt) else timezone.now()


def is_told(request: HttpRequest) -> bool:
    """Whether the page is shown for another moment: to staff, without what only readers of today can do."""
    return isinstance(request, RequestAt)
