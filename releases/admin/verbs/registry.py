"""Every verb that has a page."""

from releases.admin.verbs import publishing, pulling, scheduling
from releases.admin.verbs.page import Page
from releases.workflow import Verb

PAGES: dict[Verb, Page] = {
    **publishing.PAGES,
    **scheduling.PAGES,
    **pulling.PAGES,
}
