# One command each. Everything runs as `.venv/bin/python -m ...`: the scripts of a
# virtual environment do not work below a path with a space.
.DEFAULT_GOAL := help
.PHONY: help run setup stop test soak check messages screenshots lock format venv
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
export PORT ?= 8000
export HOST ?= 127.0.0.1
# Of `make test`: `make test ARGS="-k payout -x"`.
ARGS ?=

help:
	@echo "make run          set up what is missing, then serve on http://$(HOST):$(PORT)/ (PORT=... HOST=...)"
	@echo "make setup        the same without serving"
	@echo "make stop         stop the embedded servers"
	@echo "make test         the tests (ARGS=\"-k name\")"
	@echo "make soak         every combination of a gateway's tempers and answers, and a long walk of the ledger"
	@echo "make check        formatting, types, imports, migrations, translations, deployment, sizes"
	@echo "make format       format and fix what can be fixed"
	@echo "make messages     enter new strings into the translations"
	@echo "make screenshots  take the README's pictures again, from the demo"
	@echo "make lock         resolve requirements.in again"

run: venv
	@$(PY) -m config.serve --check
	@$(PY) -m config.setup
	@exec $(PY) -m config.serve

setup: venv
	@$(PY) -m config.setup

stop:
	@if [ -x $(PY) ]; then $(PY) -m config.embedded stop; else echo "Nothing was set up here."; fi

test: venv
	@$(PY) -m config.translations
	@exec $(PY) -m pytest -n 2 --dist loadfile $(ARGS)

# Files that the suite does not collect. SOAK_SEED=... plays the same again, SOAK_CASES=... plays fewer.
soak: venv
	@$(PY) -m config.translations
	@exec $(PY) -m pytest tests/soak -q --timeout 0 -o python_files="soak_*.py" $(ARGS)

check: venv
	@$(PY) -m config.translations
	@$(PY) -m tests.architecture

format: venv
	$(PY) -m ruff check --fix -q .
	$(PY) -m ruff format -q .
	find templates -name "*.html" -exec $(VENV)/bin/djade --target-version 5.2 {} +

messages: venv
	$(PY) -m config.translations update

screenshots: venv
	@exec $(PY) -m tests.screenshots

lock: venv
	$(PY) -m uv pip compile requirements.in -o requirements.txt --universal --generate-hashes \
		--python-version 3.11 --no-header --no-annotate --no-emit-find-links -q

# --- the virtual environment -----------------------------------------------------
venv: $(VENV)/.installed

# Linked to another checkout's environment, it is that one's to install.
$(VENV)/.installed: requirements.txt
	@if [ -L $(VENV) ]; then exit 0; fi; exec $(PYTHON) config/bootstrap.py $(VENV)
