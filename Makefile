# Two commands: `make report` makes the bulletin of April 2020, `make test` runs every test.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: report test check soak benchmarks clean

report: $(READY)
	$(BIN)/hotline run 2020-04

test: $(READY) check
	$(BIN)/python -m pytest $(PYTEST)

# Ten thousand made-up ledgers; `make test` tries five hundred of them.
soak: $(READY)
	HOTLINE_SOAK=10000 $(BIN)/python -m pytest tests/ledger/test_any_ledger.py

benchmarks: $(READY)
	$(BIN)/python benchmarks/reading.py
	$(BIN)/python benchmarks/hotspots.py
	$(BIN)/python benchmarks/topics.py

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	touch $(READY)

clean:
	rm -rf .venv outputs/2* build dist
