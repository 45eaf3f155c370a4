# Two commands do everything on a bare Debian or Ubuntu machine (Python 3.11 or newer, git, make, sudo or root):
#
#     make demo      the kiosk on a made-up library: in a window, or without a display as a visit in pictures
#     make test      everything that is checked without special devices; make test-install and make test-devices check the rest
#
# Both install what is missing and say what that is. The second call is quick.

VENV := .venv
BIN := $(VENV)/bin
BUILD := build
OF_THE_DOMAIN := tests/domain tests/scenarios
OTHER_COMMANDS := --ignore=tests/vm --ignore=tests/install
# If a process crashes, the run ends at once: xdist would start another process, and might then wait for ever.
SIDE_BY_SIDE := $(BIN)/python -m pytest -q --numprocesses=3 --dist=loadfile --max-worker-restart=0
LOCKS := .make
STEPS := lint types arrows quick slow test-install
INSTALL = "$$(.make/machine python)" -I .make/environment.py --editable --locks $(LOCKS)

# What speaks to Python was meant for other programs; PYTHON itself says which one make takes.
unexport $(filter-out PYTHON,$(filter PYTHON%,$(.VARIABLES))) VIRTUAL_ENV

.PHONY: help demo test test-install test-devices setup format lint types arrows quick covered others slow compiled rest map walks simulated proof power mutants bench screenshots pictures locale newest relock upgrade clean
.DELETE_ON_ERROR:
ifndef AT_ONCE
.NOTPARALLEL:
endif

help:
	@echo "make demo         the kiosk on a made-up library; installs what it needs"
	@echo "make test         everything that is checked without special devices; installs what it needs"
	@echo "make test-install how the kiosk is packed and installed; whoever changes .make, pyproject.toml or a lock runs it"
	@echo "make test-devices real readers, and the unit under a real systemd, in a small virtual machine"
	@echo "make quick        the tests that take no seconds"
	@echo "make format       put the code into its form"
	@echo "make map          draw the map of the rooms in CONTRIBUTING.md again, from the imports"
	@echo "make walks N=100  random visits with faults, kills and other devices, against every law; SEED=17 shows one"
	@echo "make simulated N=1000  the same in simulated time, with a bad network and power cuts; SEED=17 replays one exactly"
	@echo "make proof        kills at every transition, at random moments, and odd answers, where each act counts at once"
	@echo "make power N=5000 power cuts: disks that lost or tore what was not synced, and the stores opened on each"
	@echo "make mutants      remove one safeguard of the kiosk after the other, and see that an experiment notices; NAME=read-back tries one"
	@echo "make bench        measure the budgets"
	@echo "make screenshots  every screen as a picture, in $(BUILD)/screenshots"
	@echo "make locale       bring the message catalogues up to date with the sentences"
	@echo "make pictures     take the README's pictures from the running kiosk"
	@echo "make upgrade      renew the locks: the newest versions that pyproject.toml allows, for everybody"
	@echo "make relock       bring the locks up to date with pyproject.toml; other versions stay as they are"
	@echo "make newest       try these versions in $(BUILD)/newest, and say what breaks"
	@echo "make clean        forget everything that was made"

demo:
	@.make/machine demo
	@$(INSTALL) simulator $(VENV)
	$(BIN)/lending-kiosk demo

# Types, and the compilation of all tests, each keep one core busy and wait for nothing. So they run at the same time, each
# with its own output at its end. All tests follow at the same time, so that no core waits while slow tests wait.
test: setup
	@echo "Checking types, form and arrows. This takes half a minute."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target AT_ONCE=yes types compiled lint arrows
	@$(MAKE) --no-print-directory --jobs=2 AT_ONCE=yes covered rest

# Environments, wheels and locks: pip takes most of the time, and few changes can break them.
test-install: setup
	$(SIDE_BY_SIDE) tests/install

# QEMU, a kernel and systemd: tests.vm.machine says more. Everything in it takes five to ten times as long.
test-devices: setup
	@.make/machine devices
	PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m tests.vm.machine --timeout 1200 -- \
	    $(BIN)/python -m pytest -v -c tests/vm/machine/pytest.ini --rootdir=. tests/vm

# Both look each time, in a third of a second, so that nothing has to be remembered: a lock, a Python or a folder that has
# changed is seen.
setup:
	@.make/machine test
	@$(INSTALL) test $(VENV)

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup
	$(BIN)/mypy

arrows: setup
	$(BIN)/lint-imports
	$(BIN)/python .make/rooms.py --check

# The map of the rooms in CONTRIBUTING.md, from the imports.
map:
	python3 .make/rooms.py

# Two runs at the same time. The domain is pure, so nothing excuses a line or a branch of it that its own tests and the
# stories do not take; counting costs time, so only these are counted, in one process. All others share processes, file by
# file, because servers are started once a file.
quick: setup
	@echo "Running the quick tests. This takes a minute and a half."
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target AT_ONCE=yes covered others

