# Everything a developer runs; `make help` lists it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build

# Where databases of real helpdesks and test vectors lie, beside the checkout.
SHARED ?= ../shared
# What `make acceptance` reads there. A missing file is a failure; the list only grows.
ACCEPTANCE_FILES := \
	helpdesks/README.md \
	helpdesks/story.json \
	helpdesks/chatwoot.postgres.sql \
	helpdesks/freescout.mysql.sql \
	helpdesks/freescout.postgres.sql \
	helpdesks/glpi.mysql.sql \
	helpdesks/osticket.mysql.sql \
	helpdesks/redmine.sqlite.sql \
	helpdesks/rt5.mysql.sql \
	helpdesks/rt5.postgres.sql \
	helpdesks/zammad.postgres.sql \
	helpdesks/znuny.mysql.sql

GOLANGCI_LINT_VERSION := v2.15.0
GOLANGCI_LINT := $(CURDIR)/test/.cache/bin/golangci-lint-$(GOLANGCI_LINT_VERSION)

# Flags of go test, for example TESTFLAGS='-count=1 -run TestBadInput'.
TESTFLAGS ?=
# What `make test` and `make race` test.
PACKAGES ?= ./...
RACE ?= ./collector/... ./sources ./internal/state/...
# How often `make crash` kills the exporter.
COUNT ?= 200
# Which simulated desks `make oracle` tells the story of: so many, from this one on.
SEEDS ?= 50
SEED ?= 1
SCHEDULES ?= 100
# Which simulated desks `make alert-noise` listens to: seeds; odd ones live in spring, even ones in autumn.
DESKS ?= 1 2 3
# Tickets of the desk that is measured; --dir=DIR in BENCHFLAGS keeps the desks elsewhere than in the temporary directory.
TICKETS ?= 1000000
BENCHFLAGS ?=
# What the exporter says that it is: --version, and the labels of helpdesk_exporter_build_info. The date is the commit's, so
# that a commit always gives the same binary.
VERSION ?= $(or $(call git,describe --tags --always --dirty),unknown)
REVISION ?= $(call git,rev-parse HEAD)
BRANCH ?= $(call git,branch --show-current)
BUILD_DATE ?= $(call git,log -1 --format=%cI)
# "all", "sample" (some of the mutants, chosen by the commit's hash), or a name, wildcards allowed.
MUTANTS ?= all

# git asks git, $(1) is the question; without git or a repository there is no answer.
git = $(shell git $(1) 2>/dev/null)
# stamp is a flag of the linker that sets a variable, $(1), to a text, $(2).
stamp = $(if $(2),-X 'github.com/prometheus/common/version.$(1)=$(2)')
ldflags = $(strip $(call stamp,Version,$(VERSION)) $(call stamp,Revision,$(REVISION)) $(call stamp,Branch,$(BRANCH)) $(call stamp,BuildDate,$(BUILD_DATE)))

bed := test/bed/servers.sh run
# gotest runs go test and sums it up; $(1) are its arguments.
gotest = bash -c 'set -o pipefail; go test -json $(1) | go run ./test/summary'
# NESTED are modules of their own, below test, because what they need must not become a dependency of the exporter.
NESTED := promql compose noise
# modules hold queries to the catalogue, and read the stack's files, when everything is tested. (noise has alert-noise.)
modules = $(if $(filter ./...,$(PACKAGES)),for module in promql compose; do go test -C test/$$module -json $(TESTFLAGS) ./... || status=1; done;)
# timed runs a command, $(2), under a name, $(1).
timed = @start=$$SECONDS; echo "== $(1)"; $(2); echo "== $(1): $$((SECONDS - start)) s"

.PHONY: help build tools test alerts dashboards race acceptance mutants crash oracle vendor-free conformance live-rt sla-live alerts-e2e alert-noise look generate bench bench-first-sync bench-poll bench-scrape bench-sla bench-api bench-day bench-peers bench-go lint format stack demo-check metrics clean

