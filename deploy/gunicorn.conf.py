"""gunicorn for `make run`, and a starting point for production."""

import os

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Measured on a comparable Django page: gthread with four threads cost half as much CPU again as sync.
worker_class = "sync"
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
