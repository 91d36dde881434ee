"""``python -m pressroom.secret_key``: make the installation's secret key on its first start.

A module of its own and no management command, because Django's settings already read the key.
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path

from pressroom import env

BASE_DIR = Path(__file__).resolve().parent.parent


def make(file: Path) -> bool:
    """Write a new key to ``file``, readable by its owner only; False where there is one already.

    Two starts at the same moment must not each believe in a key of their own, and neither may read half a key: the key
    is complete before it gets its name, and ``link`` gives the name to the first one only.
    """
    if file.exists():
        return False
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".secret_key.")  # made with mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(64) + "\n")
            draft.flush()
            os.fsync(draft.fileno())
        # Not Path.replace: that would take the name from whoever was first.
        os.link(name, file)
    except FileExistsError:
        return False
    finally:
        Path(name).unlink()
    return True


def main() -> None:
    """Make the key unless the environment brings one."""
    if not env.text("SECRET_KEY") and not env.text("SECRET_KEY_FILE"):
        make(env.folder("DATA_DIR", BASE_DIR / "var") / "secret_key")


if __name__ == "__main__":
    try:
        main()
    except (env.Misconfigured, OSError) as error:
        sys.exit(f"pressroom: no secret key can be kept: {error}")
