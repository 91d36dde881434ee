"""Requests about personal data: entered, confirmed, carried out. For administrators."""

import json
import time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from comments.admin.readonly import ReadOnly
from comments.models import PrivacyRequest
from comments.privacy.carrying_out import carry_out_erasure, carry_out_export
from comments.privacy.finding import states_of
from comments.privacy.mail import ask
from comments.privacy.readable import readable
from comments.privacy.requests import confirm_otherwise, enter
from comments.states import ADMINISTER
from releases.admin.words import short
from releases.errors import Refused

PATIENCE = 10.0
"""Seconds that erasing takes before the page is shown again, with what is left: no server waits for ever."""


class RequestForm(forms.Form):
    """Who asks for what."""

    email = forms.CharField(label=gettext_lazy("Email address of the person"), widget=forms.EmailInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What they ask for"), choices=PrivacyRequest.Kind.choices, widget=forms.RadioSelect
    )


class PrivacyRequestAdmin(ReadOnly, admin.ModelAdmin[PrivacyRequest]):
    """The list of requests, the page of each with what can be done now, and the form for a new one."""

    list_display = ("asked", "kind", "standing", "mailbox", "count")
    list_display_links = ("asked",)
    list_per_page = 50
    show_full_result_count = False
    sortable_by = ()
    actions = None
    change_list_template = "comments/admin/privacy/list.html"

    class Media:
        css = {"all": ["css/admin-replies-privacy.css"]}

    def has_view_permission(self, request: HttpRequest, obj: PrivacyRequest | None = None) -> bool:
        """Administrators."""
        return request.user.has_perm(ADMINISTER)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for the list."""
        return request.user.has_perm(ADMINISTER)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under a heading that says what it lists."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    @admin.display(description=gettext_lazy("asked"))
    def asked(self, asked: PrivacyRequest) -> str:
        """When."""
        return short(asked.asked_at)

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, asked: PrivacyRequest) -> str:
        """How far it is."""
        if asked.done_at:
            return _("Carried out %(moment)s by %(person)s") % {
                "moment": short(asked.done_at),
                "person": asked.done_by_name,
            }
        if asked.confirmed_at:
            return _("Confirmed %(moment)s (%(how)s)") % {
                "moment": short(asked.confirmed_at),
                "how": asked.confirmed_how,
            }
        return _("Waits for the person's confirmation")

    @admin.display(description=gettext_lazy("email"))
    def mailbox(self, asked: PrivacyRequest) -> str:
        """Whose, until that is erased."""
        return asked.email or _("Erased")

    def get_urls(self) -> list[URLPattern]:
        """The form, and what its buttons post to."""
        view = self.admin_site.admin_view
        return [
            path("new/", view(self.new_view), name="comments_privacyrequest_new"),
            path("<int:pk>/do/<slug:act>/", view(require_POST(self.act_view)), name="comments_privacyrequest_act"),
            *super().get_urls(),
        ]

    def administrator(self, request: HttpRequest) -> User:
        """The person who acts. Raises ``PermissionDenied`` for anybody who may not."""
        if not isinstance(request.user, User) or not request.user.has_perm(ADMINISTER):
            raise PermissionDenied
        return request.user

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Enter a request, and mail the person."""
        by = self.administrator(request)
        form = RequestForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                asked = enter(
                    kind=form.cleaned_data["kind"], email=form.cleaned_data["email"], by=by, at=timezone.now()
                )
            except Refused as error:
                form.add_error("email", str(error))
            else:
                self._mail(request, asked)
                return self._page_of(asked)
        context = {**self.admin_site.each_context(request), "title": _("New request"), "opts": self.opts, "form": form}
        return TemplateResponse(request, "comments/admin/privacy/new.html", {**context, "media": self.media})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One request: what it finds, and what can be done now."""
        self.administrator(request)
        asked = self.get_object(request, object_id)
        if asked is None:
            raise Http404
        states = states_of(asked.email)
        context = {
            **self.admin_site.each_context(request),
            "title": _("%(kind)s, asked %(moment)s")
            % {"kind": asked.get_kind_display(), "moment": short(asked.asked_at)},
            "opts": self.opts,
            "asked": asked,
            "standing": self.standing(asked),
            "states": states,
            "total": sum(count for _label, count in states),
            "media": self.media,
        }
        return TemplateResponse(request, "comments/admin/privacy/request.html", context)

    def act_view(self, request: HttpRequest, pk: int, act: str) -> HttpResponse:
        """Mail again, vouch, export or erase."""
        by = self.administrator(request)
        asked = PrivacyRequest.objects.filter(pk=pk).first()
        if asked is None:
            raise Http404
        try:
            return self._act(request, asked, act, by)
        except Refused as error:
            messages.error(request, str(error))
            return self._page_of(asked)

    def _act(self, request: HttpRequest, asked: PrivacyRequest, act: str, by: User) -> HttpResponse:
        now = timezone.now()
        if act == "mail" and asked.confirmed_at is None and asked.email:
            self._mail(request, asked)
        elif act == "vouch":
            confirm_otherwise(request=asked, how=request.POST.get("how", ""), by=by, at=now)
            messages.success(request, _("The request is confirmed."))
        elif act in {"export", "text"}:
            document = carry_out_export(request=asked, by=by, at=now)
            return _download(document, asked) if act == "export" else _text(document, asked)
        elif act == "erase":
            self._erase(request, asked, by)
        else:
            raise Http404
        return self._page_of(asked)

    def _erase(self, request: HttpRequest, asked: PrivacyRequest, by: User) -> None:
        if request.POST.get("sure") != "on":
            raise Refused(_("Tick that you want to erase them: it cannot be undone."))
        until = time.monotonic() + PATIENCE
        made = carry_out_erasure(request=asked, by=by, at=timezone.now(), enough=lambda: time.monotonic() > until)
        text = ngettext("%(count)d reply was erased.", "%(count)d replies were erased.", made.done)
        messages.success(request, text % {"count": made.done})
        if made.left:
            left = ngettext(
                "%(count)d reply is still there. Erase again to go on.",
                "%(count)d replies are still there. Erase again to go on.",
                made.left,
            )
            messages.warning(request, left % {"count": made.left})

    def _mail(self, request: HttpRequest, asked: PrivacyRequest) -> None:
        try:
            ask(asked)
        except (OSError, ValueError):
            # The server is away, or takes no mail for this address, or the address cannot be written into a header.
            messages.error(request, _("The mail could not be sent. The request is kept: send it again from here."))
        else:
            messages.success(request, _("The person was asked by mail to confirm it."))

    def _page_of(self, asked: PrivacyRequest) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:comments_privacyrequest_change", args=[asked.pk]))


def _download(document: dict[str, Any], asked: PrivacyRequest) -> HttpResponse:
    return _file(json.dumps(document, ensure_ascii=False, indent=2), asked, "json", "application/json")


def _text(document: dict[str, Any], asked: PrivacyRequest) -> HttpResponse:
    """In the office's language, which is what the person can be expected to read, and not the administrator's."""
    with translation.override(settings.LANGUAGE_CODE):
        return _file(readable(document), asked, "txt", "text/plain; charset=utf-8")


def _file(body: str, asked: PrivacyRequest, ending: str, content_type: str) -> HttpResponse:
    name = f"replies-{asked.pk}-{timezone.localdate():%Y-%m-%d}.{ending}"
    # A form can send lone surrogates, which no file of UTF-8 holds; JSON and people both read them escaped.
    response = HttpResponse(body.encode("utf-8", "backslashreplace"), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
