"""Mail about replies: to those who asked for it, and to moderators."""
