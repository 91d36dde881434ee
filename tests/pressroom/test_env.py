"""What the environment says is used as it is, or refused with a sentence that names the variable."""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

from pressroom import env, env_urls


def test_an_empty_variable_counts_as_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_NAME", "  ")
    assert env.text("SITE_NAME", "Press Office") == "Press Office"


@pytest.mark.parametrize("value", ["maybe", "2", "y e s"])
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("DEBUG", value)
    with pytest.raises(env.Misconfigured, match="DEBUG is"):
        env.flag("DEBUG")


def test_a_secret_comes_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.secret("SECRET_KEY") == "from a file"


def test_a_secret_named_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "one")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "other"))
    with pytest.raises(env.Misconfigured, match="both set"):
        env.secret("SECRET_KEY")


@pytest.mark.parametrize("content", [None, ""])
def test_a_secret_file_that_is_missing_or_empty_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "key").write_text(content)
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(env.Misconfigured, match="SECRET_KEY_FILE"):
        env.secret("SECRET_KEY")


@pytest.mark.parametrize("value", ["*", "news.example.org:8000", "https://news.example.org", "a b", "-x"])
def test_a_host_is_a_host_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", value)
    with pytest.raises(env.Misconfigured, match="ALLOWED_HOSTS"):
        env.hosts("ALLOWED_HOSTS", [])


