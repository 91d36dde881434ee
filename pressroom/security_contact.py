"""Where somebody who found a hole can tell: what of the setting can be used (RFC 9116, 2.5.3). Pure."""

import re

_MAIL = re.compile(r"mailto:[A-Za-z0-9.!#$&'*+/=^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", re.ASCII)
_WEB = re.compile(r"https://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?([/?][!-~]*)?", re.ASCII)
_TELEPHONE = re.compile(r"tel:\+[0-9][0-9().-]{4,30}", re.ASCII)


def is_contact(text: str) -> bool:
    """Whether it is one of the three sorts of address that the standard names, in the characters of a URI."""
    return any(sort.fullmatch(text) for sort in (_MAIL, _WEB, _TELEPHONE))
