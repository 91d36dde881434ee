"""Notes between staff: the form, the taking in of what it sends, and the last few of a release."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from releases import access
from releases.actions.add_note import LENGTH, add_note
from releases.admin import record
from releases.errors import Refused
from releases.models import Event, Release
from releases.workflow import Verb, permits

LAST = 3
"""Shown above the form of a release; the timeline has them all."""


class _Words(forms.CharField):
    """Text in lines, counted as browsers count it: a line's end is one character, though two are sent (WHATWG, 4.10.19.3)."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class NoteForm(forms.Form):
    """One note, in plain text."""

    text = _Words(
        label=gettext_lazy("Note to colleagues"),
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only staff see it. It stays in the timeline for good, so it cannot be changed."),
        error_messages={"required": gettext_lazy("Write something first: the note is empty.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["aria-describedby"] = "id_text_helptext"


@require_POST
def add(request: HttpRequest, pk: int, admin_site: AdminSite) -> HttpResponse:
    """Take a note in and go back to the timeline; what is refused is shown again with the reason, and nothing is lost."""
    release, by = access.for_editing(request.user, pk), request.user
    if not isinstance(by, User) or not permits(Verb.NOTE, by.has_perm):
        raise PermissionDenied
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(release=release, by=by, text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", str(refused))
    if form.errors:
        return record.page(request, release, admin_site, form, status=422)
    messages.success(request, _("Your note is in the timeline."))
    return HttpResponseRedirect(reverse("admin:releases_release_history", args=[release.pk]))


def last(release: Release) -> list[Event]:
    """The newest notes, newest first."""
    return list(release.events.filter(verb=Verb.NOTE).order_by("-at", "-pk")[:LAST])
