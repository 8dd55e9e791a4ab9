# The front door. `make report` on a fresh machine gives a report; `make test` tests everything.
# Needs make and Python 3.11 or newer; another Python: make report PYTHON=/path/to/python3.12

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready

EXTRACT := data/synthetic
RUN     := runs/synthetic

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup report test browser lab lint bench attack accuracy clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with exactly the packages of requirements.lock

$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no $(PYTHON). Hertoets needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V 2>&1). Hertoets needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv or ensurepip: install the python3-venv package of your system." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

report: $(READY) ## synthetic extract, everything run on it; prints the path of the report
	$(BIN)/hertoets synth --out $(EXTRACT) --force --quiet
	$(BIN)/hertoets run $(EXTRACT) --out $(RUN) --force

test: $(READY) browser ## the specification, as tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

browser: ## Chromium, in which the tests read the report; installs Debian's where it may
	@for name in "$$CHROMIUM" chromium chromium-browser google-chrome; do \
	  command -v "$$name" >/dev/null 2>&1 && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; \
	else \
	  echo "The tests of accessibility need Chromium: install it, or name it in CHROMIUM." >&2; exit 2; \
	fi

lab: $(READY) ## JupyterLab on the notebooks, with the synthetic extract
	$(BIN)/hertoets synth --out $(EXTRACT) --force --quiet
	$(BIN)/jupyter lab notebooks

lint: $(READY) ## style, types, and who may import whom
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## time and memory, measured
	$(BIN)/python -m benchmarks

attack: $(READY) ## what an attacker can work out of four small tables, here and with ACRO and pytauargus
	$(BIN)/python -m benchmarks.disclosure $(if $(ACRO),--acro $(ACRO)) $(if $(PYTAUARGUS),--pytauargus $(PYTAUARGUS))

accuracy: $(READY) ## planted faults: which are found, and whether the bounds hold the truth
	$(BIN)/python -m benchmarks.accuracy

clean: ## remove what was made, except .venv
	rm -rf $(EXTRACT) $(EXTRACT)-run $(RUN) build
