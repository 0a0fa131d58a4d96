#!/usr/bin/env bash
# Build swell-client, which is `swell` in the image, and print its path.
#
# usage: tools/swell_client.sh                                            by the Dockerfile, tests and benchmarks
#
# It needs no module but Go itself. What was built is kept as by tools/swell_helm.sh.
set -euo pipefail
this=$(realpath "$0")
kept=$(realpath -m "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}")
cd "$(dirname "$this")/../swell-client"
me=swell-client named=swell-client/go.mod
. ../tools/go.sh

command -v go >/dev/null || { echo "swell-client: go is missing: apt-get install golang-go" >&2; exit 2; }
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=local
key=swell-client-$(cat go.mod ./*.go "$this" <(go version; go env GOARCH) | sha256sum | cut -c -16)
folder=$kept/$key
if [ ! -d "$folder" ]; then
  mkdir -p "$kept"
  made=$(mktemp -d "$kept/swell-client-building.XXXXXX")
  trap 'rm -rf "$made"' EXIT
  ask go build -trimpath -buildvcs=false -ldflags '-s -w' -o "$made/swell-client" .
  chmod 755 "$made"
  mv --no-target-directory "$made" "$folder" 2>/dev/null || [ -d "$folder" ] # another build may have been faster
fi
touch "$folder" # it is in use
echo "$folder/swell-client"
