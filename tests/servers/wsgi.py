"""The site as gunicorn serves it in tests: the real application, with static files taken where they lie.

Collecting and compressing them takes longer than all that is asked here; settings look for pytest to know that.
"""

import pytest

from pressroom.wsgi import application

__all__ = ["application", "pytest"]
