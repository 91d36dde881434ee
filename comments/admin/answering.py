"""The office's own voice on the desk: answers in its name, and the page of all that concerns replies to one release."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from comments import cleaning
from comments.actions import answer, answered_in_text, pin, set_door, unpin
from comments.actions.answered_in_text import CORRECTIONS
from comments.doors import standing
from comments.models import Comment, Door
from comments.office_name import office_name
from comments.rendering import as_html
from comments.states import ANSWER, MODERATE
from releases.errors import Refused
from releases.models import Edition, Release

SHOWN = 100
"""Approved replies on the page of a release: the newest, among which one is pinned or linked."""


class AnswerForm(forms.Form):
    """What the office says. What is allowed in it is decided where readers' texts are."""

    text = forms.CharField(
        label=gettext_lazy("Answer"), strip=False, widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField"})
    )

    def clean_text(self) -> str:
        """As it would be stored, so that the preview shows no more than what can be posted."""
        try:
            return cleaning.text(self.cleaned_data["text"])
        except Refused as error:
            raise ValidationError(str(error)) from error


class Answering(admin.ModelAdmin[Comment]):
    """Mixed into the desk."""

    def get_urls(self) -> list[URLPattern]:
        """Pages of their own, before those that take any number."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/answer/", view(self.answer_view), name="comments_comment_answer"),
            path("under/<int:pk>/", view(self.under_view), name="comments_comment_under"),
            path("under/<int:pk>/answer/", view(self.answer_release_view), name="comments_comment_answer_release"),
            path("under/<int:pk>/door/", view(require_POST(self.door_view)), name="comments_comment_door"),
            path("<int:pk>/pin/", view(require_POST(self.pin_view)), name="comments_comment_pin"),
            path("<int:pk>/in-text/", view(require_POST(self.in_text_view)), name="comments_comment_in_text"),
            *super().get_urls(),
        ]

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Answer one reply."""
        comment = _or_404(Comment.objects.select_related("release").filter(pk=pk).first())
        return self._answer_page(request, comment.release, comment)

    def answer_release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say something under the release itself."""
        return self._answer_page(request, _or_404(Release.objects.filter(pk=pk).first()), None)

    def _answer_page(self, request: HttpRequest, release: Release, parent: Comment | None) -> HttpResponse:
        by = _person(request, ANSWER)
        form = AnswerForm(request.POST or None)
        preview = ""
        if request.method == "POST" and form.is_valid():
            if "preview" in request.POST:
                preview = as_html(form.cleaned_data["text"])
            else:
                try:
                    answer(release=release, parent=parent, text=form.cleaned_data["text"], by=by)
                except Refused as error:
                    form.add_error("text", str(error))
                else:
                    messages.success(request, _("The answer is on the page."))
                    return _back(release.pk)
        context = self._context(request, _("Answer for the office"), release)
        more = {"form": form, "parent": parent, "preview": preview, "office": office_name(release.language)}
        return TemplateResponse(request, "comments/admin/answer.html", context | more)

    def under_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One release: whether it takes replies, which one is pinned, which corrections answer which."""
        if not request.user.has_perm("comments.view_comment"):
            raise PermissionDenied
        release = _or_404(Release.objects.filter(pk=pk).first())
        now = timezone.now()
        edition = Edition.objects.public(now).filter(release=release).defer("article_html").first()
        every = Comment.objects.under(release.pk).approved()
        one = _number(request.GET.get("reply", ""))
        chosen = every.filter(pk=one).first() if one else None
        # Named for PostgreSQL, which puts what is not pinned before what is.
        order = F("pinned_at").desc(nulls_last=True), "-created_at", "-pk"
        context = self._context(request, _("Replies to this release"), release) | {
            "edition": edition,
            "standing": standing(edition, now) if edition else None,
            "doors": Door.objects.filter(release=release).order_by("-at", "-pk")[:20],
            "ways": Door.Opens.choices,
            "replies": [chosen] if chosen else every.order_by(*order)[:SHOWN],
            "chosen": chosen,
            "more": every.count() > SHOWN,
            "corrections": release.editions.effective().filter(change__in=CORRECTIONS).order_by("-visible_from"),
            "may_moderate": request.user.has_perm(MODERATE),
            "may_answer": request.user.has_perm(ANSWER),
        }
        return TemplateResponse(request, "comments/admin/under.html", context)

    def door_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open, close, or leave it to what holds everywhere."""
        release = _or_404(Release.objects.filter(pk=pk).first())
        by = _person(request, MODERATE)
        try:
            door = set_door(release=release, opens=request.POST.get("opens", ""), by=by)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Replies to this release: %(how)s") % {"how": door.get_opens_display()})
        return _back(pk)

    def pin_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Pin this reply, or take its pin away: whichever the button said, so that a double click is not both."""
        comment, by = _or_404(Comment.objects.filter(pk=pk).first()), _person(request, MODERATE)
        try:
            if request.POST.get("pin") == "away":
                unpin(comment=comment, by=by)
                messages.success(request, _("The reply is no longer pinned."))
            else:
                before = pin(comment=comment, by=by)
                said = (
                    _("The reply is pinned; the one that was is not any more.") if before else _("The reply is pinned.")
                )
                messages.success(request, said)
        except Refused as error:
            messages.error(request, str(error))
        return _back(comment.release_id)

    def in_text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say which correction answers this reply, or that none does."""
        comment, by = _or_404(Comment.objects.filter(pk=pk).first()), _person(request, ANSWER)
        chosen = request.POST.get("edition", "")
        edition = None
        if chosen:
            edition = _or_404(Edition.objects.filter(pk=_number(chosen), release=comment.release_id).first())
        try:
            answered_in_text(comment=comment, edition=edition, by=by)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The link is set.") if edition else _("The link is gone."))
        return _back(comment.release_id)

    def _context(self, request: HttpRequest, title: str, release: Release) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "release": release,
            "media": self.media,
        }


def _person(request: HttpRequest, permission: str) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(permission):
        raise PermissionDenied
    return request.user


def _number(given: str) -> int:
    """The key of a row that an address or a form names, or 0, which no row has."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def _back(release: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:comments_comment_under", args=[release]))
