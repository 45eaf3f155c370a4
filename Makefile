# Two commands do everything on a bare Debian or Ubuntu machine (Python 3.11 or newer, git, make, sudo or root):
#
#     make demo      the kiosk on a made-up library: in a window, or without a display as a visit in pictures
#     make test      everything that is checked
#
# Both install what is missing and say what that is. The second call is quick.

VENV := .venv
BIN := $(VENV)/bin
BUILD := build
OF_THE_DOMAIN := tests/domain tests/scenarios
SIDE_BY_SIDE := $(BIN)/python -m pytest -q --numprocesses=3 --dist=loadfile
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test setup format lint types arrows quick slow bench screenshots pictures locale clean
.DELETE_ON_ERROR:
.NOTPARALLEL:

help:
	@echo "make demo         the kiosk on a made-up library; installs what it needs"
	@echo "make test         everything that is checked; installs what it needs"
	@echo "make quick        the tests that take no seconds"
	@echo "make format       put the code into its form"
	@echo "make bench        measure the budgets"
	@echo "make screenshots  every screen as a picture, in $(BUILD)/screenshots"
	@echo "make locale       bring the message catalogues up to date with the sentences"
	@echo "make pictures     take the README's pictures from the running kiosk"
	@echo "make clean        forget everything that was made"

demo: $(VENV)/.ready-for-demo
	$(BIN)/lending-kiosk demo

test: lint types arrows quick slow

setup: $(VENV)/.ready-for-test

# What was installed for pyproject.toml as it is now.
$(VENV)/.ready-for-demo: pyproject.toml .make/machine
	@.make/machine demo
	@test -x $(BIN)/python || { echo "Making $(VENV) with $$(.make/machine python)"; "$$(.make/machine python)" -m venv $(VENV); }
	@echo "Installing the kiosk and its simulator into $(VENV)"
	@$(PIP_INSTALL) --editable '.[simulator]'
	@touch $@

$(VENV)/.ready-for-test: $(VENV)/.ready-for-demo
	@.make/machine test
	@echo "Installing what the tests need into $(VENV)"
	@$(PIP_INSTALL) --editable '.[simulator,test]'
	@touch $@

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

arrows: setup
	$(BIN)/lint-imports

# Two runs. The domain is pure, so nothing excuses a line or a branch of it that its own tests and the stories do not
# take; counting costs time, so only these are counted, in one process. All others share three processes, file by file,
# because servers are started once a file: on two cores three took 71 s where two took 78 s and four 76 s.
quick: setup
	@rm -f $(BUILD)/coverage*
	$(BIN)/coverage run --source=kiosk/domain --data-file=$(BUILD)/coverage -m pytest -q -m "not slow" $(OF_THE_DOMAIN)
	$(BIN)/coverage combine --quiet --data-file=$(BUILD)/coverage
	$(BIN)/coverage report --data-file=$(BUILD)/coverage --skip-covered --show-missing --fail-under=100
	$(SIDE_BY_SIDE) -m "not slow" $(OF_THE_DOMAIN:%=--ignore=%)

slow: setup
	$(SIDE_BY_SIDE) -m slow

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m tests.bench

screenshots: setup
	$(BIN)/python -m tests.ui.gallery $(BUILD)/screenshots

locale: setup
	$(BIN)/python -m tests.texts.catalogue

pictures: setup
	$(BIN)/python -m tests.e2e.pictures .readme

clean:
	rm -rf $(VENV) $(BUILD) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
