# make run · test · check · bench · torture · wheels · docs · clean. Builds .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDERS := framework $(patsubst %/pyproject.toml,%,$(wildcard tui/pyproject.toml plugins/*/pyproject.toml))
STAMP := $(VENV)/.installed
LIST := $(VENV)/.folders

.PHONY: run test check bench wheels clean format FORCE

run: $(STAMP)
	@$(BIN)/python -m kaohe.cli.demo

test: $(STAMP)
	$(BIN)/python -m pytest $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	$(BIN)/python tests/bench/run.py $(ARGS)

# Every distribution of ours and all they need, for a machine without a network (README, "Offline").
wheels: $(STAMP)
	rm -rf wheels
	$(BIN)/pip wheel -q --no-build-isolation --wheel-dir wheels $(FOLDERS)
	@ls wheels

clean:
	rm -rf $(VENV) wheels .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find framework plugins tui tests -name __pycache__ -prune -exec rm -rf {} +

# The stamp follows the list of folders and their metadata, so a copied-in plugin is installed by the next make.
$(STAMP): $(LIST) $(addsuffix /pyproject.toml,$(FOLDERS))
	$(BIN)/pip install -q "flit_core>=3.9,<4"
	$(BIN)/pip install -q --no-build-isolation -e "framework[dev]" $(addprefix -e ,$(filter-out framework,$(FOLDERS)))
	@touch $@

$(LIST): FORCE | $(BIN)/python
	@echo "$(FOLDERS)" | cmp -s - $@ || echo "$(FOLDERS)" > $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
