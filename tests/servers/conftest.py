"""The two ways in which readers reach the site: gunicorn alone, and gunicorn behind nginx."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.files import storage as files

from releases.media.models import DocumentFile, Image
from tests.servers.running import NGINX, Server, gunicorn, nginx

FILES = Path(configured.DATA_DIR) / "files"
"""Where the servers have stored files, by their own settings."""


@dataclass(frozen=True)
class Behind:
    """nginx, and the gunicorn that it stands before."""

    nginx: Server
    gunicorn: Server


@pytest.fixture(autouse=True)
def private_files(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test stores is where the servers read it, and not in a folder of the test's own as elsewhere."""
    storages = {name: dict(config) for name, config in settings.STORAGES.items()}
    for name in ("default", "private"):
        storages[name]["OPTIONS"] = {"location": FILES, "base_url": None}
    settings.STORAGES = storages
    for model in (Image, DocumentFile):
        # A field asks for its storage once, when its class is made.
        monkeypatch.setattr(model._meta.get_field("file"), "storage", files.storages["private"])
    yield
    shutil.rmtree(FILES, ignore_errors=True)


@pytest.fixture(scope="session")
def alone(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Server]:
    """gunicorn, which sends the bytes itself."""
    with django_db_blocker.unblock(), gunicorn(tmp_path_factory.mktemp("alone"), behind_nginx=False) as server:
        yield server


@pytest.fixture(scope="session")
def behind(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Behind]:
    """gunicorn behind nginx, which sends the bytes."""
    if not NGINX.exists():
        pytest.skip(f"{NGINX} is missing: install Debian's package nginx")
    folder = tmp_path_factory.mktemp("behind")
    with (
        django_db_blocker.unblock(),
        gunicorn(folder, behind_nginx=True) as server,
        nginx(folder, server.port, FILES.parent) as front,
    ):
        yield Behind(front, server)


@pytest.fixture(params=["gunicorn", "nginx"])
def port(request: pytest.FixtureRequest) -> int:
    """Where to ask."""
    if request.param == "gunicorn":
        return int(request.getfixturevalue("alone").port)
    return int(request.getfixturevalue("behind").nginx.port)
