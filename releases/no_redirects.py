"""What we send goes to the address that the operator named, and to no other."""

from urllib.request import HTTPRedirectHandler


class NoRedirects(HTTPRedirectHandler):
    """For ``build_opener``: an answer that sends us elsewhere is an error like any other."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        """Not followed."""
        return
