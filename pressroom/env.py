"""Readers of the environment: each returns a value that can be used, or refuses with one sentence.

Every reader names the variable in its refusal, because the person who reads it sees a container's log and not this code.
An empty variable counts as one that is not set: compose files and CI systems pass those on for everything they know by name.
"""

import os
import re
from collections.abc import Sequence
from datetime import time
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured

from pressroom.client_address import Proxies

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


class Misconfigured(ImproperlyConfigured):
    """A variable holds something that Pressroom cannot use; the message is one sentence for the operator."""


def text(name: str, default: str = "") -> str:
    """The variable as it is, without surrounding blanks."""
    return os.environ.get(name, "").strip() or default


def secret(name: str, default_file: Path | None = None) -> str:
    """`NAME`, or the content of the file that `NAME_FILE` points to, or of `default_file` where that exists.

    Files are how Docker, systemd and Kubernetes hand over secrets, and unlike variables they do not leak into child processes.
    """
    direct, path = text(name), text(f"{name}_FILE")
    if direct and path:
        raise Misconfigured(f"{name} and {name}_FILE are both set, and only one of them can be right.")
    if direct or (not path and default_file is None):
        return direct
    file = Path(path) if path else default_file
    if file is None or (not path and not file.exists()):
        return ""
    try:
        value = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{name}_FILE cannot be read: {error}.") from error
    if not value:
        raise Misconfigured(f"{name}_FILE points to {file}, which is empty.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """A yes or a no."""
    value = text(name).lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise Misconfigured(f"{name} is {value!r}, and must be one of 1, true, yes, on, 0, false, no, off.")


def whole(name: str, default: int, *, at_most: int) -> int:
    """A whole number from 1 to ``at_most``."""
    value = text(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,9}", value, re.ASCII) or int(value) > at_most:
        raise Misconfigured(f"{name} is {value!r}, and must be a whole number from 1 to {at_most}.")
    return int(value)


def count(name: str, default: int, *, at_most: int) -> int:
    """A whole number from 0, which means "never" or "none", to ``at_most``."""
    value = text(name, str(default))
    if value == "0":
        return 0
    return whole(name, default, at_most=at_most)


def mailbox(name: str, default: str) -> str:
    """An address to write from, alone or behind a name: `Press Office <press@example.org>`."""
    value = text(name, default)
    address = parseaddr(value)[1]
    if "\n" in value or not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
        raise Misconfigured(f"{name} is {value!r}, and must be an address such as press@example.org.")
    return value


def words(name: str, default: list[str]) -> list[str]:
    """A list separated by commas."""
    value = text(name)
    if not value:
        return default
    found = [word.strip() for word in value.split(",") if word.strip()]
    if not found:
        raise Misconfigured(f"{name} is {value!r}, which is a list without an entry.")
    return found


def hosts(name: str, default: list[str]) -> list[str]:
    """Host names a request may carry; `*` is refused because it makes the Host header an input of everybody's links."""
    found = words(name, default)
    for host in found:
        if not re.fullmatch(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\]", host):
            raise Misconfigured(f"{name} holds {host!r}, and takes host names only: no scheme, port, path or '*'.")
    return found


def origin(name: str, default: str) -> str:
    """The address of a site as `scheme://host[:port]`, without a slash at its end."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or value != f"{parts.scheme}://{parts.netloc}" or "@" in value or any(c.isspace() for c in value):
        raise Misconfigured(f"{name} is {value!r}, and must look like https://news.example.org, without a path.")
    return value


def web_address(name: str) -> str:
    """The address of something on the web, with a path where it has one; nothing where it is not set."""
    value = text(name)
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    # It goes into a header, between angle brackets (RFC 8288, 3), and into every feed.
    if (
        not usable
        or "@" in parts.netloc
        or "#" in value
        or not re.fullmatch(r"[!-~]+", value)
        or set(value) & set('<>"\\')
    ):
        raise Misconfigured(f"{name} is {value!r}, and must look like https://hub.example.org/.")
    return value


def location(name: str) -> str:
    """A folder in the addresses of the web server, as in `/_stored/`; nothing where it is not set."""
    value = text(name)
    if value and not re.fullmatch(r"/[A-Za-z0-9_-]+/", value):
        raise Misconfigured(f"{name} is {value!r}, and must look like /_stored/.")
    return value


def one_of(name: str, default: str, choices: Sequence[str]) -> str:
    """One of these words, as they are written here."""
    value = text(name, default)
    found = {choice.lower(): choice for choice in choices}.get(value.lower())
    if found is None:
        raise Misconfigured(f"{name} is {value!r}, and must be one of {', '.join(choices)}.")
    return found


def header(name: str, default: str) -> str:
    """The name of a header, as in X-Forwarded-For."""
    value = text(name, default)
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", value):
        raise Misconfigured(f"{name} is {value!r}, and must be the name of a header, such as X-Forwarded-For.")
    return value


def proxies(name: str) -> Proxies:
    """Addresses and networks of proxies, separated by commas; `unix` where the server listens at a UNIX socket."""
    networks = []
    for each in (found := words(name, [])):
        if each == "unix":
            continue
        try:
            networks.append(ip_network(each))
        except ValueError as error:
            raise Misconfigured(
                f"{name} holds {each!r}, and takes addresses such as 192.0.2.7, networks such as 10.0.0.0/8, and unix."
            ) from error
        if networks[-1].prefixlen == 0:
            raise Misconfigured(f"{name} holds {each!r}, which is everybody: anybody could then say who they are.")
    return Proxies(networks=tuple(networks), unix="unix" in found)


def folder(name: str, default: Path) -> Path:
    """An absolute folder; a relative one is refused because it would move with the working directory of each process."""
    path = Path(text(name, str(default))).expanduser()
    if not path.is_absolute():
        raise Misconfigured(f"{name} is {str(path)!r}, and must be an absolute path.")
    if path.exists() and not path.is_dir():
        raise Misconfigured(f"{name} is {str(path)!r}, which is not a folder.")
    return path


def time_zone(name: str, default: str) -> str:
    """The name of a time zone in the IANA database."""
    value = text(name, default)
    if value not in available_timezones():
        raise Misconfigured(f"{name} is {value!r}, and must be a name like Europe/London.")
    return value


def languages(name: str, default: list[str]) -> list[tuple[str, str]]:
    """Language codes, the default one first, with the name of each in that language."""
    found = [code.lower() for code in words(name, default)]
    for code in found:
        if "name_local" not in LANG_INFO.get(code, {}):
            raise Misconfigured(f"{name} holds {code!r}, which is no language that Django knows.")
    if len(set(found)) != len(found):
        raise Misconfigured(f"{name} names a language twice.")
    return [(code, LANG_INFO[code]["name_local"]) for code in found]


def clock(name: str, default: str) -> time:
    """A time of day on the office's clocks, as in 09:30."""
    value = text(name, default)
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise Misconfigured(f"{name} is {value!r}, and must be a time of day like 09:30.")
    return time.fromisoformat(value)


def time_zones(name: str) -> list[str]:
    """Names of time zones in the IANA database."""
    found = words(name, [])
    for zone in found:
        if zone not in available_timezones():
            raise Misconfigured(f"{name} holds {zone!r}, and takes names like Europe/London, separated by commas.")
    return found


def reviewers(name: str, default: int) -> dict[str, int]:
    """How many people must approve a release: one number, and others for some kinds, as in ``1, speech=2``.

    The number that holds for every other kind is under the empty key.
    """
    found: dict[str, int] = {}
    for word in words(name, []):
        kind, equals, number = (part.strip() for part in word.rpartition("="))
        if number not in {"0", "1", "2"} or "=" in kind or bool(equals) != bool(kind):
            raise Misconfigured(
                f"{name} holds {word!r}, and takes 0, 1 or 2, with kinds that differ behind it: 1, speech=2."
            )
        if kind in found:
            raise Misconfigured(f"{name} holds two numbers for {kind or 'every kind'}, and only one can be right.")
        found[kind] = int(number)
    return {"": default, **found}
