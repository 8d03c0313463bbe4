# Everything a newcomer, a tester or an operator calls. `make` alone lists it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8440
RPC_PORT ?= $(shell expr $(PORT) + 1)
DATA ?= var
WORKERS ?= 2
KILLS ?= 100
# Compiled code is kept, so that the second start does not compile again; few memory arenas suffice for one process.
unexport PYTHONDONTWRITEBYTECODE
export MALLOC_ARENA_MAX = 2

NAMES := $(patsubst tests/acceptance/test_%.py,%,$(wildcard tests/acceptance/test_*.py))

.PHONY: help run full chaos accept native test again check lock protos catalogue bench screenshots clean browser new-service

help: ## list what there is to call
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk 'BEGIN {FS = ":.*## "} {printf "  make %-12s %s\n", $$1, $$2}'
	@echo
	@echo "  PORT=$(PORT) chooses the port, ONCE=1 plays the journey and ends, DATA=$(DATA) is where data is kept."
	@echo "  make accept NAME=… takes one of: $(NAMES)"

$(VENV)/.runs: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "没有 Python：请安装 3.11 或更新的版本，或指明它在哪里 / Python is missing: install 3.11 or newer, or say make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "要 Python 3.11 或更新的版本，现在是 / Python 3.11 or newer is needed, this is $$($(PYTHON) --version): make PYTHON=python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV) || { echo "建不了虚拟环境 / could not make a virtual environment; on Debian: apt-get install python3-venv"; exit 1; }
	@echo "installing locked versions into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || { echo "依赖没有装上：请检查网络和软件包索引后再试 / what it needs could not be installed: look at the network and pip's index, then say make again"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q services proto/gen
	@touch $@

$(VENV)/.tests: requirements-dev.lock $(VENV)/.runs
	@echo "installing what checks and tests …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.runs ## start everything, load the demo, play the journey, serve (ONCE=1: play and end)
	@$(BIN)/python -m services.embedded --port $(PORT) --rpc-port $(RPC_PORT) --folder $(DATA) $(if $(ONCE),--once,)

full: $(VENV)/.runs native ## the same on real servers: Kafka, Keycloak, nginx, Prometheus; each service its own processes
	@$(BIN)/python -m deploy.native --port $(PORT) --folder $(or $(FOLDER),$(DATA)/full) $(if $(ONCE),--once,) $(ARGS)

chaos: $(VENV)/.tests native ## the journey while processes are killed at random (KILLS=100), then everything is verified
	@$(BIN)/python -m tests.chaos --kills $(KILLS) --port $(PORT) --folder $(DATA)/chaos $(ARGS)

accept: $(VENV)/.tests $(if $(filter full,$(PROFILE)),native) ## what a notice asks, played on a running deployment (NAME=…; PROFILE=full: on the real servers)
	@$(if $(filter-out $(NAMES),$(NAME)),echo "没有这个名称 / no such NAME: $(NAME)；有 / there are: $(NAMES)"; exit 2,)
	@PROFILE=$(PROFILE) $(BIN)/python -m pytest -q -s $(or $(patsubst %,tests/acceptance/test_%.py,$(NAME)),tests/acceptance) $(ARGS)

native:
	@bash deploy/native/debian.sh

test: $(VENV)/.tests browser native ## every test: real PostgreSQL, real browser, the real servers of the full profile
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup --cache-clear $(ARGS)

again: $(VENV)/.tests browser native ## the files in which a test failed, once more and alone: is it broken, or was the machine busy?
	@$(BIN)/python -m tests.again

check: $(VENV)/.tests ## ruff, mypy, import-linter, buf, template lint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check services tests deploy
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/buf lint
	@if git rev-parse --verify --quiet HEAD~1 >/dev/null; then $(BIN)/buf breaking --against '.git#ref=HEAD~1' ; fi
	$(BIN)/python -m services.common.web.template_lint
	$(BIN)/djlint --lint --quiet services
	$(BIN)/python -m services.common.web.catalogue check

browser:
	@bash tests/e2e/browser.sh

lock: $(VENV)/.runs ## resolve requirements*.in again (versions and hashes only)
	@$(BIN)/python -m pip install --quiet pip-tools
	@for name in requirements requirements-dev; do $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	  --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-annotate -o $$name.lock $$name.in || exit 1; done

protos: $(VENV)/.tests ## generate proto/gen from proto/
	@$(BIN)/python services/cli/protos.py

catalogue: $(VENV)/.tests ## gather the texts of the screens for translation
	@$(BIN)/python -m services.common.web.catalogue update

new-service: $(VENV)/.tests ## begin a service (NAME=volunteers TITLE=技术服务): the frame that each has, enlisted
	@$(BIN)/python -m services.cli.beginning "$(NAME)" "$(TITLE)"
	@$(BIN)/ruff check --quiet --fix services/$(NAME)
	@$(BIN)/ruff format --quiet services/$(NAME)

bench: $(VENV)/.tests ## the benchmarks, as ratios against a limit of the same run
	@$(BIN)/python -m bench

screenshots: $(VENV)/.tests browser ## take the README's pictures
	@$(BIN)/python -m tests.e2e.screenshots

clean: ## remove the demo's data and what tests left (asks nothing, keeps .venv)
	@rm -rf $(DATA) .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
