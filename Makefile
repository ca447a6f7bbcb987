# Two commands for newcomers: `make demo` grades a made-up class, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint bench clean

demo: .venv/demo
	$(BIN)/gradewright grade examples/submissions --out grading
	@echo "Open grading/index.html in a browser."

test: .venv/test lint
	$(BIN)/python -m pytest

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/gradewright generate --check

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "gradewright needs Python 3.11 or later: make PYTHON=python3.11 demo"; exit 1; }
	$(PYTHON) -m venv .venv \
		|| { echo "No venv module: apt-get install python3-venv, then try again"; exit 1; }

.venv/demo: pyproject.toml .venv/bin/python
	$(INSTALL) --editable .
	@touch $@

.venv/test: pyproject.toml .venv/bin/python
	$(INSTALL) --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv grading
