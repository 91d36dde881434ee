"""The environment tests run in. Loaded with ``-p`` (pyproject.toml), because pytest-django reads the settings before conftest.

Nothing here reaches into the installation's own data; ``DATABASE_URL`` alone is taken from outside, to choose the database.
"""

import os
import tempfile
from pathlib import Path

# Removed with the process; every parallel worker has its own.
_data = tempfile.TemporaryDirectory(prefix="pressroom-tests-")
# WhiteNoise warns of a missing folder; tests read static files where they lie.
Path(_data.name, "static").mkdir()

for _name in (
    "SECRET_KEY_FILE",
    "DEBUG",
    "EMAIL_URL",
    "CACHE_URL",
    "STORAGE_URL",
    "BEHIND_TLS_PROXY",
    "X_ACCEL_PREFIX",
    "CLIENT_ADDRESS_HEADER",
    "TRUSTED_PROXIES",
    "OFFICE_NAME",
    "MAIL_FROM",
    "AKISMET_KEY",
    "REPLIES_CLOSE_AFTER_DAYS",
    "REPLIES_ASK_WEBSITE",
    "REPLIES_RESERVED_NAMES",
    "REPLIES_FLOOD",
):
    os.environ.pop(_name, None)
os.environ.update(
    DATA_DIR=_data.name,
    SECRET_KEY="tests-only-0123456789abcdefghijklmnopqrstuvwxyz-0123456789abcdefghijklmnopqrstuvwxyz",
    SITE_URL="http://testserver",
    SITE_NAME="Test Office",
    SECURITY_CONTACT="mailto:security@example.org",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    LANGUAGES="en,fr",
    TIME_ZONE="America/Toronto",
    # An office of one: most tests are about what readers see. Those about review say how many have to look.
    REVIEWERS="0",
    # Playwright's synchronous interface runs an event loop in the test's thread; Django would refuse it the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)
