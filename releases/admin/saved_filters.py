"""Saved filters: a person's own ways of looking at the list of releases, kept under a name and shown as links.

What is kept is a query string of the list, so it is checked like anything that came from outside: only the list's own
parameters, each once, and no longer than its column.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from releases import access
from releases.admin import list_filters
from releases.models import SavedFilter

MOST = 20
NAME_LENGTH = 80
QUERY_LENGTH = 500
SEARCH, ORDER = "q", "o"
PARAMETERS = list_filters.PARAMETERS | {SEARCH, ORDER}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What stands above the list: the person's saved filters, and what of the present view could be saved."""

    saved: list[SavedFilter]
    query: str
    is_new: bool
    is_full: bool


def cleaned(query: QueryDict) -> str:
    """The part of a query string that is the list's own, always spelt in the same way; empty when nothing is left."""
    kept = QueryDict(mutable=True)
    for name in sorted(PARAMETERS & query.keys()):
        value = str(query[name]).strip()
        if value and "\x00" not in value:
            kept[name] = value
    # An order by itself is no filter.
    return kept.urlencode() if kept.keys() - {ORDER} else ""


def of(user: AbstractBaseUser | AnonymousUser) -> list[SavedFilter]:
    """This person's, by name."""
    if not isinstance(user, User):
        return []
    return list(SavedFilter.objects.filter(owner=user).order_by("name")[:MOST])


def shelf(user: AbstractBaseUser | AnonymousUser, query: QueryDict) -> Shelf:
    """What to show above a list that was asked for with this query string."""
    saved, now = of(user), cleaned(query)
    is_new = bool(now) and len(now) <= QUERY_LENGTH and now not in {one.query for one in saved}
    return Shelf(saved=saved, query=now, is_new=is_new, is_full=len(saved) >= MOST)


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the filters under a name; a name that is there already gets the new ones."""
    access.require_preview(request.user)
    query = cleaned(QueryDict(request.POST.get("query", "")[: QUERY_LENGTH * 4]))
    name = " ".join(request.POST.get("name", "").replace("\x00", "").split())
    if refused := _refused(name, query):
        messages.error(request, refused)
    elif isinstance(request.user, User) and _keep(request.user, name, query):
        messages.success(request, _("Saved as “%(name)s”. It is above the list and on your desk.") % {"name": name})
    else:
        messages.error(request, _("You have %(most)s saved filters already. Remove one first.") % {"most": MOST})
    return _back(query)


def _refused(name: str, query: str) -> str:
    if not query:
        return _("Choose some filters first: there is nothing to save.")
    if len(query) > QUERY_LENGTH:
        return _("That search is too long to be saved.")
    if not name:
        return _("Give these filters a name, so that you find them again.")
    if len(name) > NAME_LENGTH:
        return _("A name has at most %(limit)s characters.") % {"limit": NAME_LENGTH}
    return ""


@transaction.atomic
def _keep(user: User, name: str, query: str) -> bool:
    # The person's row is the lock under which theirs are counted.
    owner = User.objects.select_for_update().get(pk=user.pk)
    theirs = SavedFilter.objects.filter(owner=owner)
    if theirs.filter(name=name).update(query=query):
        return True
    if theirs.count() >= MOST:
        return False
    SavedFilter.objects.create(owner=owner, name=name, query=query)
    return True


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own; anybody else's does not exist."""
    access.require_preview(request.user)
    one = get_object_or_404(SavedFilter, pk=pk, owner=request.user.pk)
    one.delete()
    messages.success(request, _("“%(name)s” is removed. The releases it found are untouched.") % {"name": one.name})
    return _back(cleaned(QueryDict(request.POST.get("query", "")[: QUERY_LENGTH * 4])))


def _back(query: str) -> HttpResponseRedirect:
    """To the list as it was."""
    address = reverse("admin:releases_release_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address)