covered: setup
	@mkdir -p $(BUILD) && rm -f $(BUILD)/coverage*
	$(BIN)/coverage run --source=kiosk/domain --data-file=$(BUILD)/coverage -m pytest -q $(OF_THE_DOMAIN) \
	    > $(BUILD)/covered.txt || { cat $(BUILD)/covered.txt; exit 1; }
	@tail -n 1 $(BUILD)/covered.txt
	$(BIN)/coverage combine --quiet --data-file=$(BUILD)/coverage
	$(BIN)/coverage report --data-file=$(BUILD)/coverage --skip-covered --show-missing --fail-under=100

others: setup
	$(SIDE_BY_SIDE) -m "not slow" $(OF_THE_DOMAIN:%=--ignore=%) $(OTHER_COMMANDS)

# The slow ones also wait, so more processes are quicker. tests/conftest.py puts the longest files first.
slow: setup
	$(SIDE_BY_SIDE) --numprocesses=4 --no-loadscope-reorder -m slow $(OTHER_COMMANDS)

# pytest compiles each test file anew, with words for each assert, and keeps the result. If the processes of `rest` began
# without it, each of them would compile all files, at the same time as the others.
compiled: setup
	@mkdir -p $(BUILD)
	$(BIN)/python -m pytest -q --collect-only $(OF_THE_DOMAIN:%=--ignore=%) $(OTHER_COMMANDS) \
	    > $(BUILD)/compiled.txt || { cat $(BUILD)/compiled.txt; exit 1; }

# All that the other targets leave: while slow tests wait in some processes, quick ones compute in others.
rest: setup
	$(SIDE_BY_SIDE) --numprocesses=6 --no-loadscope-reorder $(OF_THE_DOMAIN:%=--ignore=%) $(OTHER_COMMANDS)
	@echo "tests/install and tests/vm are not among these: make test-install and make test-devices run them."

# Random visits against every law; the seeds of FIRST (1) and on, or one: make walks SEED=17; SYSTEM=sierra or another name of tests/walks/systems.py
walks: setup
	$(BIN)/python -m tests.walks --system $(or $(SYSTEM),myturn) $(if $(SEED),--seed $(SEED),$(or $(N),100) --first $(or $(FIRST),1) --traces $(BUILD)/walks)

# Random visits in one thread, with a simulated clock and network; FIRST, SEED, SYSTEM as above, and JOBS processes
simulated: setup
	$(BIN)/python -m tests.simulated --system $(or $(SYSTEM),myturn) $(if $(SEED),--seed $(SEED),$(or $(N),1000) --first $(or $(FIRST),1) --jobs $(or $(JOBS),1) --traces $(BUILD)/simulated)

# kill -9 at every transition of the journal and at 300 random moments, 500 lost, delayed or doubled answers, and returns
# without an account while the network goes and comes; then the first three with digital loans
proof: setup
	$(BIN)/python -m tests.proof transitions
	$(BIN)/python -m tests.proof moments --count 200
	$(BIN)/python -m tests.proof answers --count 500
	$(BIN)/python -m tests.proof returns --count 100
	$(BIN)/python -m tests.proof box --count 100
	$(BIN)/python -m tests.proof fob
	for system in overdrive ehub sierra+both myturn+both; do \
	  for part in transitions "moments --count 200" "answers --count 200"; do \
	    $(BIN)/python -m tests.proof $$part --system $$system || exit 1; done; done

# Power cuts at 5,000 moments of the stores' own writes; and without each sync in turn, to see that it is noticed
power: setup
	$(BIN)/python -m tests.power --count $(or $(N),5000)
	$(BIN)/python -m tests.power --bites

# Each safeguard of tests/mutants/table.py is removed in a copy of the tree, until a walk or a part of the proof notices
mutants: setup
	$(BIN)/python -m tests.mutants $(NAME)

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

upgrade: setup
	@$(BIN)/python .make/locks.py upgrade
	@echo "Now make test tries them. The locks are .make/*.lock."

relock: setup
	@$(BIN)/python .make/locks.py relock

# Each step of make test is tried, whatever the ones before it said.
newest: setup
	@$(BIN)/python .make/locks.py newest $(BUILD)/newest.locks
	@broken=; for step in $(STEPS); do \
	    $(MAKE) --no-print-directory VENV=$(BUILD)/newest LOCKS=$(BUILD)/newest.locks $$step || broken="$$broken $$step"; \
	done; \
	[ -z "$$broken" ] || { echo "With the newest versions these break:$$broken"; exit 1; }; \
	echo "With the newest versions everything holds."

clean:
	rm -rf $(VENV) $(BUILD) dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage .coverage.*
