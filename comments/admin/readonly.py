"""What the desk shows it does not edit: there is nothing to add, change or delete, whatever a role may do."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Mixed into an admin class. Who may view is still a question of permissions."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Readers write replies, and ``decide`` writes decisions."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A reader's words are not edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing disappears; the trash is a state."""
        return False
