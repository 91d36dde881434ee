# Pressroom. `make` alone shows what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev test audit pictures lint format lock screenshots messages clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-12s %s\n", $$1, $$2 }'

run:  ## Serve the site with its demo newsroom on http://127.0.0.1:8000 (PORT=… for another port)
	@PORT="$(or $(PORT),8000)" deploy/run

dev:  ## The developer's server: reloads, DEBUG on, debug toolbar
	@deploy/dev

test:  ## Everything a change must pass, on SQLite and PostgreSQL, with a real browser
	@.ci/test

audit:  ## The public site under the checkers of others: HTML, CSS, axe, Lighthouse, weight, links
	@.ci/audit

lint:  ## ruff (lint and format check) and mypy
	@deploy/venv dev
	@.ci/lint

format:  ## Let ruff format and mend what it can
	@deploy/venv dev
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

lock:  ## Resolve pyproject.toml into requirements/*.txt, with hashes and without addresses
	@deploy/venv dev
	@.ci/lock

screenshots:  ## Make the README's pictures again from the demo newsroom
	@deploy/venv dev
	@.venv/bin/python docs/screenshots.py

pictures:  ## Every kind of page in every light and on every screen, into var/screenshots/
	@deploy/venv dev
	@.venv/bin/python -m tests.audit.screenshots

messages:  ## Collect the words to translate and compile the translations (needs gettext)
	@deploy/venv dev
	@SECRET_KEY=messages .venv/bin/python manage.py makemessages --all --no-wrap --no-location --no-obsolete \
		--extension=html,txt,py,xml --ignore=var --ignore=tests --ignore=docs --ignore=bench
	@SECRET_KEY=messages .venv/bin/python manage.py makemessages --all --no-wrap --no-location --no-obsolete \
		--domain=djangojs --ignore=var --ignore='static/vendor'
	@SECRET_KEY=messages .venv/bin/python manage.py compilemessages --ignore=.venv

clean:  ## Remove the virtual environment and caches; keeps var/, where your data is
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
