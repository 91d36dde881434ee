"""The block list and the watch list: who may edit them sees first what a word would have caught."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.actions.list_words import list_words, relist
from comments.admin.listed_words_forms import NAMED, WordForm, WordsForm
from comments.admin.listed_words_preview import Preview, preview
from comments.models import ListedWord
from releases.admin.words import short
from releases.errors import Refused


class ListedWordAdmin(admin.ModelAdmin[ListedWord]):
    """The lists, with a page to add words and a page for each. Both forms have a button that saves and one that looks first."""

    list_display = ("word", "list", "added", "added_by_name")
    list_filter = ("list",)
    search_fields = ("word", "folded")
    list_per_page = 100
    show_full_result_count = False
    fields = ("word", "list", "added", "added_by_name")
    readonly_fields = ("added", "added_by_name")
    change_list_template = "comments/admin/listed_words/list.html"

    @admin.display(description=gettext_lazy("added"), ordering="added_at")
    def added(self, listed: ListedWord) -> str:
        """When."""
        return short(listed.added_at)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under the name that the desk's link has."""
        return super().changelist_view(request, {"title": _("Lists of words"), **(extra_context or {})})

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """New words, one a line."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = WordsForm(request.POST or None)
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form, _("Add words to a list"))
        if "_preview" in request.POST:
            return self._page(request, form, _("Add words to a list"), looked=_preview(request, form.wanted))
        added = list_words(
            words=form.wanted.values(), to=form.cleaned_data["list"], by=_person(request), at=timezone.now()
        )
        for row in added:
            self.log_addition(request, row, [{"added": {}}])
        _tell_added(request, added, form.known)
        return HttpResponseRedirect(self._list())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One word; for those who may only look, as Django shows it."""
        listed = self.get_object(request, unquote(object_id))
        if listed is None or not self.has_change_permission(request, listed):
            return super().change_view(request, object_id, form_url, extra_context)
        form = WordForm(request.POST or None, listed=listed)
        title = _("Change “%(word)s”") % {"word": listed.word}
        if request.method != "POST" or not form.is_valid():
            return self._page(request, form, title, listed)
        if "_preview" in request.POST:
            return self._page(request, form, title, listed, looked=_preview(request, form.wanted))
        try:
            relist(listed=listed, word=form.cleaned_data["word"], to=form.cleaned_data["list"], by=_person(request))
        except Refused as error:
            form.add_error("word", str(error))
            return self._page(request, form, title, listed)
        self.log_change(request, listed, [{"changed": {"fields": form.changed_data}}])
        messages.success(request, _("“%(word)s” was changed.") % {"word": listed.word})
        return HttpResponseRedirect(self._list())

    def _page(
        self,
        request: HttpRequest,
        form: WordsForm | WordForm,
        title: str,
        listed: ListedWord | None = None,
        looked: Preview | None = None,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "listed": listed,
            "looked": looked,
            "may_delete": listed is not None and self.has_delete_permission(request, listed),
        }
        return TemplateResponse(request, "comments/admin/listed_words/form.html", context)

    def _list(self) -> str:
        return reverse("admin:comments_listedword_changelist")


def _preview(request: HttpRequest, wanted: dict[str, str]) -> Preview:
    # The permission to list words alone is none to read what waits and what was refused.
    return preview(wanted, with_examples=request.user.has_perm("comments.view_comment"))


def _person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _tell_added(request: HttpRequest, added: list[ListedWord], known: list[ListedWord]) -> None:
    text = ngettext("%(count)d word was added.", "%(count)d words were added.", len(added))
    messages.success(request, text % {"count": len(added)})
    if known:
        text = ngettext(
            "%(count)d was listed already and stays as it is: %(words)s",
            "%(count)d were listed already and stay as they are: %(words)s",
            len(known),
        )
        named = [f"“{row.word}” ({row.get_list_display()})" for row in known[:NAMED]]
        more = ["…"] if len(known) > NAMED else []
        messages.warning(request, text % {"count": len(known), "words": ", ".join([*named, *more])})
