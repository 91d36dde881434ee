"""Databases and mail servers are configured as one address each; here they become Django's settings."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

from pressroom import env

# Readers never wait for a writer (WAL). A writer takes its lock at BEGIN, so that "read, decide, write" cannot fail
# half way with SQLITE_BUSY, and waits up to 20 seconds for the one before it. synchronous=FULL and not NORMAL: in WAL
# mode NORMAL may lose the last committed transactions when the power fails, and a reply that was answered "received"
# and then vanishes costs a reader's voice. It is one fsync a write, and a press office writes a few times a minute.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}

# One pool a process, enough for its threads (server.py) and a health check. It replaces CONN_MAX_AGE, which Django
# refuses beside a pool. Connections are tested as they leave the pool, so a restarted PostgreSQL costs nobody an error.
POSTGRESQL_POOL = {"min_size": 1, "max_size": 8, "timeout": 10}


def database(name: str, sqlite_file: Path) -> dict[str, Any]:
    """The database behind `NAME` (or `NAME_FILE`); SQLite in `sqlite_file` where neither is set."""
    address = env.secret(name) or f"sqlite:///{sqlite_file}"
    try:
        config: dict[str, Any] = dict(dj_database_url.parse(address))
    except ValueError as error:
        raise env.Misconfigured(f"{name} cannot be understood: {error}") from error
    if not config.get("NAME"):
        raise env.Misconfigured(f"{name} names no database.")
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {"OPTIONS": SQLITE_OPTIONS | config.get("OPTIONS", {})}
    if config["ENGINE"] == "django.db.backends.postgresql":
        options = {"pool": POSTGRESQL_POOL} | config.get("OPTIONS", {})
        return config | {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    raise env.Misconfigured(
        f"{name} must start with postgresql:// or sqlite:///, the two databases Pressroom is tested on."
    )


def mail(name: str, folder: Path) -> dict[str, Any]:
    """Django's `EMAIL_*` settings for `NAME` (or `NAME_FILE`); files in `folder` where neither is set.

    `smtp://user:password@host:587` speaks STARTTLS when it has a user, `smtps://…:465` speaks TLS from the first byte,
    `console:` prints.
    """
    address = env.secret(name)
    if not address:
        return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": str(folder)}
    if address == "console:":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"smtp", "smtps"} or not re.fullmatch(r"[A-Za-z0-9.:-]+", parts.hostname or ""):
        raise env.Misconfigured(f"{name} must look like smtps://user:password@mail.example.org or be 'console:'.")
    implicit = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or (465 if implicit else 587 if parts.username else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        # A password never travels in the clear.
        "EMAIL_USE_TLS": not implicit and bool(parts.username),
        "EMAIL_TIMEOUT": 20,
    }
