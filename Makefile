# Two commands for newcomers: `make demo` grades a made-up class, `make test` runs every check.
PYTHON ?= python3
BIN := .venv/bin
# TensorFlow with CUDA is gigabytes: only where there is an NVIDIA GPU to use it.
KERAS := $(if $(wildcard /dev/nvidia0),keras,keras-cpu)
# A process a core and one more; tests that share fixtures stay together (tests/conftest.py).
SPREAD := --numprocesses auto --dist loadgroup --no-loadscope-reorder --durations 12
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check validate lint bench bubblewrap clean

demo: .venv/demo bubblewrap
	@echo "grading/index.html is there in a few seconds and fills as results come: open it."
	$(BIN)/gradewright grade examples/submissions --out grading
	@echo "All is graded: grading/index.html"

test: .venv/test bubblewrap lint
	$(BIN)/python -m pytest $(SPREAD)

# For those who work on it: what is told within a minute or two.
check: .venv/test bubblewrap lint
	$(BIN)/python -m pytest -m "not slow" $(SPREAD)

# Every variant of every assignment: many trainings, so not part of `test`, which takes a sample.
validate: .venv/test bubblewrap
	$(BIN)/gradewright validate --apart

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
	$(INSTALL) --editable '.[grading,gradebook,$(KERAS),svm]'
	@touch $@

.venv/test: pyproject.toml .venv/bin/python
	$(INSTALL) --editable '.[dev,$(KERAS),svm]'
	@touch $@

bench: .venv/test bubblewrap
	$(BIN)/python benchmarks/run.py

# The best isolation needs bubblewrap; without it grading goes on at the next level and says so.
bubblewrap:
	@command -v bwrap >/dev/null || ! command -v apt-get >/dev/null || { \
		if [ "$$(id -u)" = 0 ]; then SUDO=; else SUDO="sudo -n"; fi; \
		{ $$SUDO apt-get install -y -qq bubblewrap >/dev/null 2>&1 \
			|| { $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq bubblewrap; } >/dev/null 2>&1; } \
		|| echo "For the best isolation: sudo apt-get install bubblewrap"; }

clean:
	rm -rf .venv grading
