# The only commands a newcomer needs: make run, make test.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed
UV     := uv==0.13.8
# pip knows from its own configuration where local wheels lie (a CPU build of torch, say); uv reads none of it.
LINKS   = $(shell $(PYTHON) -m pip config get :env:.find-links 2>/dev/null || $(PYTHON) -m pip config get global.find-links 2>/dev/null)

.PHONY: setup run test check clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Cần Python 3.11 trở lên / Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Đang cài đặt / installing …"
	@if $(BIN)/pip install -q $(UV) && UV_FIND_LINKS="$(LINKS)" $(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python -c constraints.txt -e '.[dev]'; then :; \
	else $(BIN)/pip install -q -c constraints.txt -e '.[dev]'; fi
	@$(BIN)/python -m compileall -q bot index knowledge
	@touch $@

run: $(STAMP)
	@$(BIN)/tdkt run

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest -n 2

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis
