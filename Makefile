# make run · day1 · test · check · check-schemes · mutate-schemes · mutants · bench · torture · docs · wheels · format · clean. Builds .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDERS := framework $(patsubst %/pyproject.toml,%,$(wildcard tui/pyproject.toml plugins/*/pyproject.toml))
SOURCES := $(wildcard framework/src tui/src plugins/*/src)
STAMP := $(VENV)/.installed
LIST := $(VENV)/.folders

# Compiled modules are kept whatever the environment says: without them each program that the tests start compiles all anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run day1 test check check-schemes mutate-schemes mutants bench torture docs wheels clean format FORCE

run: $(STAMP)
	@$(BIN)/python -m kaohe.cli.demo

# An office's first day: sheets with ten mistakes, a preview that names them, a tie decided, the table to sign.
day1: $(STAMP)
	@$(BIN)/python -m kaohe.cli.day1 $(ARGS)

# One process more than cores: those about terminals and disks wait for a good part of their time.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')

# Each process begins with a part of its own, so that it builds what neighbours share once, and helps where others are behind.
test: $(STAMP)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MYPYPATH=$(subst $() $(),:,$(SOURCES)):tests $(BIN)/mypy $(SOURCES) tests
	$(BIN)/lint-imports

# Lint, worked cases and boundary table of every installed scheme (under a minute).
check-schemes: $(STAMP)
	$(BIN)/kaohe check all --seed 0

# Every number, side and clause of every installed scheme, against its worked cases (about five minutes).
mutate-schemes: $(STAMP)
	$(BIN)/kaohe mutate all

# Every small change of the core's code, against its tests (about an hour; ARGS="--only 'engine._grade:*'" for a part).
mutants: $(STAMP)
	$(BIN)/python tests/mutation/run.py $(ARGS)

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Ratios to a baseline in the same run, beside other engines too (extra `bench`); the growth to a million takes 3 GB,
# store and terminal take longest and come last.
bench: $(STAMP)
	$(BIN)/python tests/bench/run.py
	$(BIN)/python tests/bench/places.py
	$(BIN)/python tests/bench/shipped.py
	$(BIN)/python tests/bench/half.py
	$(BIN)/python tests/bench/others.py
	$(BIN)/python tests/bench/columns.py 100000
	$(BIN)/python tests/bench/quota.py
	$(BIN)/python tests/bench/store.py
	$(BIN)/python tests/bench/clerks.py
	$(if $(wildcard tests/bench/tui.py),$(BIN)/python tests/bench/tui.py)

# The long runs, each with its counts: odd inputs for every reader and plugin, interrupts (about half an hour), the
# store's thousands of kills, power cuts, interruptions and races (hours; ARGS are the store's), the properties of
# `make test` with ten times the examples and more. All are run; the status is 1 where any found a fault.
LONGER := $(shell grep -rl "^from lengths import" tests --include="test_*.py" | grep -v "^tests/store/")

torture: $(STAMP)
	@status=0; \
	$(BIN)/python tests/fuzz_kit/torture.py || status=1; \
	$(BIN)/python tests/store/torture.py $(ARGS) || status=1; \
	KAOHE_TORTURE=1 $(BIN)/python -m pytest -q -n auto $(LONGER) || status=1; \
	echo "torture: $$(test $$status = 0 && echo sound || echo FAULTS, see above)"; exit $$status

# The scheme pages, from the declarations; the messages, from the sources; the vocabulary and case files, from both.
docs: $(STAMP)
	$(BIN)/python tests/docs_kit.py > docs/messages.md
	$(BIN)/kaohe help vocabulary --markdown > docs/vocabulary.md
	$(BIN)/kaohe help case --markdown > docs/case-files.md
	mkdir -p docs/schemes
	for id in $$($(BIN)/kaohe schemes --json | $(BIN)/python -c 'import json,sys; print(*[p["id"] for p in json.load(sys.stdin) if p["state"] == "ok" and p.get("role", "scheme") == "scheme"])'); do \
		KAOHE_LANG=en $(BIN)/kaohe describe $$id --markdown > docs/schemes/$$id.md; done

# Every distribution of ours and all they need, for a machine without a network (README, "Offline").
wheels: $(STAMP)
	rm -rf wheels
	$(BIN)/pip wheel -q --no-build-isolation --wheel-dir wheels $(addprefix ./,$(FOLDERS))
	@ls wheels

clean:
	rm -rf $(VENV) .mutants wheels .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
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
