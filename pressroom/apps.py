from django.apps import AppConfig
from django.core.checks import register

from pressroom import checks


class PressroomConfig(AppConfig):
    """The composition root: settings, addresses, checks, health, demo."""

    name = "pressroom"
    verbose_name = "Pressroom"

    def ready(self) -> None:
        """Register the checks of what an installation may get wrong."""
        register(checks.secret_key, "pressroom")
        register(checks.data_dir, "pressroom")
        register(checks.storages, "pressroom")
        register(checks.reviewers, "pressroom")
        register(checks.uploads, "pressroom")
        register(checks.pdf, "pressroom")
        register(checks.security_contact, "pressroom")
        register(checks.proxies, "pressroom", deploy=True)
        register(checks.production, "pressroom", deploy=True)
