# Two commands are enough: `make run` and `make test`. Each prepares the machine first.

SHELL := bash
PYTHON_BIN := .venv/bin/python
RUN := QT_QPA_PLATFORM=offscreen $(PYTHON_BIN)
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run demo test test-slow lint bench mutants messages freeze deb shots lock clean setup setup-run

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup-run ## Open the program (without a screen: the demo day, into build/demo)
	@if [ "$$(uname -s)" = Darwin ] || [ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" ]; then \
	  exec $(PYTHON_BIN) -m pos_app; \
	else \
	  echo "There is no screen here, so the demo day runs in the real window off screen;"; \
	  echo "its pictures, receipts and coupons will lie in build/demo/."; \
	  QT_QPA_PLATFORM=offscreen $(PYTHON_BIN) -m pos_app demo-day --out build/demo; \
	fi

demo: setup-run ## Make a demo shop in build/demo-shop
	$(RUN) -m pos_app demo build/demo-shop

test: setup ## All checks and all tests; pytest's own closing line comes last
	@WORKERS=$(WORKERS) packaging/test.sh

test-slow: setup ## Whole years, thousands of baskets, hundreds of power cuts (minutes each)
	$(RUN) -m pytest -p no:benchmark -m slow --timeout=1800

lint: setup ## Style, types, layers, dependencies, spelling, translations
	@packaging/lint.sh

mutants: setup ## Change the rules on purpose and see that a test notices (docs/mutants.md; half an hour)
	$(RUN) -m mutmut run --max-children $(WORKERS) $(MUTANTS)
	-$(RUN) -m mutmut results

bench: setup ## The speed goals, measured here, into docs/performance.md (GOALS=test_search: one)
	$(RUN) -m tests.benchmarks $(GOALS)

messages: setup ## Take new words into the four catalogues and compile them
	$(PYTHON_BIN) packaging/messages.py update
	-$(PYTHON_BIN) packaging/messages.py check

freeze: ## Build the one-folder program in dist/pos-app and start it once
	@packaging/linux/bootstrap.sh freeze
	$(PYTHON_BIN) packaging/build.py
	$(PYTHON_BIN) packaging/smoke_test.py dist/pos-app

deb: freeze ## Put the frozen program into a Debian package
	packaging/linux/make_deb.sh

shots: setup-run ## Pictures of the real screens, into docs/pictures
	$(RUN) -m tests.shots_for_docs

lock: ## Choose new versions for requirements/ (wants uv)
	packaging/lock.sh

setup:
	@packaging/linux/bootstrap.sh dev

setup-run:
	@packaging/linux/bootstrap.sh run

clean: ## Remove what was built, but not the environment
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	rm -f .coverage .coverage.* resources/locale/*/LC_MESSAGES/*.mo
	find pos_app tests packaging -name __pycache__ -type d -prune -exec rm -rf {} +
