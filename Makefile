# The commands of P2KP Case Management. `make` alone lists them.
#
# Everything lives in this folder: the environment in .venv, data in var. Nothing is needed but
# Python 3.11 to 3.13 with venv, and the packages named with their hashes in requirements/.

VENV ?= .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.stamp
UV ?= uv

# The first Python that fits; asked for only when an environment has to be made.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	2>/dev/null && command -v $$python && break; done)

HOST ?= 127.0.0.1
PORT ?= 8000

# An empty environment (env -i, some services) has no PATH, and make then finds no program.
export PATH := $(or $(PATH),/usr/local/bin:/usr/bin:/bin)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

.DEFAULT_GOAL := help

.PHONY: help setup demo test check format messages dictionary screenshots lock
help:
	@echo "make demo          play the demo story, then serve the site (PORT=8000; SERVE=0 does not serve)"
	@echo "make test          run all tests (ARGS='-k name'; REQUIRE_ALL=1 fails if a part did not run)"
	@echo "make bench         measure against the stock way and the floor (JOBS=import,export,lists,works,"
	@echo "                   disbursements,cases,summaries ROWS=50000 DB=sqlite,postgresql RUNS=3 REPORT=file.md; more in scripts/bench/__main__.py)"
	@echo "make check         run all checks (make -k check does not stop at the first fault)"
	@echo "make setup         make the environment only"
	@echo "make format        bring the code into shape"
	@echo "make messages      collect the texts to translate, and compile the catalogues"
	@echo "make dictionary    write docs/data-dictionary.md anew from the datasets"
	@echo "make screenshots   take the pictures of docs/screens.md from a demo that runs (PORT=8000)"
	@echo "make lock          pin the versions (needs uv; UPGRADE=--upgrade takes the newest)"

setup: $(READY)

$(READY): requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11, 3.12 or 3.13 found; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "make: $(PYTHON) lacks venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making the environment in $(VENV), once ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install -qq --no-compile --require-hashes --no-deps -r requirements/dev.txt
	@touch $@

demo: $(READY)
	@$(PY) manage.py demo --host $(HOST) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(READY)
	@$(PY) scripts/test.py $(ARGS)

# ROWS, RUNS and the like have their defaults in scripts/bench/__main__.py.
.PHONY: bench
bench: $(READY)
	@PYTHONPATH=.:scripts $(PY) -m bench $(if $(JOBS),--jobs $(JOBS)) $(if $(DB),--db $(DB)) \
		$(if $(ROWS),--rows $(ROWS)) $(if $(RUNS),--runs $(RUNS)) $(if $(REPORT),--report $(REPORT)) $(ARGS)

CHECKS := check-lint check-format check-imports check-types check-migrations check-templates \
	check-deployment check-messages check-dictionary
.PHONY: $(CHECKS)
check: $(CHECKS)
$(CHECKS): $(READY)
# Checks that start Django do so on a database and folders of their own.
$(CHECKS): export VAR_DIR := var/check
$(CHECKS): export DATABASE_URL := sqlite:///var/check/db.sqlite3

check-lint:
	$(PY) -m ruff check --quiet .

check-format:
	$(PY) -m ruff format --check --quiet .

check-imports:
	$(VENV)/bin/lint-imports

check-types:
	$(PY) -m mypy

check-migrations:
	$(PY) manage.py makemigrations --check --dry-run

check-templates:
	$(PY) -m djlint --lint --quiet p2kp_site communities programs finance

check-deployment:
	DEBUG=0 HTTPS=1 ALLOWED_HOSTS=p2kp.example $(PY) manage.py check --deploy --fail-level WARNING

check-messages:
	$(PY) scripts/messages.py check

check-dictionary:
	$(PY) scripts/data_dictionary.py check

format: $(READY)
	$(PY) -m ruff check --fix --quiet .
	$(PY) -m ruff format --quiet .

messages: $(READY)
	$(PY) scripts/messages.py update

dictionary: $(READY)
	$(PY) scripts/data_dictionary.py update

screenshots: $(READY)
	$(PY) scripts/screenshots.py http://$(HOST):$(PORT)

# No header and no annotation: they would name the machine that made the files.
LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --fork-strategy fewest
lock:
	@command -v $(UV) >/dev/null || { echo "make: lock needs uv (https://docs.astral.sh/uv/)" >&2; exit 1; }
	$(LOCK) $(UPGRADE) pyproject.toml --group dev --output-file requirements/dev.txt
	$(LOCK) $(UPGRADE) pyproject.toml --constraints requirements/dev.txt --output-file requirements/runtime.txt
	$(LOCK) $(UPGRADE) --no-deps --group pyproject.toml:postgresql --output-file requirements/postgresql.txt
