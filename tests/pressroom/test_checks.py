"""What an installation may get wrong is named by a check with an id and a hint."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import CheckMessage
from django.core.checks.registry import registry
from django.db import models
from django.test.utils import isolate_apps

from pressroom import checks, env_urls
from releases.media.models import Stored

SAFE: dict[str, Any] = {
    "DEBUG": False,
    "SITE_URL": "https://news.example.org",
    "SECRET_KEY": "k" * 64,
    "ALLOWED_HOSTS": ["news.example.org"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.postgresql"}},
}


def found(monkeypatch: pytest.MonkeyPatch, **different: Any) -> list[CheckMessage]:
    """What the production check says of safe settings in which these differ."""
    monkeypatch.setattr(checks, "settings", SimpleNamespace(**{**SAFE, **different}))
    messages = checks.production(None)
    assert all(message.hint for message in messages)
    return messages


def test_safe_settings_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(monkeypatch) == []


@pytest.mark.parametrize(
    ("different", "id"),
    [
        ({"DEBUG": True}, "pressroom.E003"),
        ({"SITE_URL": "http://news.example.org"}, "pressroom.E004"),
        ({"SECRET_KEY": "short"}, "pressroom.E005"),
        ({"DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}}}, "pressroom.W006"),
        ({"ALLOWED_HOSTS": ["localhost", "127.0.0.1"]}, "pressroom.E007"),
    ],
)
def test_each_unsafe_setting_has_its_own_message(
    monkeypatch: pytest.MonkeyPatch, different: dict[str, Any], id: str
) -> None:
    assert [message.id for message in found(monkeypatch, **different)] == [id]


def test_a_missing_key_is_an_error(settings: Any) -> None:
    assert checks.secret_key(None) == []
    settings.SECRET_KEY = ""
    [message] = checks.secret_key(None)
    assert message.id == "pressroom.E001"
    assert "SECRET_KEY_FILE" in str(message.hint)


def test_private_files_inside_a_served_folder_are_an_error(settings: Any) -> None:
    assert checks.data_dir(None) == []
    inside = {"OPTIONS": {"location": f"{settings.STATICFILES_DIRS[0]}/uploads"}}
    settings.STORAGES = {**settings.STORAGES, "private": inside}
    [message] = checks.data_dir(None)
    assert message.id == "pressroom.E002"


def test_a_misspelt_kind_of_release_is_an_error(settings: Any) -> None:
    """It would be reviewed by fewer people than the office believes."""
    settings.REVIEWERS = {"": 1, "speech": 2, "news_release": 0}
    assert checks.reviewers(None) == []
    settings.REVIEWERS = {"": 1, "speach": 2, "Speech": 2}
    [message] = checks.reviewers(None)
    assert message.id == "pressroom.E008"
    assert "Speech, speach" in str(message.msg)
    assert "news_release" in str(message.hint)


def test_the_number_of_reviewers_is_checked_whenever_the_site_starts() -> None:
    """Not only with `--deploy`: who must look is no matter of production alone."""
    assert checks.reviewers in registry.get_checks(include_deployment_checks=False)


@isolate_apps("releases")
def test_a_file_field_outside_the_library_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.uploads(None) == []

    class Brochure(models.Model):  # noqa: DJ008
        scan = models.ImageField()

        class Meta:
            app_label = "releases"

    class Recording(Stored):
        class Meta:
            app_label = "releases"

    monkeypatch.setattr(checks, "apps", SimpleNamespace(get_models=lambda **_options: [Brochure, Recording]))
    [message] = checks.uploads(None)
    assert (message.id, "Brochure.scan" in str(message.msg)) == ("pressroom.E009", True)
    assert "Stored" in str(message.hint)


@pytest.mark.parametrize(
    "change",
    [
        {"OPTIONS": {"location": "/srv", "base_url": "https://news.example.org/media/"}},
        {"BACKEND": env_urls.S3_STORAGE, "OPTIONS": {"custom_domain": "cdn.example.org"}},
        {"BACKEND": env_urls.S3_STORAGE, "OPTIONS": {"default_acl": "public-read"}},
        {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        {"BACKEND": "storages.backends.s3.S3Storage"},
    ],
)
@pytest.mark.parametrize("alias", ["default", "private", "another"])
def test_a_storage_that_could_give_files_out_by_itself_is_an_error(settings: Any, alias: str, change: Any) -> None:
    assert checks.storages(None) == []
    settings.STORAGES = settings.STORAGES | {alias: {"BACKEND": env_urls.LOCAL_STORAGE, "OPTIONS": {}} | change}
    [message] = checks.storages(None)
    assert (message.id, alias in message.msg) == ("pressroom.E010", True)


def test_an_address_for_uploads_is_an_error(settings: Any) -> None:
    settings.MEDIA_URL = "/media/"
    assert [message.id for message in checks.storages(None)] == ["pressroom.E010"]


def test_the_folder_in_an_object_storage_is_no_folder_of_ours(settings: Any) -> None:
    config = {"BACKEND": env_urls.S3_STORAGE, "OPTIONS": {"location": str(settings.STATIC_ROOT)}}
    settings.STORAGES = settings.STORAGES | {"private": config}
    assert checks.data_dir(None) == []


def test_without_weasyprint_an_operator_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.pdf(None) == []
    monkeypatch.setattr(checks, "missing", lambda: ("weasyprint", "libpango-1.0-0"))
    [message] = checks.pdf(None)
    assert message.id == "pressroom.W013"
    assert "weasyprint, libpango-1.0-0" in message.msg
    assert checks.pdf in registry.registered_checks
