"""Which site class Django's admin uses."""

from django.contrib.admin.apps import AdminConfig


class PressroomAdminConfig(AdminConfig):
    """Django's admin, with our own site class as the default one."""

    default_site = "pressroom.back_office.PressroomAdminSite"
