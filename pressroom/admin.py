"""People in the back office: Django's accounts, with one door closed.

Whoever may change accounts could otherwise make themselves a superuser, or take over the account of one.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.http import HttpRequest

admin.site.unregister(User)

_POWERS = frozenset({"is_superuser", "user_permissions"})


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    """Accounts. Roles are given as groups; only a superuser hands out more."""

    list_display = ("username", "first_name", "last_name", "email", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers."""
        allowed: bool = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or bool(getattr(request.user, "is_superuser", False)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Nobody: the record names people. An account that is not needed is made inactive."""
        return False

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Without the fields that only a superuser may set; what is not in the form cannot be posted either."""
        fieldsets = super().get_fieldsets(request, obj)
        if getattr(request.user, "is_superuser", False):
            return fieldsets
        return [
            (name, {**options, "fields": tuple(field for field in options["fields"] if field not in _POWERS)})
            for name, options in fieldsets
        ]
