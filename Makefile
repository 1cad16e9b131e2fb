# The same commands here and in CI: each installs what it needs first.
PYTHON ?= python3
EXPERIMENT ?= moons
SEEDS ?= 1
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: reproduce test lint crash sweep docs clean

reproduce: $(VENV)/installed
	$(BIN)/tf1-graphs reproduce $(EXPERIMENT) --seeds $(SEEDS) --workers 2

test: $(VENV)/installed-test lint
	TF1_GRAPHS_SCREENSHOTS=build/screenshots $(BIN)/pytest --numprocesses auto --dist worksteal

crash: $(VENV)/installed-test
	$(BIN)/python -m tests.crash
	$(BIN)/python -m tests.crash.scripts
	TF1_GRAPHS_EXAMPLES=40 $(BIN)/pytest tests/training/test_state_machine.py

sweep: $(VENV)/installed-test
	$(BIN)/python -m tests.sweeps

docs: $(VENV)/installed-docs
	$(BIN)/sphinx-build -W --keep-going --quiet -b html docs build/docs
	@echo "Written: build/docs/index.html"

lint: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

$(VENV)/installed: setup.cfg constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable . --constraint constraints.txt
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[test]' --constraint constraints.txt
	touch $@

$(VENV)/installed-docs: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --editable '.[docs]' --constraint constraints.txt
	touch $@

clean:
	rm -rf $(VENV) build docs/generated *.egg-info
