"""There is one "not found": no address that somebody guesses is answered by nginx or by the disk."""

from pathlib import Path

import pytest

from tests.servers.asking import Answer, ask
from tests.servers.conftest import FILES, Behind
from tests.servers.running import PREFIX
from tests.servers.running import configured as nginx_configuration
from tests.servers.scene import NAME, exact, public_release

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def stored() -> list[str]:
    """The names of stored files that are public, which guesses below are made of."""
    release = public_release()
    assert exact(release)
    return sorted(str(path.relative_to(FILES)) for path in FILES.rglob("*") if path.is_file())


def test_the_disk_cannot_be_asked(stored: list[str], port: int) -> None:
    never_was = ask(port, "/files/never-was/never.csv")
    never_was_headed = ask(port, "/files/never-was/never.csv", "HEAD")
    assert (never_was.status, never_was_headed.status, never_was_headed.body) == (404, 404, b"")
    for name in stored[:2]:
        for guess in (
            f"{PREFIX}whole/{name}",
            f"{PREFIX}part/{name}",
            f"{PREFIX}{name}",
            f"{PREFIX}whole/../part/{name}",
            f"/{PREFIX}whole/{name}",
            f"{PREFIX}whole//{name}",
            f"/%5fstored/whole/{name}",
            f"/static/../files/{name}",
            f"/static/%2e%2e/files/{name}",
            f"/static/..%2ffiles%2f{name}",
            f"/static/css/../../files/{name}",
            f"/static/{name}.0123456789ab.csv",
            f"/files/{name}",
            f"/files/..%2f{name}/{NAME}",
            f"/files/%2e%2e/{name}",
            f"/files//{name}",
            f"/media/{name}",
            f"/{name}",
        ):
            same(ask(port, guess), never_was, guess)
            same(
                ask(port, guess, headers={"Range": "bytes=0-5", "X-Accel-Redirect": f"{PREFIX}whole/{name}"}),
                never_was,
                guess,
            )
            head = ask(port, guess, "HEAD")
            same(head, never_was_headed, guess)
    for folder in (
        PREFIX,
        f"{PREFIX}whole/",
        f"{PREFIX}part/",
        "/files/",
        "/files/never-was/",
        "/static/",
        "/static/css/",
    ):
        same(ask(port, folder), never_was, folder)


def same(found: Answer, expected: Answer, what: str) -> None:
    assert found.told == expected.told, what


def test_what_no_address_may_hold_is_refused_whatever_exists(stored: list[str], port: int) -> None:
    """Servers differ in how; what matters is that the answer knows nothing of the disk."""
    [key] = {name.split("/")[1] for name in stored if name.startswith("documents/")}
    assert ask(port, f"/files/{key}/{NAME}").status == 200
    for form in (
        "/files/{}/a%00b.csv",
        "/files/../../{}",
        "/files/%2e%2e/%2e%2e/{}",
        "/files/{}%00/x.csv",
        "/files/{}/%ff.csv",
    ):
        found = ask(port, form.format(key))
        assert found.status in (200, 400, 404), form
        if found.status != 200:
            assert found.told == ask(port, form.format("never-was-000000000000000")).told, form


def test_nginx_sends_what_is_hashed_and_asks_for_all_else(stored: list[str], behind: Behind) -> None:
    folder = FILES.parent / "static" / "css"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "quay.0123456789ab.css").write_text("body { color: teal }")
    (folder / "quay.0123456789ab.css.gz").write_bytes(b"not for those who did not ask")
    (folder / "quay.css").write_text("body { color: teal }")
    port = behind.nginx.port
    hashed = ask(port, "/static/css/quay.0123456789ab.css")
    assert (hashed.status, hashed.body) == (200, b"body { color: teal }")
    assert hashed["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashed["Content-Type"] == "text/css; charset=utf-8"
    assert hashed["X-Content-Type-Options"] == "nosniff"
    packed = ask(port, "/static/css/quay.0123456789ab.css", headers={"Accept-Encoding": "gzip"})
    assert (packed["Content-Encoding"], packed.body[:3]) == ("gzip", b"not")
    never_was = ask(port, "/files/never-was/never.csv")
    for path in ("/static/css/quay.css", "/static/css/gone.0123456789ab.css", "/static/css.0123456789ab.css/"):
        same(ask(port, path), never_was, path)


def test_nginx_finds_no_fault_with_the_shipped_file(behind: Behind) -> None:
    """It would say so in the log: a directive in the wrong place, two locations with one name."""
    assert nginx_configuration(8081, 8080, Path("/nowhere"))
    complaints = [line for line in behind.nginx.log.read_text().splitlines() if "[warn]" in line or "[emerg]" in line]
    # What it says of a request is another matter: that a large upload went to a temporary file, for one.
    assert not [line for line in complaints if "client:" not in line]
