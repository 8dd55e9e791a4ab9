# The front door. `make report` on a fresh machine gives a report; `make test` tests everything.
# Needs make and Python 3.11 to 3.14; another Python: make report PYTHON=/path/to/python3.12

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
# What tests, lint and benchmarks need besides lies in the same place, from a lock of its own.
READY_DEV := $(VENV)/.ready-dev
# And what the documentation and a release need.
READY_DOCS := $(VENV)/.ready-docs
# And the engine on Spark: half a gigabyte, so only where it is asked for.
READY_SPARK := $(VENV)/.ready-spark

EXTRACT := data/synthetic
RUN     := runs/synthetic
# Nobody is to be protected from an earlier report on invented people: it is not reckoned with.
REGISTER := build/register

PIP_INSTALL := $(BIN)/python -m pip install --quiet
UV_COMPILE  := $(BIN)/uv pip compile --quiet --no-config --universal --generate-hashes \
               --no-header --no-emit-index-url --no-emit-find-links

# A browser and the fonts that the tests lay the pages out in, as Debian names them.
BROWSER_PACKAGES := chromium fonts-dejavu-core fonts-liberation fonts-noto-core

# Times in what is built are always the same, and Material is silent about what comes after it.
SITE_SETTINGS := SOURCE_DATE_EPOCH=1580601600 NO_MKDOCS_2_WARNING=1

# What README names: `make wheels` asks whether the lock of run time has a wheel of everything there.
PYTHONS   := 3.11 3.12 3.13 3.14
PLATFORMS := x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# pip notes the whole path of the checkout in a file that every start of Python reads, by the locale:
# without one, an accent in that path would stop them all. So it is noted from there to here.
define POINT_HERE
import glob, os, sys
[packages] = glob.glob(os.path.join(glob.escape(sys.argv[1]), "lib", "python3*", "site-packages"))
here = os.path.relpath(os.path.realpath("analysis"), os.path.realpath(packages))
with open(os.path.join(packages, "_hertoets.pth"), "wb") as file:
    file.write(os.fsencode(here) + b"\n")
endef
export POINT_HERE

.DEFAULT_GOAL := help
.PHONY: help setup dev report test browser lab docs gx release lint bench attack accuracy mutants spark lock wheels clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with exactly the packages of requirements.lock: all that a run needs

dev: $(READY_DEV) ## add those of requirements-dev.lock: what tests and lint need besides

$(READY): requirements.lock pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no $(PYTHON). Hertoets needs Python 3.11 to 3.14: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' || { \
	  echo "$(PYTHON) is $$('$(PYTHON)' -V 2>&1). Hertoets needs Python 3.11 to 3.14: make $(MAKECMDGOALS) PYTHON=/path/to/python3.12" >&2; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv or ensurepip: install the python3-venv package of your system." >&2; exit 2; }
	"$(PYTHON)" -m venv $(VENV)
	$(PIP_INSTALL) --require-hashes -r requirements.lock
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@"$(PYTHON)" -c "$$POINT_HERE" "$(VENV)"
	@touch $@

