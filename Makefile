# The single entry point: people and CI run the same targets. `make help` lists them.

# STRICT=1 makes warnings in our own targets errors. `make check` sets it; export it to share one build with `make check`.
ifdef STRICT
export STRICT
STRICTNESS = -Xswiftc -warnings-as-errors
endif

# One release build serves `build`, `demo` and `test`: nothing imports @testable, so tests need no build of their own.
SWIFT_FLAGS = -c release --explicit-target-dependency-import-check error $(STRICTNESS)
TEST_FLAGS = --disable-testable-imports --disable-xctest

# Where scripts/setup puts libtorch.pc when it cannot write to /usr/local.
export PKG_CONFIG_PATH := $(HOME)/.local/lib/pkgconfig$(addprefix :,$(PKG_CONFIG_PATH))

.PHONY: setup build demo test lint docs bench fuzz zoo-check check clean help

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s%s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Install system libraries and LibTorch; quick and offline when they are there
	@scripts/setup

build: setup ## Build everything in release mode
	swift build $(SWIFT_FLAGS)

demo: build ## Draw birds, and explain what the built-in model sees in them
	scripts/demo

# Golden numbers were made with two threads; another number rounds differently, and a rectifier near zero may flip.
test: setup ## Run the tests; FILTER=name runs some
	OMP_NUM_THREADS=$${OMP_NUM_THREADS:-2} swift test $(SWIFT_FLAGS) $(TEST_FLAGS) $(if $(FILTER),--filter '$(FILTER)')

lint: ## Check formatting, file lengths and the house's rules
	scripts/lint

docs: setup ## Build the documentation archive; a warning is an error
	scripts/docs

bench: build ## Measure against the peers (needs Python with torch, captum and grad-cam)
	scripts/bench $(ARGS)

fuzz: build ## Put 100,000 damaged inputs through every reader; ARGS='--reader png --count 1000' for fewer
	.build/release/rationale-fuzz $(ARGS)

zoo-check: build ## Compare exported torchvision networks with PyTorch (needs Python with torch)
	scripts/zoo-check $(ARGS)

check: ## Everything CI runs: set-up, lint, strict build, tests, the README's commands
	@scripts/check

clean: ## Remove what was built; LibTorch stays in the cache
	rm -rf .build .build-docs
