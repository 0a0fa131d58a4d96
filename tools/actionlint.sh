#!/usr/bin/env bash
# Build actionlint, which checks GitHub workflows, from its Go module, and print its path.
#
# usage: tools/actionlint.sh                                             by `make actionlint` and the tests
#
# What was built is kept as by tools/helm_build.sh. Exit code 3: a module is not served.
set -euo pipefail
version=v1.7.9
kept=$(realpath -m "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}")
cd "$(dirname "$0")/.."
me=actionlint named=tools/actionlint.sh
. tools/go.sh

program=$kept/actionlint-$version/actionlint
if [ ! -x "$program" ]; then
  command -v go >/dev/null || { echo "actionlint: go is missing: apt-get install golang-go" >&2; exit 2; }
  export CGO_ENABLED=0 GOFLAGS=-mod=mod GOTOOLCHAIN=auto
  use_go 1.24.0
  mkdir -p "$kept"
  made=$(mktemp -d "$kept/actionlint-building.XXXXXX")
  trap 'rm -rf "$made"' EXIT
  export GOBIN=$made
  (cd / && ask go install "github.com/rhysd/actionlint/cmd/actionlint@$version")
  chmod 755 "$made"
  mv --no-target-directory "$made" "$(dirname "$program")" 2>/dev/null || [ -x "$program" ] # another may have been faster
fi
touch "$(dirname "$program")"
echo "$program"
