"""The list in which moderators read and decide."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments.admin import cells
from comments.admin.answering import Answering
from comments.admin.claiming import claims, token
from comments.admin.deciding import Outcome, decide_many, decide_one, ticked, undo_one
from comments.admin.log import DecisionInline
from comments.admin.numbers import Counting
from comments.admin.queue import Pages, Queue, QueueFilter, seen_by
from comments.admin.readonly import ReadOnly
from comments.models import Comment, Report
from comments.reasons import Reason
from comments.states import MODERATE, VERBS, State
from releases.admin.words import short
from releases.models import Edition


def _bulk(to: State) -> Callable[["CommentAdmin", HttpRequest, QuerySet[Comment]], None]:
    """The bulk action that leads to a state."""

    @admin.action(permissions=["moderate"], description=VERBS[to])
    def action(desk: "CommentAdmin", request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        decide_many(request, desk.moderator(request), ticked(request, chosen), to)

    action.__name__ = f"to_{to.value}"
    return action


class BulkForm(ActionForm):
    """The decision for the ticked rows, and the reason for which they are rejected."""

    reason = forms.ChoiceField(
        label=_("Reason, if rejected:"), choices=[("", "---------"), *Reason.choices], required=False
    )


class CommentAdmin(ReadOnly, Answering, Counting):
    """The moderation desk: what waits first, whoever has waited longest before the rest."""

    list_display = ("card", "written", "state", "decide")
    list_display_links = ("written",)
    list_filter = (QueueFilter,)
    search_fields = ("author", "email", "text", "release__headline")
    list_per_page = 50
    paginator = Pages
    show_full_result_count = False
    sortable_by = ("written",)
    actions = [_bulk(state) for state in (State.APPROVED, State.REJECTED, State.SPAM, State.TRASH, State.PENDING)]
    action_form = BulkForm
    actions_on_bottom = True
    change_list_template = "comments/admin/change_list.html"
    change_form_template = "comments/admin/change_form.html"
    fields = ("state", "card", "written")
    readonly_fields = fields
    inlines = [DecisionInline]

    class Media:
        css = {"all": ["css/comments.css"]}
        js = [forms.Script("js/admin/replies-desk.js", type="module")]

    @admin.display(description=_("written"), ordering="created_at")
    def written(self, comment: Comment) -> str:
        """When, as the rest of the back office writes moments."""
        return short(comment.created_at)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whether this person may decide; the bulk actions ask."""
        return request.user.has_perm(MODERATE)

    def moderator(self, request: HttpRequest) -> User:
        """The person who decides. Raises ``PermissionDenied`` for anybody who may not."""
        if not isinstance(request.user, User) or not self.has_moderate_permission(request):
            raise PermissionDenied
        return request.user

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """With everything that a card shows: the same few queries for one row and for fifty."""
        public = Edition.objects.public(timezone.now()).defer("article_html")
        return (
            super()
            .get_queryset(request)
            .select_related("release", "parent", "claim__by")
            .defer("release__body", "release__summary")
            .prefetch_related(
                Prefetch("release__editions", queryset=public, to_attr="public_editions"),
                Prefetch("reports", queryset=Report.objects.unsettled(), to_attr="unsettled_reports"),
                "earlier_texts",
            )
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Queue]:
        """With the history of each writer."""
        return Queue

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Comment | None:
        """The reply of its own page, as the list would show it."""
        comment = super().get_object(request, object_id, from_field)
        return seen_by(request.user, [comment])[0] if comment else None

    def get_ordering(self, request: HttpRequest) -> tuple[str | Combinable, ...]:
        """The desk's own order, until the moderator clicks on a column."""
        return QueueFilter.order(request)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without buttons for those who only read."""
        return self.list_display if self.has_moderate_permission(request) else self.list_display[:-1]

    def get_urls(self) -> list[URLPattern]:
        """The addresses that the buttons of a row and the script post to."""

        def posted(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("claims/", self.admin_site.admin_view(self.claims_view), name="comments_comment_claims"),
            path("<int:pk>/decide/", posted(self.decide_view), name="comments_comment_decide"),
            path("<int:pk>/undo/", posted(self.undo_view), name="comments_comment_undo"),
            *super().get_urls(),
        ]

    def claims_view(self, request: HttpRequest) -> HttpResponse:
        """Claim the reply that is being read, and hear of the others' claims; a GET brings the token that holds now."""
        by = self.moderator(request)
        return claims(request, by) if request.method == "POST" else token(request)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One decision by one button, and back to where the moderator was."""
        by, comment = self.moderator(request), self._row(request, pk)
        return self._answer(request, comment, decide_one(by, comment, request.POST.get("decision", "")))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One's own last decision, taken back."""
        by, comment = self.moderator(request), self._row(request, pk)
        return self._answer(request, comment, undo_one(by, comment, request.POST.get("undo", "")))

    def _row(self, request: HttpRequest, pk: int) -> Comment:
        comment = self.get_queryset(request).filter(pk=pk).first()
        if comment is None:
            raise Http404
        return comment

    def _answer(self, request: HttpRequest, comment: Comment, outcome: Outcome) -> HttpResponse:
        """For the desk's script the outcome and the card as it is now; for a form the way back, with a message."""
        if request.headers.get("X-Requested-With") == "desk":
            return self._fragment(request, comment, outcome)
        told = messages.success if outcome.decision else messages.error
        told(request, outcome.told)
        if request.POST.get("back") == "reply":
            return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[comment.pk]))
        # Only the query comes from the form, so this leads nowhere but to the list.
        return HttpResponseRedirect(f"{reverse('admin:comments_comment_changelist')}?{request.POST.get('back', '')}")

    def _fragment(self, request: HttpRequest, comment: Comment, outcome: Outcome) -> JsonResponse:
        (fresh,) = seen_by(request.user, [self._row(request, comment.pk)])
        return JsonResponse(
            {
                "done": outcome.decision is not None,
                "told": outcome.told,
                "undo": str(outcome.decision.pk) if outcome.decision and not self._stays(outcome) else "",
                "state": fresh.get_state_display(),
                "card": self.card(fresh),
                "buttons": cells.buttons(fresh),
            }
        )

    @staticmethod
    def _stays(outcome: Outcome) -> bool:
        return bool(outcome.decision and outcome.decision.from_state == outcome.decision.to_state)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The buttons stand on the reply's own page too."""
        if context.get("original") and self.has_moderate_permission(request):
            context["buttons"] = cells.buttons(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under a title that says what the list is for, with its tabs."""
        response = super().changelist_view(request, {"title": _("Replies to moderate"), **(extra_context or {})})
        changelist = getattr(response, "context_data", {}).get("cl") if hasattr(response, "context_data") else None
        if changelist is not None:
            chosen = next(spec for spec in changelist.filter_specs if isinstance(spec, QueueFilter))
            response.context_data["tabs"] = chosen.tabs(request, changelist)  # type: ignore[attr-defined]
            response.context_data["may_moderate"] = self.has_moderate_permission(request)  # type: ignore[attr-defined]
        return response

    @admin.display(description=_("reply"))
    def card(self, comment: Comment) -> SafeString:
        """Who wrote what, to whom and under which release."""
        return cells.card(comment)

    @admin.display(description=_("decide"))
    def decide(self, comment: Comment) -> SafeString:
        """The buttons."""
        return cells.buttons(comment)
