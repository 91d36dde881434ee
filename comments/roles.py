"""Who may do what about replies, beside ``releases.roles``. Data; a migration writes it."""

from releases.roles import Role

_DESK = ("view_comment", "moderate_comment", "view_decision")

REPLIES: Role = {
    "Moderators": _DESK,
    "Administrators": _DESK,
}
