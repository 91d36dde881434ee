"""gunicorn for `make run`, and a starting point for production."""

import os
from pathlib import Path

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads cost some CPU, and without them a worker waits for whoever has connected and says nothing, as browsers do to be
# ready for the next click: four such connections stopped two sync workers until their time-out (measured), and not these.
worker_class = "gthread"
threads = 8
# Workers prove that they live by touching a file; on a busy disk that can take longer than the time-out.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  (gunicorn makes a private file in it)
# A release with its picture is uploaded in one request.
timeout = 60
graceful_timeout = 20
# Workers are replaced now and then, not all at once: whatever leaks in a library cannot fill the machine.
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "warning"
wsgi_app = "pressroom.wsgi:application"
