# Every target is a thin call; deploy/bootstrap/ holds the work.
PYTHON ?= python3
START = @command -v $(PYTHON) >/dev/null 2>&1 || { \
	echo "There is no $(PYTHON): install Python 3.11, 3.12 or 3.13 (on Debian or Ubuntu: apt install python3 python3-venv), or name it: make $@ PYTHON=/path/to/python3.12." >&2; \
	exit 1; }; exec $(PYTHON) deploy/start.py

export PORT DATABASE_URL DATABASE_WEB_URL G287_VAR DEMO DATA

.DEFAULT_GOAL := help
.PHONY: help run setup test check format bench stop clean lock

help:
	@echo "make run      everything, then serve at http://127.0.0.1:8287/ (PORT=8287)"
	@echo "make setup    everything but serve (DEMO=0 leaves the demo data out)"
	@echo "make test     the whole suite, browser tests included (ARGS='-k officer' narrows it)"
	@echo "make check    lint, types, templates, layers, migrations, deployment checks"
	@echo "make format   rewrite code and templates into the form that check asks for"
	@echo "make bench    the benchmarks"
	@echo "make stop     stop the server and the local PostgreSQL"
	@echo "make clean    stop both, delete what was made; the data too with DATA=1"
	@echo "make lock     compile requirements*.in anew (ARGS=--upgrade takes newer releases)"
	@echo "Settings: PORT, DATABASE_URL (your own PostgreSQL), DATABASE_WEB_URL, G287_VAR, PYTHON."

run setup check format stop clean:
	$(START) $@

test bench lock:
	$(START) $@ $(ARGS)
