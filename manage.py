#!/usr/bin/env python
"""Django's command line for Pressroom."""

import os
import sys

from django.core.management import execute_from_command_line

from pressroom.env import Misconfigured


def main() -> None:
    """Run one command; a wrong environment variable is one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pressroom.settings")
    try:
        execute_from_command_line(sys.argv)
    except Misconfigured as error:
        sys.exit(f"Pressroom cannot start: {error}")


if __name__ == "__main__":
    main()
