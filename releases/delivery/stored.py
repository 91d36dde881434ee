"""What there is to deliver: bytes in the private storage, and what readers are told of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StoredBytes:
    """Bytes that never change, under their name in the storage."""

    name: str
    content_type: str
    """Ours, never what somebody's machine said at the upload."""
    etag: str
    """Strong and quoted (RFC 9110, 8.8.3): made of what the bytes are, so that it is known without reading them."""
    filename: str
    """What a person finds among their downloads; in any script."""
    size: int | None = None
    """In bytes; the storage is asked where nobody wrote it down."""
    modified: datetime | None = None
    """When readers could first have these bytes, and never when they were uploaded, which would tell how long a secret was
    kept. Left out, the ETag alone tells whether what a reader has is current."""