$(READY_DEV): $(READY) requirements-dev.lock
	$(PIP_INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(READY_DOCS): $(READY) requirements-docs.lock
	$(PIP_INSTALL) --require-hashes -r requirements-docs.lock
	@touch $@

# pyspark comes as source alone, and what builds it must be there first: in a closed environment
# pip finds nothing besides the packages of the lock.
$(READY_SPARK): $(READY) requirements-spark.lock
	@sed -n '/^setuptools==/,/# via/p' requirements-spark.lock > $(VENV)/builder.lock
	$(PIP_INSTALL) --require-hashes -r $(VENV)/builder.lock
	$(PIP_INSTALL) --require-hashes --no-build-isolation -r requirements-spark.lock
	@touch $@

report: $(READY) ## synthetic extract, everything run on it; prints the path of the report
	$(BIN)/hertoets synth --out $(EXTRACT) --force --quiet
	@rm -rf $(RUN) $(REGISTER)
	$(BIN)/hertoets run $(EXTRACT) --out $(RUN) --register $(REGISTER)

test: $(READY_DEV) $(READY_DOCS) browser ## the specification, as tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

browser: ## Chromium and fonts, in which the tests read the pages: installed on Debian as root
	@if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  dpkg-query -s $(BROWSER_PACKAGES) >/dev/null 2>&1 || { \
	    apt-get update -qq && apt-get install -y -qq --no-install-recommends $(BROWSER_PACKAGES) >/dev/null; }; \
	fi || echo "Chromium or fonts could not be installed: the tests name what they leave out." >&2

lab: $(READY) ## JupyterLab on the page with the questions; without an extract, with an invented one
	@ls data/*/persons.* >/dev/null 2>&1 || $(BIN)/hertoets synth --out $(EXTRACT) --quiet
	$(BIN)/python -m hertoets.desk.lab

docs: $(READY_DOCS) ## the documentation as a site, in build/docs: opens without a server or network
	@rm -rf build/docs
	$(SITE_SETTINGS) $(BIN)/python -m mkdocs build --quiet
	@echo build/docs/index.html

gx: $(READY) ## the checks as suites of Great Expectations, in build/gx
	$(BIN)/python -m hertoets.quality.suites build/gx

release: $(READY_DOCS) docs ## wheel, sdist, documentation, locks and SBOM of this version, in build/release
	$(BIN)/python -m tools.release build/release

lint: $(READY_DEV) ## style, types, who may import whom, and no outputs in notebooks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.outputs notebooks/*.ipynb notebooks/*/*.ipynb

bench: $(READY_DEV) ## time and memory, measured; ONLY=toy measures a part, MOST=10000000 adds larger extracts
	$(BIN)/python -m benchmarks $(if $(ONLY),--only $(ONLY)) $(if $(MOST),--most $(MOST))

attack: $(READY_DEV) ## what an attacker can work out of four small tables, here and with ACRO and pytauargus
	$(BIN)/python -m benchmarks.disclosure $(if $(ACRO),--acro $(ACRO)) $(if $(PYTAUARGUS),--pytauargus $(PYTAUARGUS))

accuracy: $(READY_DEV) ## planted faults: which are found, and whether the bounds hold the truth
	$(BIN)/python -m benchmarks.accuracy

mutants: $(READY_DEV) ## change one operator at a time in law and figures: do the quick tests notice?
	nice $(BIN)/python -m benchmarks.mutants --group law
	nice $(BIN)/python -m benchmarks.mutants --group figures

spark: $(READY_SPARK) ## a small Spark cluster on this machine, until Ctrl-C; installs Spark on first use
	@$(BIN)/python -m tools.cluster

lock: $(READY_DEV) ## write all locks again from pyproject.toml; UPGRADE=--upgrade takes newer packages
	$(UV_COMPILE) $(UPGRADE) --extra install pyproject.toml -o requirements.lock
	$(UV_COMPILE) $(UPGRADE) --extra install --extra dev --constraints requirements.lock pyproject.toml -o requirements-dev.lock
	$(UV_COMPILE) $(UPGRADE) --extra install --extra docs --constraints requirements-dev.lock pyproject.toml -o requirements-docs.lock
	@for system in openfisca ttsim; do \
	  $(UV_COMPILE) $(UPGRADE) benchmarks/toy/requirements-$$system.in -o benchmarks/toy/requirements-$$system.lock || exit 1; \
	done
	$(UV_COMPILE) $(UPGRADE) --extra install --extra spark --constraints requirements.lock pyproject.toml -o requirements-spark.lock

wheels: $(READY_DEV) ## ask the index whether each system that README names has a wheel of every package
	@for python in $(PYTHONS); do for platform in $(PLATFORMS); do \
	  echo "$$python $$platform"; \
	  $(BIN)/uv pip install --quiet --no-config --dry-run --no-deps --require-hashes --only-binary :all: \
	    --python-version $$python --python-platform $$platform --target build/wheels -r requirements.lock || exit 1; \
	done; done

clean: ## remove what was made, except .venv
	rm -rf $(EXTRACT) $(EXTRACT)-run $(RUN) build
