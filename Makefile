# Newsroom's commands; `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PY := .venv/bin/python
PORT ?= 8000
WORKERS ?= $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
export PYTHONDONTWRITEBYTECODE ?=

.PHONY: help run dev stop upgrade test check bench lock clean env env-test

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' Makefile

run: env ## the whole site on http://127.0.0.1:8000 (PORT= to change; EMPTY=1: no demo edition)
	@exec $(PY) manage.py serve --port $(PORT) $(if $(WORKERS),--workers $(WORKERS)) $(if $(EMPTY),--empty)

dev: env ## the same data with Django's own server, DEBUG on
	@DEBUG=1 $(PY) manage.py migrate -v0 && DEBUG=1 $(PY) manage.py createcachetable && DEBUG=1 exec $(PY) manage.py runserver 127.0.0.1:$(PORT)

stop: env ## stop the site and its PostgreSQL
	@$(PY) manage.py serve --stop

upgrade: ## after `git pull`: backup, packages, tables, restart, health; on trouble the way back
	@$(PY) -m newsroom.keeping.upgrading

test: env-test ## the whole test suite
	@$(PY) -m pytest -n $(WORKERS) $(ARGS)

check: env-test ## what CI runs: lock, style, types, shape, migrations, deploy checks, tests
	@.ci/check

bench: env-test ## the benchmark tables
	@$(PY) benchmarks/run.py
	@STORM_SECONDS=60 $(PY) -m pytest -q -s -p no:cacheprovider tests/pagecache/test_storm.py

lock: env-test ## make the lock files anew from pyproject.toml
	@$(PY) .ci/lock.py --make

env:
	@./bootstrap.sh run

env-test:
	@./bootstrap.sh test

clean: ## remove the environment and what was built; never var/ (data, media, keys)
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage test-results
	find . -name __pycache__ -not -path './var/*' -type d -prune -exec rm -rf {} +
