"""Names of the kinds where several are meant: sections of the site, headings of lists."""

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from releases.workflow import Kind

KIND_PLURALS: dict[str, StrOrPromise] = {
    Kind.NEWS_RELEASE: _("News releases"),
    Kind.STATEMENT: _("Statements"),
    Kind.READOUT: _("Readouts"),
    Kind.MEDIA_ADVISORY: _("Media advisories"),
    Kind.BACKGROUNDER: _("Backgrounders"),
    Kind.SPEECH: _("Speeches"),
}
