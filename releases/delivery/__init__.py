"""How stored bytes go out, once a door of ``releases.access`` has let somebody through: docs/decisions/0021."""

from releases.delivery.deliver import FRESH_SECONDS, deliver
from releases.delivery.stored import StoredBytes

__all__ = ["FRESH_SECONDS", "StoredBytes", "deliver"]
