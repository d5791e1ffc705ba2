# Everything CI checks: `make check`. The tests alone: `make test`.
PYTHON ?= .venv/bin/python
BIN := $(dir $(PYTHON))

.PHONY: check format lint layers types docs reference site wheel test cluster-test benchmarks

check: format lint layers types docs wheel test

format:
	$(BIN)ruff format --check .

lint:
	$(BIN)ruff check .

layers:
	$(BIN)lint-imports

types:
	$(BIN)mypy

# The generated pages, man pages and JSON Schemas are as the code is, and the site has no broken link.
docs: site
	$(PYTHON) -m cogapp --check --check-fail-msg "Run: make reference" docs/reference/*.md
	$(PYTHON) -m tests.docs.manual --check
	$(PYTHON) -m tests.docs.schema --check
	$(PYTHON) -m tests.docs.completion --check

reference:
	$(PYTHON) -m cogapp -r docs/reference/*.md
	$(PYTHON) -m tests.docs.manual
	$(PYTHON) -m tests.docs.schema
	$(PYTHON) -m tests.docs.completion

site:
	$(BIN)zensical build --strict --clean

# The wheel has the man pages, and the pages that `kcs help TOPIC` prints.
wheel:
	rm -rf dist
	$(PYTHON) -m pip wheel --quiet --no-deps --wheel-dir dist .
	$(PYTHON) -m tests.docs.wheel dist/*.whl

test:
	$(PYTHON) -m pytest

# With three real nodes of OpenSearch, where Java 21 and Maven are there; skipped with a reason elsewhere.
cluster-test:
	$(PYTHON) -m tests.cluster $(PYTHON) -m pytest -n 0 tests/cluster tests/search/cluster tests/search/engine_contract

benchmarks:
	$(PYTHON) -m tests.benchmarks.search
