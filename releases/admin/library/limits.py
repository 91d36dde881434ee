"""How large an upload may be. More than this is dropped while it arrives."""

from releases.media.upload import MAX_BYTES

IMAGE = MAX_BYTES
DOCUMENT = 100 * 1024 * 1024
