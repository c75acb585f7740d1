# Three commands for a reader: make report, make test, make lab. `make help` lists the rest.
# No recipe names an absolute path, so the repository may stand in a folder with spaces in its name.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin/python
STAMP := $(VENV)/installed
LABCONFIG := $(VENV)/etc/jupyter/labconfig
OUT ?= reports
FORMAT ?= html,single,pdf
export PYTHONHASHSEED ?= 0
ifneq ($(shell test -w "$$HOME" && echo yes),yes) # uv fails where it cannot write its cache
export UV_NO_CACHE := 1
endif

.DEFAULT_GOAL := help
.PHONY: help report test lab setup notebooks figures bench lock clean

help: ## list these commands
	@echo "usage: make COMMAND"
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  %-10s %s\n", $$1, $$2}' Makefile

report: $(STAMP) ## build the report: reports/index.html, one self-contained HTML file, and a PDF
	@$(BIN) -m nkdata report --out "$(OUT)" --format $(FORMAT)

test: $(STAMP) ## run every test, on two cores
	@$(BIN) -m pytest -n 2

lab: $(STAMP) ## open the notebooks in JupyterLab
	@mkdir -p $(LABCONFIG)
	@echo '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}' > $(LABCONFIG)/page_config.json
	@$(BIN) -m jupyterlab --ServerApp.ip=127.0.0.1 --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
		--LabApp.extension_manager=readonly notebooks/00-start-here.ipynb

setup: $(STAMP) ## make .venv and install the locked packages (the commands above do it when it is needed)

notebooks: $(STAMP) ## run the notebooks again and store their outputs in place
	@$(BIN) -m nkdata notebooks

figures: $(STAMP) ## draw every chart again into figures/
	@$(BIN) -m nkdata figures

bench: $(STAMP) ## measure the build against its baseline
	@$(BIN) -m benchmarks

lock: $(STAMP) ## choose package versions, and write them with hashes to requirements.lock
	@$(BIN) -m uv pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy fewest \
		--all-extras --group setup --generate-hashes --no-annotate --upgrade --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock

clean: ## remove what the commands above make: .venv, reports and caches
	rm -rf $(VENV) reports build dist .cache .pytest_cache .ruff_cache .hypothesis
	find nkdata tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# pip installs uv alone, by the hashes that the lock gives; uv installs the rest, and compiles it: a kernel that has to
# compile pandas and matplotlib itself starts three times as slowly. The package itself goes in without any network, and is
# compiled too.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'nkdata needs Python 3.11 or newer; name one, for example: make PYTHON=python3.12 $(MAKECMDGOALS)' >&2; exit 1; }
	@rm -f $(STAMP)
	@test -x $(BIN) || $(PYTHON) -m venv $(VENV)
	@awk '/^uv==/ {here = 1; print; next} here && /^ +--hash/ {print; next} {here = 0}' requirements.lock > $(VENV)/uv.txt
	@echo 'installing the locked packages into $(VENV) ...' >&2
	@$(BIN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.txt
	@$(BIN) -m uv pip sync --quiet --python $(BIN) --require-hashes --compile-bytecode requirements.lock
	@$(BIN) -m uv pip install --quiet --python $(BIN) --offline --no-deps --no-build-isolation --editable .
	@$(BIN) -m compileall -q nkdata
	@touch $(STAMP)
