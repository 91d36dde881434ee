"""Every verb that has a page."""

from releases.admin.verbs import discarding, publishing, pulling, reviewing, scheduling
from releases.admin.verbs.page import Page
from releases.workflow import Verb

PAGES: dict[Verb, Page] = {
    **reviewing.PAGES,
    **publishing.PAGES,
    **scheduling.PAGES,
    **pulling.PAGES,
    **discarding.PAGES,
}
