# Everything runs in .venv, which `make install` makes. uv is used when it is there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
# Many processes are started, which takes less time when their modules stay compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help install demo run test check lint types audit bench faults browser clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Zhiqun needs Python 3.11 or newer (make install PYTHON=python3.11)"; exit 1; }
	@echo "Installing about $$(grep -c == constraints.txt) packages into $(VENV): a minute or two, once."
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python $(PYTHON) $(VENV) && \
		uv pip install --python $(BIN)/python --constraints constraints.txt -e '.[dev]'; \
	else \
		$(PYTHON) -m venv $(VENV) && \
		$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on --constraint constraints.txt -e '.[dev]'; \
	fi
	@touch $@
	@echo "Installed."

install: $(STAMP) ## Make .venv with the pinned dependencies

demo: $(STAMP) ## A group of learners on this machine, with the real bot in it (ARGS="--headless --for 60s")
	@$(BIN)/zhiqun demo $(ARGS)

run: $(STAMP) ## Run the bot with the settings of .env
	@$(BIN)/zhiqun run

test: $(STAMP) ## Run the tests, all but those that need a browser
	@$(BIN)/python -m pytest -m "not browser" -n 4 --dist worksteal $(ARGS)

browser: $(STAMP) ## Drive the page in Chromium (CHROMIUM=/path/to/chromium)
	@$(BIN)/python -m pytest -m browser $(ARGS)

lint: $(STAMP)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

types: $(STAMP)
	@$(BIN)/mypy

audit: $(STAMP) ## Pins, requirements and licences of what is installed, and known vulnerabilities
	@$(BIN)/python -m tests.audit

check: lint types audit $(STAMP) ## Lint, types, what is installed, and the rule files
	@$(BIN)/zhiqun check

bench: $(STAMP) ## Measure speed beside the bare frameworks (ARGS="--list", "--only NAME --json", "--help")
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(STAMP) ## Break things on purpose; is anything lost or doubled? (ARGS="--kills 20", "--list", "--json")
	@$(BIN)/python -m tests.faults $(ARGS)

clean: ## Remove .venv and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info
