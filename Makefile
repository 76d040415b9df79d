# Ownpace: `make run` opens the dashboard, `make test` passes every test; both set up what they need.
# Written for GNU make 3.81 (macOS) and later; PYTHON=... chooses another Python than the first that is new enough.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES := $(or $(PYTHON),python3.13 python3.12 python3.11 python3)
# A package that is added has to be made known to the environment, as a requirement has.
REQUIREMENTS := requirements.txt requirements-mlx.txt pyproject.toml $(wildcard */__init__.py)

# With a thread a core, small matrices wait for each other.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.PHONY: run setup test bench truth hardening coach-eval coach-teach screenshots clean

run: setup
	@$(BIN)/python -m dashboard $(ARGS)

setup: $(VENV)/.ready

$(VENV)/.ready: $(REQUIREMENTS)
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		found=; \
		for python in $(CANDIDATES); do \
			"$$python" -c '$(NEW_ENOUGH)' >/dev/null 2>&1 || continue; \
			found="$$python"; \
			"$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 && break; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Ownpace needs Python 3.11 or newer, and found none (looked for: $(CANDIDATES))." >&2; \
			echo "Install it (macOS: brew install python; Debian, Ubuntu: apt install python3 python3-venv)," >&2; \
			echo "or name one: make run PYTHON=/path/to/python3" >&2; \
			exit 1; \
		fi; \
		if ! "$$found" -c 'import ensurepip, venv' >/dev/null 2>&1; then \
			echo "$$found cannot make an environment, since its venv or ensurepip module is missing." >&2; \
			echo "Debian, Ubuntu: apt install python3-venv" >&2; \
			exit 1; \
		fi; \
		echo "Making the environment $(VENV) with $$("$$found" --version)"; \
		rm -rf $(VENV) && "$$found" -m venv $(VENV) || exit 1; \
	fi
	@echo "Installing what Ownpace needs (once; it takes a minute or more)"
	@$(PIP) install --editable .
	@$(PIP) install --requirement requirements-mlx.txt || \
		echo "MLX has no build for this machine (it needs Apple silicon, or Linux with glibc 2.35): going on without it." >&2
	@touch $@

$(VENV)/.ready-to-test: $(VENV)/.ready
	@echo "Installing what the tests need"
	@$(PIP) install --editable '.[test]'
	@touch $@

test: $(VENV)/.ready-to-test
	@$(BIN)/python -m pytest -q -rs $(ARGS)

bench: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.bench $(ARGS)

truth: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.truth $(ARGS)

hardening: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.hardening $(ARGS)

coach-eval: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.coach $(ARGS)

coach-teach: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.coach.teach

screenshots: $(VENV)/.ready-to-test
	@$(BIN)/python -m tests.browser.screenshots $(ARGS)

clean:
	rm -rf $(VENV) build screenshots .pytest_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
