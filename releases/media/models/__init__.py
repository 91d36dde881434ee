"""What the library keeps: pictures and documents, and the stored versions of each."""

from releases.media.models.document import Document, DocumentFile
from releases.media.models.picture import Image, Picture
from releases.media.models.stored import Stored

__all__ = ["Document", "DocumentFile", "Image", "Picture", "Stored"]
