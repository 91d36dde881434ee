"""Why something was not stored."""


class InvalidUpload(Exception):
    """The file was not stored; ``str()`` is a sentence for the uploader that says why and what to do."""
