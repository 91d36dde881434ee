"""Databases, mail servers and file storages are configured as one address each; here they become Django's settings."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

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


LOCAL_STORAGE = "releases.media.storage.AtomicFileSystemStorage"
S3_STORAGE = "releases.media.storage_s3.PrivateS3Storage"
# Amazon's rules for general purpose buckets; every compatible server takes names like these.
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_STORAGE_OPTIONS = {"region", "tls", "addressing", "public"}


def storage(name: str, folder: Path) -> dict[str, Any]:
    """The `STORAGES` entry for what is uploaded, from `NAME` (or `NAME_FILE`); files in `folder` where neither is set.

    `s3://key:secret@host[:port]/bucket[/prefix]?region=…&tls=0|1&addressing=path|virtual&public=https://…`, with key and
    secret percent-encoded, or without them where the machine has a role. `public` is the storage as readers reach it, where
    that is another name than ours. Nothing in either is public: every request asks who may see the file.
    """
    address = env.secret(name)
    if not address:
        return {"BACKEND": LOCAL_STORAGE, "OPTIONS": {"location": folder, "base_url": None}}
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme != "s3" or not re.fullmatch(r"[A-Za-z0-9.-]+", parts.hostname or "") or parts.fragment:
        raise env.Misconfigured(f"{name} must look like s3://key:secret@s3.example.org/bucket?region=eu-west-1.")
    bucket, prefix = _bucket_and_prefix(name, parts.path)
    key, secret = _credentials(name, parts)
    wanted = _storage_options(name, parts.query)
    endpoint = f"{'https' if wanted['tls'] == '1' else 'http'}://{parts.hostname}" + (f":{port}" if port else "")
    return {
        "BACKEND": S3_STORAGE,
        "OPTIONS": {
            "access_key": key,
            "secret_key": secret,
            "bucket_name": bucket,
            "location": prefix,
            "endpoint_url": endpoint,
            "region_name": wanted["region"],
            "addressing": wanted["addressing"],
            "public_endpoint": wanted["public"] or None,
        },
    }


def storage_origins(config: dict[str, Any]) -> list[str]:
    """Where readers are redirected to for a picture: the policy of our own pages has to allow it, or they stay empty."""
    options = config["OPTIONS"]
    if config["BACKEND"] != S3_STORAGE:
        return []
    scheme, _, host = (options["public_endpoint"] or options["endpoint_url"]).partition("://")
    return [
        f"{scheme}://{options['bucket_name']}.{host}" if options["addressing"] == "virtual" else f"{scheme}://{host}"
    ]


def _bucket_and_prefix(name: str, path: str) -> tuple[str, str]:
    bucket, _, prefix = path.removeprefix("/").partition("/")
    if not _BUCKET.fullmatch(bucket):
        raise env.Misconfigured(
            f"{name} must name a bucket after the host: small letters, digits and hyphens, 3 to 63."
        )
    prefix = prefix.rstrip("/")
    # No percent signs, dots or double slashes: the prefix is part of every name, and servers read those differently.
    if prefix and not re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*", prefix):
        raise env.Misconfigured(
            f"{name} has the folder {prefix!r}, and takes letters, digits, hyphens and underscores."
        )
    return bucket, prefix


def _credentials(name: str, parts: SplitResult) -> tuple[str | None, str | None]:
    key, secret = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(key) != bool(secret):
        raise env.Misconfigured(
            f"{name} has only one of key and secret; give both, or neither where the machine has a role."
        )
    return key or None, secret or None


def _storage_options(name: str, query: str) -> dict[str, str]:
    given = parse_qsl(query, keep_blank_values=True)
    options = {"region": "us-east-1", "tls": "1", "addressing": "path", "public": ""} | dict(given)
    if set(options) != _STORAGE_OPTIONS or len(given) != len(dict(given)):
        raise env.Misconfigured(
            f"{name} takes {', '.join(sorted(_STORAGE_OPTIONS))} after the question mark, each once."
        )
    if options["tls"] not in {"0", "1"} or options["addressing"] not in {"path", "virtual"}:
        raise env.Misconfigured(f"{name} takes tls=0 or tls=1, and addressing=path or addressing=virtual.")
    if not re.fullmatch(r"[a-z0-9-]+", options["region"]):
        raise env.Misconfigured(f"{name} has the region {options['region']!r}, and takes one like eu-west-1.")
    if options["public"] and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", options["public"]):
        raise env.Misconfigured(
            f"{name} has public={options['public']!r}, and takes one like https://files.example.org."
        )
    return options
