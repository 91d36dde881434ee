"""Misconfiguration is a system check with an id and a hint, not a traceback at three in the morning."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.utils.module_loading import import_string

from pressroom import env
from pressroom.client_address import Proxies
from pressroom.env_urls import LOCAL_STORAGE, S3_STORAGE
from pressroom.security_contact import is_contact
from releases.pdf.installed import missing
from releases.workflow import Kind

Configs = Sequence[AppConfig] | None

SECRET_KEY_LENGTH = 50
"""Django's own measure of a key that was made by a machine (security.W009)."""
PUBLIC_OPTIONS = ("base_url", "custom_domain", "default_acl", "cloudfront_key")
"""What would give stored files an address, in the storages that Django and django-storages bring."""


def secret_key(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """There is a key. ``make run`` makes one; nobody else's start may invent one that changes with every process."""
    if _key():
        return []
    return [
        Error(
            "SECRET_KEY is not set, so nobody can log in and no signed address works.",
            hint="Set SECRET_KEY, or SECRET_KEY_FILE to a file that holds it; `make run` makes one under DATA_DIR.",
            id="pressroom.E001",
        )
    ]


def data_dir(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Private files do not lie where a web server might serve them, nor inside the sources that are served as static."""
    storage = settings.STORAGES["private"]
    options = storage.get("OPTIONS", {})
    # The location in an object storage is no path of this machine.
    local = storage.get("BACKEND", LOCAL_STORAGE) == LOCAL_STORAGE
    private = Path(options.get("location", settings.DATA_DIR) if local else settings.DATA_DIR).resolve()
    served = [Path(settings.STATIC_ROOT).resolve(), *(Path(folder).resolve() for folder in settings.STATICFILES_DIRS)]
    if any(private == folder or folder in private.parents for folder in served):
        return [
            Error(
                f"Private files would lie in {private}, inside a folder that is served as static files.",
                hint="Set DATA_DIR to a folder outside the project's static/ folder.",
                id="pressroom.E002",
            )
        ]
    return []


def storages(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """No storage gives its files an address that works without asking a view; static files are nobody's secret."""
    found: list[CheckMessage] = []
    for alias, storage in settings.STORAGES.items():
        options = storage.get("OPTIONS", {})
        public = sorted(name for name in PUBLIC_OPTIONS if options.get(name))
        ours = storage["BACKEND"] in {LOCAL_STORAGE, S3_STORAGE}
        if alias != "staticfiles" and (public or not ours):
            why = f"its option {public[0]} makes files public" if public else f"{storage['BACKEND']} is not one of ours"
            found.append(
                Error(
                    f"The storage {alias!r} could give out what is under embargo: {why}.",
                    hint="Leave STORAGES as it is, and say with STORAGE_URL where files are kept.",
                    id="pressroom.E010",
                )
            )
    if settings.MEDIA_URL not in {"", "/"}:
        found.append(
            Error(
                f"MEDIA_URL is {settings.MEDIA_URL!r}, an address at which uploads would be had without asking.",
                hint="Remove MEDIA_URL: stored files have no address of their own.",
                id="pressroom.E010",
            )
        )
    return found


def reviewers(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt kind would quietly be reviewed by fewer people than the office believes."""
    unknown = sorted(set(settings.REVIEWERS) - {"", *Kind.values})
    if not unknown:
        return []
    return [
        Error(
            f"REVIEWERS names {', '.join(unknown)}, which is no kind of release.",
            hint=f"The kinds are: {', '.join(Kind.values)}.",
            id="pressroom.E008",
        )
    ]


def proxies(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy that nobody named, all readers have one address: ten replies an hour would be all that the site takes."""
    if Proxies() != settings.TRUSTED_PROXIES:
        return []
    # What the setting holds is the operator's choice, whatever the settings' module makes of it at first.
    behind = bool(settings.SECURE_PROXY_SSL_HEADER)
    if not behind:
        return _header_of_nobody()
    return [
        Error(
            "BEHIND_TLS_PROXY says that a proxy stands in front, and TRUSTED_PROXIES does not name it.",
            hint="Set TRUSTED_PROXIES to the addresses of your proxies, such as 127.0.0.1, or to unix for a socket.",
            id="pressroom.E011",
        )
    ]


def _header_of_nobody() -> list[CheckMessage]:
    """Until TRUSTED_PROXIES came, naming the header was enough; whoever still relies on that is told."""
    if not env.text("CLIENT_ADDRESS_HEADER"):
        return []
    return [
        Warning(
            "CLIENT_ADDRESS_HEADER names a header that nobody is believed about, because TRUSTED_PROXIES names no proxy.",
            hint="Set TRUSTED_PROXIES to the addresses of your proxies, or unset CLIENT_ADDRESS_HEADER.",
            id="pressroom.W012",
        )
    ]


def security_contact(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Somebody who found a hole and gets no answer tells the world instead."""
    return [
        Error(
            f"SECURITY_CONTACT holds {contact!r}, at which nobody can be reached.",
            hint="Name addresses such as mailto:security@example.org or https://example.org/security, separated by commas.",
            id="pressroom.E014",
        )
        for contact in settings.SECURITY_CONTACT
        if not is_contact(contact)
    ]


def uploads(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """Every uploaded file goes through one door: Whitehall's leak of 2026 was a class of file that nobody had thought of."""
    # Checks are registered before models may be imported.
    stored = import_string("releases.media.models.Stored")
    return [
        Error(
            f"{model._meta.label}.{field.name} stores files outside the library.",
            hint="Point to releases.media.models.Image or DocumentFile instead, or derive the model from Stored.",
            obj=model,
            id="pressroom.E009",
        )
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, stored)
        for field in model._meta.local_fields
        if isinstance(field, models.FileField | models.FilePathField)
    ]


def pdf(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """PDFs of releases are an extra: without it there is no link to one, and an operator should know why."""
    lacking = missing()
    if not lacking:
        return []
    return [
        Warning(
            f"Releases are not to be had as PDF: {', '.join(lacking)} cannot be found.",
            hint="Install Pressroom with its extra pdf (weasyprint), and with apt: libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0 fonts-liberation; or silence this check.",
            id="pressroom.W013",
        )
    ]


def production(app_configs: Configs, **kwargs: Any) -> list[CheckMessage]:
    """What is fine on a laptop and not in front of the public; asked for by ``check --deploy``."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(
            Error(
                "DEBUG is on: errors would show settings and data to readers.", hint="Unset DEBUG.", id="pressroom.E003"
            )
        )
    if not settings.SITE_URL.startswith("https://"):
        found.append(
            Error(
                f"SITE_URL is {settings.SITE_URL}: logins and replies would travel in the clear.",
                hint="Set SITE_URL to the public https:// address of the site.",
                id="pressroom.E004",
            )
        )
    if 0 < len(_key()) < SECRET_KEY_LENGTH:
        found.append(
            Error(
                f"SECRET_KEY has fewer than {SECRET_KEY_LENGTH} characters and could be guessed.",
                hint='Make one with: python -c "import secrets; print(secrets.token_urlsafe(64))"',
                id="pressroom.E005",
            )
        )
    found.extend(_hosts())
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        found.append(
            Warning(
                "The database is SQLite, which serves one host only.",
                hint="Set DATABASE_URL to postgresql://… when more than one host serves the site, or silence this check.",
                id="pressroom.W006",
            )
        )
    return found


def _key() -> str:
    """The key, or nothing: Django raises on reading an empty one."""
    try:
        return settings.SECRET_KEY
    except ImproperlyConfigured:
        return ""


def _hosts() -> list[CheckMessage]:
    local = {"127.0.0.1", "localhost", "[::1]"}
    if not set(settings.ALLOWED_HOSTS) - local:
        return [
            Error(
                "ALLOWED_HOSTS names no host that the public can reach.",
                hint="Set ALLOWED_HOSTS to the site's host name; by default it is that of an https SITE_URL.",
                id="pressroom.E007",
            )
        ]
    return []