@pytest.mark.parametrize(
    "value",
    ["news.example.org", "ftp://x.org", "https://", "https://x.org/path", "https://me@x.org", "https://x.org:port"],
)
def test_the_sites_address_is_an_origin(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SITE_URL", value)
    with pytest.raises(env.Misconfigured, match="SITE_URL"):
        env.origin("SITE_URL", "")


@pytest.mark.parametrize(
    "value",
    [
        "hub.example.org",
        "ftp://x.org/",
        "https://",
        "https://me@x.org/",
        "https://x.org:port/",
        "https://x.org/#top",
        "https://x.org/a b",
        "https://x.org/>; rel=self",
        "https://x.org/\r\nSet-Cookie:",
        "https://hub.éxample.org/",
    ],
)
def test_the_address_of_a_hub_fits_into_a_header(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WEBSUB_HUB", value)
    with pytest.raises(env.Misconfigured, match="WEBSUB_HUB"):
        env.web_address("WEBSUB_HUB")


@pytest.mark.parametrize("value", ["", "https://hub.example.org/", "http://127.0.0.1:8080/push?for=us&x=1"])
def test_a_hub_has_any_address_on_the_web_or_none(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("WEBSUB_HUB", f" {value} ")
    assert env.web_address("WEBSUB_HUB") == value


@pytest.mark.parametrize(
    ("reader", "value"), [(env.time_zone, "Mars/Olympus"), (env.languages, "en,xx"), (env.languages, "en,en")]
)
def test_zones_and_languages_are_known_ones(monkeypatch: pytest.MonkeyPatch, reader, value: str) -> None:
    monkeypatch.setenv("NAME", value)
    with pytest.raises(env.Misconfigured, match="NAME"):
        reader("NAME", "UTC")


@pytest.mark.parametrize(("value", "expected"), [("", time(9, 30)), ("00:00", time(0)), (" 23:59 ", time(23, 59))])
def test_a_time_of_day_is_read(monkeypatch: pytest.MonkeyPatch, value: str, expected: time) -> None:
    monkeypatch.setenv("PUBLISH_TIME", value)
    assert env.clock("PUBLISH_TIME", "09:30") == expected


@pytest.mark.parametrize("value", ["9:30", "24:00", "09:60", "09.30", "9am", "09:30:00", "09:30+01:00", "٠٩:٣٠"])
def test_what_no_clock_shows_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PUBLISH_TIME", value)
    with pytest.raises(env.Misconfigured, match=r"PUBLISH_TIME is .* like 09:30"):
        env.clock("PUBLISH_TIME", "09:30")


def test_partners_have_time_zones_in_the_order_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARTNER_TIME_ZONES", "Europe/London, Asia/Tokyo,")
    assert env.time_zones("PARTNER_TIME_ZONES") == ["Europe/London", "Asia/Tokyo"]
    monkeypatch.delenv("PARTNER_TIME_ZONES")
    assert env.time_zones("PARTNER_TIME_ZONES") == []


@pytest.mark.parametrize("value", ["Europe/London,Mars/Olympus", "Europe/London;Asia/Tokyo", "London", "../etc/passwd"])
def test_a_time_zone_that_nobody_keeps_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PARTNER_TIME_ZONES", value)
    with pytest.raises(env.Misconfigured, match="PARTNER_TIME_ZONES holds"):
        env.time_zones("PARTNER_TIME_ZONES")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", {"": 1}),
        ("0", {"": 0}),
        ("2", {"": 2}),
        ("1, speech=2", {"": 1, "speech": 2}),
        ("statement=0,2 , speech = 1", {"": 2, "statement": 0, "speech": 1}),
        ("speech=2", {"": 1, "speech": 2}),
    ],
)
def test_reviewers_are_a_number_and_others_for_some_kinds(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: dict[str, int]
) -> None:
    monkeypatch.setenv("REVIEWERS", value)
    assert env.reviewers("REVIEWERS", default=1) == expected


@pytest.mark.parametrize("value", ["3", "-1", "many", "speech=3", "speech=", "speech:2", "speech=1=2", "1.0", "²"])
def test_a_number_of_reviewers_that_cannot_be_kept_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("REVIEWERS", value)
    with pytest.raises(env.Misconfigured, match="REVIEWERS holds"):
        env.reviewers("REVIEWERS", default=1)


@pytest.mark.parametrize("value", ["=2", "1,2", "1, speech=2, speech=1", "0, =1"])
def test_two_numbers_for_one_kind_are_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Otherwise the office would be reviewed by whichever came last, and believe the other."""
    monkeypatch.setenv("REVIEWERS", value)
    with pytest.raises(env.Misconfigured, match="REVIEWERS"):
        env.reviewers("REVIEWERS", default=1)


def test_a_relative_data_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", "var")
    with pytest.raises(env.Misconfigured, match="absolute"):
        env.folder("DATA_DIR", Path("/"))


def test_sqlite_takes_its_lock_at_begin_and_reaches_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    config = env_urls.database("DATABASE_URL", tmp_path / "db.sqlite3")
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in config["OPTIONS"]["init_command"]


def test_postgresql_has_a_pool_and_no_persistent_connections(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me:s%40crt@db.example.org/press")
    config = env_urls.database("DATABASE_URL", tmp_path)
    assert config["PASSWORD"] == "s@crt"
    assert config["OPTIONS"]["pool"]["max_size"] > 1
    assert config["CONN_MAX_AGE"] == 0


@pytest.mark.parametrize("value", ["mysql://me@db/press", "press", "postgresql://db"])
def test_another_database_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str) -> None:
    monkeypatch.setenv("DATABASE_URL", value)
    with pytest.raises(env.Misconfigured, match="DATABASE_URL"):
        env_urls.database("DATABASE_URL", tmp_path)


def test_mail_with_a_password_is_always_encrypted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://me:pass@mail.example.org")
    assert env_urls.mail("EMAIL_URL", tmp_path)["EMAIL_USE_TLS"]
    monkeypatch.setenv("EMAIL_URL", "smtps://me:pass@mail.example.org")
    assert env_urls.mail("EMAIL_URL", tmp_path)["EMAIL_USE_SSL"]


def test_an_unusable_mail_address_does_not_show_its_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMAIL_URL", "imap://me:hush@mail.example.org")
    with pytest.raises(env.Misconfigured) as refused:
        env_urls.mail("EMAIL_URL", tmp_path)
    assert "hush" not in str(refused.value)


def stored(monkeypatch: pytest.MonkeyPatch, address: str) -> dict[str, Any]:
    """The storage that an address names."""
    monkeypatch.setenv("STORAGE_URL", address)
    return env_urls.storage("STORAGE_URL", Path("/srv/files"))


def test_files_lie_on_the_disk_where_nothing_else_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    assert stored(monkeypatch, "")["OPTIONS"] == {"location": Path("/srv/files"), "base_url": None}
    assert env_urls.storage_origins(stored(monkeypatch, "")) == []


def test_an_object_storage_is_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    config = stored(monkeypatch, "s3://AKIA:a%2Fb%2Bc@s3.example.org:9000/press-files/site/a?region=eu-west-1&tls=0")
    assert config["OPTIONS"] == {
        "access_key": "AKIA",
        "secret_key": "a/b+c",
        "bucket_name": "press-files",
        "location": "site/a",
        "endpoint_url": "http://s3.example.org:9000",
        "region_name": "eu-west-1",
        "addressing": "path",
        "public_endpoint": None,
    }
    assert env_urls.storage_origins(config) == ["http://s3.example.org:9000"]


def test_an_object_storage_is_spoken_to_in_tls_and_by_role_unless_said_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = stored(monkeypatch, "s3://s3.eu-west-1.amazonaws.com/press?addressing=virtual")
    assert config["OPTIONS"]["endpoint_url"] == "https://s3.eu-west-1.amazonaws.com"
    assert (config["OPTIONS"]["access_key"], config["OPTIONS"]["secret_key"]) == (None, None)
    assert env_urls.storage_origins(config) == ["https://press.s3.eu-west-1.amazonaws.com"]
    config = stored(monkeypatch, "s3://minio/press?tls=0&public=https://files.example.org")
    assert env_urls.storage_origins(config) == ["https://files.example.org"]


def test_an_object_storages_address_comes_from_a_file_as_other_secrets_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "storage").write_text("s3://k:s@s3.example.org/press\n")
    monkeypatch.setenv("STORAGE_URL_FILE", str(tmp_path / "storage"))
    assert env_urls.storage("STORAGE_URL", Path("/srv"))["OPTIONS"]["bucket_name"] == "press"


@pytest.mark.parametrize(
    "value",
    [
        "/srv/files", "file:///srv/files", "https://s3.example.org/press", "s3:", "s3://", "s3:///press", "s3://host",
        "s3://host/", "s3://host/Press", "s3://host/a", "s3://host/-press", "s3://host/press/../other", "s3://host/press//a",
        "s3://host/press/a b", "s3://host/press/%2e%2e", "s3://k@host/press", "s3://:s@host/press", "s3://h ost/press",
        "s3://host:port/press", "s3://host:99999/press", "s3://host/press#a", "s3://host/press?acl=public-read",
        "s3://host/press?tls=no", "s3://host/press?tls=0&tls=1", "s3://host/press?addressing=auto",
        "s3://host/press?region=", "s3://host/press?region=EU", "s3://host/press?public=files.example.org",
        "s3://host/press?public=https://files.example.org/x", "s3://host/press?public=javascript:alert(1)",
    ],
)  # fmt: skip
def test_a_storage_that_cannot_be_used_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    with pytest.raises(env.Misconfigured, match="STORAGE_URL") as error:
        stored(monkeypatch, value)
    assert ":s@" not in str(error.value)


@pytest.mark.parametrize(
    "value", ["press@example.org", "Press Office <press@example.org>", '"Office, Press" <p@example.org>']
)
def test_mail_comes_from_an_address(monkeypatch, value):
    monkeypatch.setenv("MAIL_FROM", value)
    assert env.mailbox("MAIL_FROM", "x@y") == value


@pytest.mark.parametrize("value", ["press", "Press Office", "press@", "a@b\nBcc: c@d", "<>"])
def test_what_is_no_address_to_write_from_is_refused(monkeypatch, value):
    monkeypatch.setenv("MAIL_FROM", value)
    with pytest.raises(env.Misconfigured, match="MAIL_FROM"):
        env.mailbox("MAIL_FROM", "x@y")


def test_a_count_may_be_nought(monkeypatch):
    for value, expected in (("", 7), ("0", 0), ("30", 30)):
        monkeypatch.setenv("DAYS", value)
        assert env.count("DAYS", 7, at_most=100) == expected
    monkeypatch.setenv("DAYS", "-1")
    with pytest.raises(env.Misconfigured, match="DAYS"):
        env.count("DAYS", 7, at_most=100)


@pytest.mark.parametrize(("value", "paper"), [("", "A4"), ("letter", "Letter"), ("A4", "A4")])
def test_a_choice_is_one_of_the_words_however_it_is_typed(
    monkeypatch: pytest.MonkeyPatch, value: str, paper: str
) -> None:
    monkeypatch.setenv("PAPER", value)
    assert env.one_of("PAPER", "A4", ["A4", "Letter"]) == paper


def test_a_choice_of_anything_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAPER", "A3; } body { display: none")
    with pytest.raises(env.Misconfigured, match="one of A4, Letter"):
        env.one_of("PAPER", "A4", ["A4", "Letter"])
