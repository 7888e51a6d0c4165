# Works with GNU make 3.81 (macOS) and a plain /bin/sh. `make` alone lists the targets.
# PYTHON=/path/to/python names the Python that .venv is made from.

BIN := .venv/bin
TESTS ?= tests
PYTEST_ARGS ?= -n 2 --dist loadfile

ifdef PYTHON
export PYTHON
endif

.DEFAULT_GOAL := help
.PHONY: help lab test bench lint format set-up warm-up browser checks lock clean

help:
	@echo "make lab      sets everything up and opens the lab on http://127.0.0.1:8501"
	@echo "make test     runs every check and every test"
	@echo "make bench    measures speed"
	@echo "make lint     checks style and types, and changes nothing"
	@echo "make format   puts the code into its one format"

lab: warm-up
	@exec $(BIN)/qunlab lab

test: warm-up browser checks
	@$(BIN)/python -m pytest $(PYTEST_ARGS) $(TESTS)

bench: warm-up
	@$(BIN)/python -m benchmarks

lint: checks

format: set-up
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

# From here on: the targets that the ones above use, and those for maintainers.

set-up:
	@.ci/set_up.sh

warm-up: set-up
	@$(BIN)/python -m experiments.warm_up

browser: set-up
	@.ci/browser.sh

checks: set-up
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Takes the newest versions that pyproject.toml allows, for every Python and machine at once.
lock: set-up
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
		-o requirements.lock

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find sim scenarios experiments app tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
