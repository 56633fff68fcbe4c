# wirebrief. `make demo` shows the main job, `make test` passes the tests.

# SQLite's full-text index needs this tag in every build, test and vet; it is
# set here once. Every distinct set of flags compiles SQLite's C code anew.
export GOFLAGS := -tags=sqlite_fts5
export CGO_ENABLED := 1

GO          ?= go
STATICCHECK := bin/staticcheck-v0.8.2
BENCH       ?= .
# Tests of chance draw the same each time; WIREBRIEF_SEED=new or a number in the
# environment has them draw something else.

# How long the soak test lets chaos last.
SOAK        ?= 5m
# Which articles the gallery takes: 0, 1, 2 ...
SPREAD      ?= 0

# print compares with what briefing/QUALITY.md says; write writes it anew.
QUALITY     ?= print

.PHONY: build demo run feeds test check crash soak quality screenshots gallery bench fuzz tools clean

build: tools ## the program, ./wirebrief
	$(GO) build -o wirebrief .

demo: build ## sample articles, /latest karabakh, then a chat
	@./wirebrief demo

run: build ## the service
	./wirebrief run

feeds: tools ## 200 invented feeds on loopback to try "feed import" with
	$(GO) run ./adapters/feed/feedtest/serve

test: tools ## all tests
	$(GO) test -timeout 30m ./...

check: tools $(STATICCHECK) ## format, vet, staticcheck, import rule, race detector
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then \
		echo "not formatted, run gofmt -w on:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) test -run '^TestImportRule' .
	$(GO) test -race -timeout 30m ./...

crash: tools ## kill the service while 2,000 digests go out, and while 10,000 people's acts come in on Telegram, and on Discord, then count
	WIREBRIEF_CRASH=full $(GO) test -count=1 -v -timeout 60m -run '^(TestDigestsSurviveKills|TestTelegram|TestTelegramCrowd|TestDiscordCrowd|TestDiscordPushesSurviveKills)$$' .

soak: tools ## chaos at the gateway of Discord for SOAK (5m), then what a million interactions leave in memory
	WIREBRIEF_SOAK=$(SOAK) $(GO) test -count=1 -v -timeout 6h -run '^(TestChaos|TestRetainsNothing)$$' ./adapters/discord

quality: tools ## how well quotes, figures and sentences are found, on the articles in WIREBRIEF_TESTDATA
	WIREBRIEF_QUALITY=$(QUALITY) $(GO) test -count=1 -v -run '^TestQuality$$' .

screenshots: tools ## the pictures of docs/telegram and docs/discord, with Chromium
	WIREBRIEF_SCREENSHOTS=$(CURDIR)/docs $(GO) test -count=1 -run '^TestScreenshots' .

gallery: tools ## briefings of 40 articles of WIREBRIEF_TESTDATA beside their texts: gallery.html, to be read; SPREAD=1 takes others
	WIREBRIEF_GALLERY=$(CURDIR)/gallery.html WIREBRIEF_SPREAD=$(SPREAD) $(GO) test -count=1 -v -run '^TestGallery$$' .

bench: tools ## speed; BENCH=Compose picks one
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem ./...

fuzz: tools ## every fuzz target for 20 s
	@set -e; for package in $$($(GO) list ./...); do \
		for target in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$target"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime 20s $$package; \
		done; done

clean:
	rm -rf wirebrief bin

$(STATICCHECK):
	@mkdir -p bin
	GOBIN=$(CURDIR)/bin $(GO) install honnef.co/go/tools/cmd/staticcheck@v0.8.2
	@mv bin/staticcheck $(STATICCHECK)

# Says what is missing before Go or the C compiler fail with less.
tools:
	@command -v $(GO) >/dev/null 2>&1 || { \
		echo "wirebrief is built with Go 1.26 or newer, and 'go' was not found."; \
		echo "Install it from https://go.dev/dl/ and see that 'go version' works."; exit 1; }
	@cc=$$($(GO) env CC); command -v $${cc%% *} >/dev/null 2>&1 || { \
		echo "SQLite is compiled from C, and no C compiler ('$$cc') was found. Install one:"; \
		echo "  Debian, Ubuntu: apt-get install gcc libc6-dev    Fedora: dnf install gcc"; \
		echo "  Alpine: apk add build-base                       macOS: xcode-select --install"; exit 1; }
	@if [ "$$($(GO) list -f '{{.Stale}}' github.com/mattn/go-sqlite3)" = true ]; then \
		echo "SQLite is compiled once now; that takes about 90 seconds."; fi
