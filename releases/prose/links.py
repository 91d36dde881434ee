"""Which addresses a link in a body may have, and how they are written."""

import html
import re
from urllib.parse import quote, urlsplit

import nh3

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

MAX_ADDRESS = 2000

# The sanitiser parses addresses as browsers do (WHATWG URL); what it will refuse later must not become a link now.
_PROBE = nh3.Cleaner(
    tags={"a"}, attributes={"a": {"href"}}, link_rel=None, url_schemes=set(SCHEMES), url_relative="deny"
)

# "www.example.org/page" typed into the link dialog is meant as an address on the web, not as a page of this site;
# "page.html" could only be a page of this site.
_FILE = r"(?:aspx?|docx?|gif|html?|jpe?g|json|jsp|pdf|php|png|pptx?|svg|txt|xlsx?|xml|zip)"
_BARE_HOST = re.compile(
    rf"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?!{_FILE}\b)[a-z]{{2,}}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE
)
# What the URL standard does not allow is written as %xx (a space, a quote, a bracket); letters of any script stay.
_NOT_IN_ADDRESSES = re.compile(r"[^A-Za-z0-9!#$%&'()*+,\-./:;=?@\[\]_~\u0080-\U0010ffff]")
_MAILTO = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_TEL = re.compile(r"tel:\+?[0-9().;=a-z-]{2,60}", re.IGNORECASE)


def normal_address(raw: str) -> str:
    """The address as it goes into ``href``, or an empty string when the text must not be a link.

    Relative addresses are refused: the body also travels in feeds, mail and files, where they would lead elsewhere.
    User information ("https://bank.example@evil.example") and backslashes are refused: browsers and people read them
    differently.
    """
    address = raw.strip()
    if len(address) > MAX_ADDRESS or "\\" in address or any(not char.isprintable() for char in address):
        return ""
    if address.startswith("//"):
        address = f"https:{address}"
    elif _BARE_HOST.fullmatch(address):
        address = f"https://{address}"
    try:
        return _checked(address)
    except ValueError:  # urlsplit on a malformed host or port
        return ""


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme in ("http", "https"):
        fine = bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
        fine = fine and address[len(parts.scheme) :].startswith("://")
    elif parts.scheme == "mailto":
        fine = bool(_MAILTO.fullmatch(address))
    elif parts.scheme == "tel":
        fine = bool(_TEL.fullmatch(address))
    else:
        fine = False
    if not fine:
        return ""
    safe = _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0]), address)
    return safe if "href=" in _PROBE.clean(f'<a href="{html.escape(safe)}">x</a>') else ""
