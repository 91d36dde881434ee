"""The list in which moderators read and decide."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from comments.admin import cells
from comments.admin.deciding import decide_many, decide_one
from comments.admin.log import DecisionInline
from comments.admin.readonly import ReadOnly
from comments.models import Comment
from comments.models.comment import DESK_ORDER
from comments.states import MODERATE, VERBS, State
from releases.admin.words import short
from releases.models import Edition


def _bulk(to: State) -> Callable[["CommentAdmin", HttpRequest, QuerySet[Comment]], None]:
    """The bulk action that leads to a state."""

    @admin.action(permissions=["moderate"], description=VERBS[to])
    def action(desk: "CommentAdmin", request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        decide_many(request, desk.moderator(request), chosen, to)

    action.__name__ = f"to_{to.value}"
    return action


class CommentAdmin(ReadOnly, admin.ModelAdmin[Comment]):
    """The moderation desk: what waits first, whoever has waited longest before the rest."""

    list_display = ("card", "written", "state", "decide")
    list_display_links = ("written",)
    list_filter = ("state",)
    search_fields = ("author", "email", "text", "release__headline")
    list_per_page = 50
    show_full_result_count = False
    actions = [_bulk(state) for state in (State.APPROVED, State.REJECTED, State.SPAM, State.TRASH, State.PENDING)]
    actions_on_bottom = True
    change_list_template = "comments/admin/change_list.html"
    change_form_template = "comments/admin/change_form.html"
    fields = ("state", "card", "written")
    readonly_fields = fields
    inlines = [DecisionInline]

    class Media:
        css = {"all": ["css/comments.css"]}

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
        """With everything that a row shows, in one query and one more for the public addresses."""
        public = Edition.objects.public(timezone.now()).defer("article_html")
        return (
            super()
            .get_queryset(request)
            .select_related("release", "parent")
            .defer("release__body", "release__summary")
            .prefetch_related(Prefetch("release__editions", queryset=public, to_attr="public_editions"))
        )

    def get_ordering(self, request: HttpRequest) -> tuple[str | Combinable, ...]:
        """The desk's own order, until the moderator clicks on a column."""
        return DESK_ORDER

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Without buttons for those who only read."""
        return self.list_display if self.has_moderate_permission(request) else self.list_display[:-1]

    def get_urls(self) -> list[URLPattern]:
        """The address that the buttons of a row post to."""
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        return [path("<int:pk>/decide/", decide, name="comments_comment_decide"), *super().get_urls()]

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One decision by one button, and back to where the moderator was."""
        by = self.moderator(request)
        comment = Comment.objects.filter(pk=pk).first()
        if comment is None:
            raise Http404
        decide_one(request, by, comment, request.POST.get("decision", ""))
        if request.POST.get("back") == "reply":
            return HttpResponseRedirect(reverse("admin:comments_comment_change", args=[pk]))
        # Only the query comes from the form, so this leads nowhere but to the list.
        return HttpResponseRedirect(f"{reverse('admin:comments_comment_changelist')}?{request.POST.get('back', '')}")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The buttons stand on the reply's own page too."""
        if context.get("original") and self.has_moderate_permission(request):
            context["buttons"] = cells.buttons(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Under a title that says what the list is for."""
        return super().changelist_view(request, {"title": _("Replies to moderate"), **(extra_context or {})})

    @admin.display(description=_("reply"))
    def card(self, comment: Comment) -> SafeString:
        """Who wrote what, to whom and under which release."""
        return cells.card(comment)

    @admin.display(description=_("decide"))
    def decide(self, comment: Comment) -> SafeString:
        """The buttons."""
        return cells.buttons(comment)
