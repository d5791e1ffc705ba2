# Everything CI checks: `make check`. The tests alone: `make test`.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: check format lint layers types docs test benchmarks

check: format lint layers types docs test

format:
	$(BIN)ruff format --check .

lint:
	$(BIN)ruff check .

layers:
	$(BIN)lint-imports

types:
	$(BIN)mypy

docs:
	$(PYTHON) -m cogapp --check --check-fail-msg "Run: python -m cogapp -r README.md" README.md

test:
	$(PYTHON) -m pytest

benchmarks:
	$(PYTHON) -m tests.benchmarks.search