help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "%-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## bin/helpdesk_exporter, VERSION (of git) told by --version and by helpdesk_exporter_build_info
	go build -trimpath -ldflags "$(ldflags)" -o bin/helpdesk_exporter ./cmd/helpdesk_exporter

tools: ## install the servers that tests need (Debian, root), or say what to install
	$(call timed,install,test/bed/install.sh servers)

test: tools ## every test, against real servers; a skipped test is a failure
	$(call timed,vet,go vet ./... && for module in $(NESTED); do go vet -C test/$$module ./...; done)
	@$(bed) bash -c 'set -o pipefail; (status=0; go test -json $(TESTFLAGS) $(PACKAGES) || status=1; $(modules) exit $$status) | go run ./test/summary'

alerts: tools ## rules and routes: promtool, amtool, the catalogue
	@$(call gotest,$(TESTFLAGS) ./alerts)
	@cd test/promql && go test $(TESTFLAGS) ./...

dashboards: ## pages: whole, current, every query held to the catalogue; by Grafana's schema, where $(SHARED) has it
	@$(call gotest,$(TESTFLAGS) ./dashboards)
	@cd test/promql && go test $(TESTFLAGS) ./...
	@dashboards/schemacheck.sh $(SHARED)/tools/schemacheck

race: tools ## the packages that run goroutines, under the race detector
	@$(bed) $(call gotest,-race $(TESTFLAGS) $(RACE))

acceptance: tools ## databases of real helpdesks with a known story, from $(SHARED)
	@for file in $(ACCEPTANCE_FILES); do \
		[[ -s $(SHARED)/$$file ]] || { echo "acceptance: $(SHARED)/$$file is missing; set SHARED to the folder that holds it" >&2; exit 1; }; \
	done
	@SHARED="$$(cd $(SHARED) && pwd)" $(bed) $(call gotest,-count=1 -tags acceptance $(TESTFLAGS) ./test/acceptance)

mutants: tools ## break one rule at a time; the test that guards it must turn red (MUTANTS=sample: some)
	@$(bed) test/mutants/run.sh '$(MUTANTS)'

crash: ## kill the exporter $(COUNT) times in mid-sync; nothing lost, nothing doubled
	@COUNT=$(COUNT) go test -count=1 -tags crash -timeout 30m -v $(TESTFLAGS) ./test/crash

oracle: ## SEEDS simulated desks, from SEED on, with kills, against their truth (KEEP=DIR keeps desk and state)
	SEEDS=$(SEEDS) SEED=$(SEED) go test -count=1 -timeout 3h -v -run TestOracle $(TESTFLAGS) ./test/oracle

vendor-free: ## no vendor's name in the exporter's Go, no word of HTTP sources for one product alone
	@$(call gotest,-run "VendorFree|WordsAreUsed" ./test/architecture)

conformance: ## presets of HTTP helpdesks under SCHEDULES seeds of faults, from SEED on
	STORIES=all KILLS=1 SCHEDULES=$(SCHEDULES) SEED=$(SEED) go test -count=1 -timeout 12h -v $(TESTFLAGS) ./test/conformance

live-rt: ## a living Request Tracker 5 under a driver, beside an exporter that is killed ten times
	$(call timed,install,test/bed/install.sh servers rt)
	@$(bed) go test -count=1 -tags live -timeout 20m -v $(TESTFLAGS) ./test/live

sla-live: tools ## three minutes of promises of 20 to 60 seconds: a live desk, an outage, kills, a real Prometheus
	@$(bed) go test -count=1 -tags live -timeout 15m -v $(TESTFLAGS) ./test/slalive

