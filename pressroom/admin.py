"""The back office."""

from django.contrib.admin import AdminSite


class PressroomAdminSite(AdminSite):
    """Django's admin as an editor's tool."""
