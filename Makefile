# Everything runs in .venv, which `make install` makes. uv is used when it is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
# Many processes are started, which takes less time when their modules stay compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: format pages help install fetch sequence demo run test test-postgresql check lint types audit bench faults browser clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

# What running needs, and nothing else: `make demo` and `make run` ask for no more.
$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zhiqun needs Python 3.11 or newer (make install PYTHON=python3.11)"; exit 1; }
	@echo "Installing what running needs into $(VENV): a minute, once."
	@$(MAKE) --no-print-directory fetch WHAT=.
	@touch $@
	@echo "Installed."

# What tests need beside that.
$(DEV): $(STAMP)
	@echo "Installing what tests need into $(VENV): a minute, once."
	@$(MAKE) --no-print-directory fetch WHAT='.[dev]'
	@touch $@
	@echo "Installed."

fetch:
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --python $(BIN)/python --constraints constraints.txt -e '$(WHAT)'; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --constraint constraints.txt -e '$(WHAT)'; \
	fi

install: $(DEV) ## Make .venv with the pinned dependencies, for running and for tests

sequence: $(DEV) ## Add Keras on TensorFlow, for `zhiqun recommend evaluate --sequence` (1.5 GB)
	@$(MAKE) --no-print-directory fetch WHAT='.[sequence]'

demo: $(STAMP) ## A group of learners on this machine, with the real bot in it (ARGS="--headless --for 60s")
	@$(BIN)/zhiqun demo $(ARGS)

run: $(STAMP) ## Run the bot with the settings of .env
	@$(BIN)/zhiqun run

test: $(DEV) ## Run the tests, all but those that need a browser
	@$(BIN)/python -m pytest -m "not browser" -n 4 --dist worksteal $(ARGS)

# A plain conversation stands for the features, which ask the database in the same words.
test-postgresql: $(DEV) ## Run storage, pipeline and a conversation on PostgreSQL (Debian's server; ARGS="tests/behaviour")
	@$(BIN)/python -m tests.postgresql $(or $(ARGS),tests/storage tests/core tests/delivery tests/cli/test_db.py tests/behaviour/test_pipeline.py tests/behaviour/test_talk.py tests/behaviour/test_membership_laws.py tests/behaviour/test_providers.py tests/behaviour/test_membership_links.py tests/behaviour/test_membership_channels.py)

browser: $(DEV) ## Drive the page in Chromium (CHROMIUM=/path/to/chromium)
	@$(BIN)/python -m pytest -m browser $(ARGS)

format: $(DEV) ## Format, and mend what lint can
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

pages: $(DEV) ## Write generated pages, tables and schemas anew
	@$(BIN)/python -m bot.operations.pages

lint: $(DEV) ## Ruff alone
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(DEV) ## mypy alone
	@$(BIN)/mypy

audit: $(DEV) ## Pins, requirements and licences of what is installed, and known vulnerabilities
	@$(BIN)/python -m tests.audit

check: lint types audit $(DEV) ## Lint, types, what is installed, and the rule files
	@$(BIN)/zhiqun check

bench: $(DEV) ## Measure speed beside the bare frameworks (ARGS="--list", "--only NAME --json", "--help")
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(DEV) ## Break things on purpose; is anything lost or doubled? (ARGS="--kills 20", "--list", "--json")
	@$(BIN)/python -m tests.faults $(ARGS)

clean: ## Remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