alerts-e2e: tools ## a desk, the exporter, a real Prometheus and Alertmanager, a web hook: who hears what and when, COUNT times
	@go test -count=1 -run '^TestRoutes$$' -v ./alerts | grep -E '^(---|ok|FAIL|    ---)'
	@$(bed) go test -count=$(if $(filter file,$(origin COUNT)),1,$(COUNT)) -tags live -timeout 3h -v $(TESTFLAGS) ./test/alertse2e

alert-noise: ## weeks of simulated desks (DESKS='1 2 3'): how many pages and tickets each team gets (KEEP=DIR keeps what was exposed)
	SEEDS='$(DESKS)' KEEP=$(if $(KEEP),$(abspath $(KEEP))) go test -C test/noise -count=1 -timeout 6h -v ./... $(TESTFLAGS)

look: ## every page drawn over six weeks of a simulated desk; no errors, no empty panels, counts as the desk knows them
	$(call timed,install,test/bed/install.sh look)
	@dashboards/schemacheck.sh $(SHARED)/tools/schemacheck
	@SHARED="$$(cd $(SHARED) && pwd)" go test -count=1 -tags look -timeout 2h -v $(TESTFLAGS) ./test/look

generate: ## write generated files anew
	go generate ./...

bench: bench-first-sync bench-poll bench-scrape bench-sla bench-api bench-day bench-peers ## the figures of docs/performance.md, each beside its baseline

bench-first-sync: tools ## a first sync of $(TICKETS) tickets beside psql, its memory, a restart
	@go run ./bench first-sync --tickets=$(TICKETS) $(BENCHFLAGS)

bench-poll: tools ## a poll with 1,000 changes at $(TICKETS) tickets beside one at 10,000
	@go run ./bench poll --large=$(TICKETS) $(BENCHFLAGS)

bench-scrape: tools ## scrapes of 10,000 and 100,000 series beside client_golang
	@go run ./bench scrape $(BENCHFLAGS)

bench-sla: ## business time and SLA clocks a second, memory of an open clock
	@go test -run '^$$' -bench . -benchmem ./collector/calendar ./collector/sla

bench-api: ## an answer of 1,000 tickets to records and to the ledger beside encoding/json; memory of one of 64 MiB
	@go run ./bench api $(BENCHFLAGS)

bench-day: ## a day of a desk with 100,000 tickets a month at the Zendesk fake: requests by endpoint beside the account's limits
	@go run ./bench day $(BENCHFLAGS)

bench-peers: ## the same beside json_exporter, whose source is in PEER_SRC; not run without
	@PEER_SRC='$(PEER_SRC)' bench/peers.sh

bench-go: ## Go's benchmarks of packages
	@$(bed) go test -run '^$$' -bench . -benchmem $(TESTFLAGS) $(PACKAGES)

$(GOLANGCI_LINT):
	@mkdir -p $(@D)
	GOFLAGS= GOBIN=$(@D) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv $(@D)/golangci-lint $@

lint: $(GOLANGCI_LINT) ## golangci-lint and, where it is installed, shellcheck
	$(GOLANGCI_LINT) run --allow-parallel-runners ./...
	for module in $(NESTED); do (cd test/$$module && $(GOLANGCI_LINT) run --allow-parallel-runners ./...); done
	@if command -v shellcheck >/dev/null; then shellcheck .ci/run $$(git ls-files '*.sh'); fi

format: $(GOLANGCI_LINT) ## gofumpt
	$(GOLANGCI_LINT) fmt

stack: build tools ## the demo with a real Prometheus and Alertmanager, rules and routes, on loopback, until Ctrl-C
	@exec deploy/stack.sh bin/helpdesk_exporter

demo-check: ## the demo: first metrics in ten seconds, in thirty something in every family of the desk, which it names
	go test -count=1 -v -run '^TestDemo$$' $(TESTFLAGS) ./cmd/helpdesk_exporter

metrics: build tools ## scrape the demo: enough families and samples, and promtool has nothing to say
	test/metrics/check.sh bin/helpdesk_exporter

clean: ## remove what was built
	rm -rf bin test/.cache
