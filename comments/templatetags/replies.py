"""``{% replies edition %}``: the approved replies to a release, and the form to leave one."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from comments.addresses import changes_url, page_url, place_url, reply_url, report_url
from comments.doors import standing
from comments.forms import ReplyForm
from comments.models import Comment
from comments.rendering import CONTROLS
from comments.threads import Node, ThreadPage, thread_page
from releases.clock import now
from releases.models import Edition

register = template.Library()


@register.inclusion_tag("comments/_replies.html", takes_context=True)
def replies(context: Context, edition: Edition) -> dict[str, Any]:
    """Everything that a release's page says of replies, in two queries and the same for every reader."""
    at = now(context["request"])
    return {
        "edition": edition,
        "thread": thread_page(edition.release_id, at),
        "form": ReplyForm(edition.release_id),
        "is_open": standing(edition, at).is_open,
    }


@register.inclusion_tag("comments/_thread.html")
def reply_thread(edition: Edition, thread: ThreadPage) -> dict[str, Any]:
    """One page of threads, with the ways to the others."""
    return {
        "edition": edition,
        "thread": thread,
        "earlier": page_url(edition, thread.number - 1) if thread.number > 1 else "",
        "later": page_url(edition, thread.number + 1) if thread.number < thread.pages else "",
    }


@register.inclusion_tag("comments/_form.html")
def reply_form(
    edition: Edition,
    form: ReplyForm,
    parent: Comment | None = None,
    problem: str = "",
    proof: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The form, empty or as it was sent, with what was wrong with it, and with the proof of work that is asked for."""
    errors = [
        (form[name].auto_id if name != "parent" else "", each) for name in form.fields for each in form[name].errors
    ]
    return {
        "action": reply_url(edition),
        "form": form,
        "fields": [form[name] for name in ("author", "email", "url") if name in form.fields],
        "parent": parent,
        "problem": problem,
        "proof": proof,
        "errors": [*(("", each) for each in form.non_field_errors()), *errors],
    }


@register.simple_tag
def answer_url(edition: Edition, comment: Comment) -> str:
    """The page on which this reply can be answered, without script."""
    return f"{reply_url(edition, parent=comment.key)}#respond"


@register.simple_tag
def report_address(edition: Edition, comment: Comment) -> str:
    """The page on which this reply can be reported."""
    return report_url(edition, comment)


@register.simple_tag
def reply_address(edition: Edition, comment: Comment) -> str:
    """Where this reply stands in its thread, whatever page that is on by now."""
    return place_url(edition, comment.key)


@register.simple_tag
def answered_address(edition: Edition, number: int) -> str:
    """Where readers see what the correction changed that answers a reply."""
    return changes_url(edition, number)


@register.filter
def website(comment: Comment) -> str:
    """The writer's website, for readers: once a person approved the reply, and unless the office does not want them."""
    return comment.url if comment.is_approved and settings.REPLIES_ASK_WEBSITE else ""


@register.filter
def plainly(text: str) -> str:
    """A reader's text for a moderator: as it is, with a mark where it would rearrange itself or hold what nobody sees."""
    return CONTROLS.sub("\ufffd", text)


@register.filter
def reply_node(comment: Comment) -> Node:
    """One reply by itself, as a thread would show it."""
    return Node(comment)
