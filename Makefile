# One set of commands for people and for CI. `make` alone builds the environment.
.DEFAULT_GOAL := help
.PHONY: help demo test serve bench chaos province check lock clean
.SUFFIXES:
MAKEFLAGS += --no-print-directory

READY := .venv/.ready
BIN := .venv/bin
CODE := $(wildcard definitions workflow tasks console cases bench tests worker.py)

unexport PYTHONDONTWRITEBYTECODE  # where set, every start would compile anew

help: $(READY)
	@echo "Sẵn sàng / Ready. Tiếp / next: make demo | make test | make serve | make check"

$(READY): pyproject.toml requirements/all.txt requirements/uv.txt
	@.ci/setup

demo: $(READY)
	@$(BIN)/thidua demo

test: $(READY)
	@$(BIN)/python -m pytest -n 2 --dist loadscope

serve: $(READY)
	@$(BIN)/thidua serve

bench: $(READY)
	@$(BIN)/python -m bench

# Everything killed, frozen and started again while people act; the seed says when.
CHAOS_SECONDS ?= 600
CHAOS_SEED ?=

chaos: $(READY)
	@$(BIN)/python -m tests.chaos "$(CHAOS_SECONDS)" "$(CHAOS_SEED)"

province: $(READY)
	@$(BIN)/python -m tests.province

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict $(CODE)
	$(BIN)/lint-imports
	$(BIN)/thidua definitions lint

# A mirror named in the environment would otherwise be asked, and might answer with other files.
LOCK := env -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_CONFIG_FILE \
	-u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS \
	$(BIN)/uv pip compile --quiet --no-config --system-certs --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header

lock:
	@test -x $(BIN)/uv || .ci/setup
	@echo uv | $(LOCK) - -o requirements/uv.txt
	@$(LOCK) --group dev --group quality --group build pyproject.toml -o requirements/all.txt
	@$(LOCK) --group bench -c requirements/all.txt pyproject.toml -o requirements/bench.txt
	@echo "requirements/uv.txt, requirements/all.txt, requirements/bench.txt"

clean:
	@rm -rf .venv .venv-bench .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
