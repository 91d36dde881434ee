"""What the desk's columns show. Readers' words are escaped, and their addresses are text: nobody follows one by a slip."""

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from comments.models import Comment
from comments.states import TRANSITIONS, VERBS


def buttons(comment: Comment) -> SafeString:
    """One button for each state that the reply can be moved to.

    Each says which state and version were on the screen, so that nobody decides on something that they did not see. They
    are buttons of the list's own form: they work without script, and the form brings the token against forged requests.
    """
    ways = [
        {"value": f"{comment.state}.{comment.version}.{to}", "label": VERBS[to], "to": to}
        for to in TRANSITIONS[comment.state]
    ]
    return render_to_string("comments/admin/_buttons.html", {"comment": comment, "ways": ways})


def card(comment: Comment) -> SafeString:
    """Who wrote what, with the start of the reply that it answers and the way to the public page where there is one."""
    editions = getattr(comment.release, "public_editions", [])
    address = editions[0].get_absolute_url() if editions else ""
    return render_to_string("comments/admin/_card.html", {"comment": comment, "address": address})
