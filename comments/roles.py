"""Who may do what about replies, beside ``releases.roles``. Data; a migration writes it."""

from releases.roles import Role

_DESK = ("view_comment", "moderate_comment", "view_decision", "view_report", "view_earliertext")
_WORDS = tuple(f"{act}_listedword" for act in ("view", "add", "change", "delete"))

REPLIES: Role = {
    # The office's own answers are written by those who write its releases.
    "Editors": ("view_comment", "answer_comment", "view_decision", "view_door"),
    "Moderators": (*_DESK, "view_door"),
    "Administrators": (
        *_DESK,
        *_WORDS,
        "answer_comment",
        "administer_comment",
        "view_door",
        "view_privacyrequest",
    ),
}
