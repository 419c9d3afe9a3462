# Needs Go, Node.js with npm, and make. The rest is installed as it is needed.

TOOL := go tool -modfile=$(CURDIR)/tools/go.mod
FUZZTIME ?= 5s
FUZZPACKAGES ?= ./...

.PHONY: demo
demo: node_modules ## start the demo: a dev server, a Go app and a page for two tabs
	cd examples && go build -o ../bin/demo ./demo
	@cd examples && exec ../bin/demo

.PHONY: test
test: lint unit integration browser ## run all checks
	@$(MAKE) --no-print-directory fuzz FUZZPACKAGES=.

.PHONY: lint
lint: ## check formatting, vet and staticcheck
	@unformatted="$$($(TOOL) gofumpt -l $$(git ls-files '*.go'))"; \
	if [ -n "$$unformatted" ]; then echo "run 'make format' for:" $$unformatted; exit 1; fi
	go vet ./... && go vet -tags integration ./...
	cd examples && go vet ./... && go vet -tags integration ./...
	$(TOOL) staticcheck -tags integration ./...
	cd examples && $(TOOL) staticcheck -tags integration ./...

.PHONY: format
format: ## format all Go code
	$(TOOL) gofumpt -w $$(git ls-files '*.go')

.PHONY: unit
unit: ## run the tests that need Go alone, with the race detector
	go test -race ./...
	cd examples && go test -race ./...

.PHONY: integration
integration: node_modules ## run the tests against the dev server and @liveblocks/node
	go test -tags integration ./...

.PHONY: browser
browser: node_modules chromium ## run the demo in a real browser; screenshots go to artifacts/
	cd examples && go test -count=1 -p 1 -tags integration ./...

.PHONY: fuzz
fuzz: ## run every fuzz target for FUZZTIME
	@go list $(FUZZPACKAGES) | while read -r package; do \
		for target in $$(go test -list '^Fuzz' "$$package" | grep '^Fuzz'); do \
			echo "$$package $$target"; \
			go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$package" || exit 1; \
		done; \
	done

.PHONY: bench
bench: node_modules ## compare with net/http, encoding/json and @liveblocks/node, in one run each
	go run ./internal/bench/authorize
	go run ./internal/bench/documents
	go run ./internal/bench/upload
	go test -tags integration -run '^$$' -bench . ./live
	go test -tags integration -run '^$$' -bench . ./comment
	node webhook/bench.mjs

.PHONY: parity-record
parity-record: node_modules ## record again what @liveblocks/node sends and returns
	node internal/parity/record.mjs

.PHONY: chromium
chromium:
	@./tools/chromium.sh

node_modules: package.json package-lock.json
	npm ci
	@touch node_modules

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort | expand -t 16
