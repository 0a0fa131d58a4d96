#!/usr/bin/env bash
# Build a Helm that no registry package has, as its own Makefile does for a release, and print the program's path.
#
# usage: [GOARCH=arm64] tools/helm_build.sh 3.19.4                              by tools/helm.py and tools/image_base.sh
#
# The sources come from the Go module proxy. Go compares them with its checksum database, this script with the sum in
# requirements/helms.sum; the go.sum among them then pins all that they need. What was built is kept for all clones
# beside the programs of tools/e2e.sh, below the hash of what it is made of. The first takes some two minutes. Exit code 3:
# a module is not served.
set -euo pipefail
this=$(realpath "$0")
kept=$(realpath -m "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}")
cd "$(dirname "$this")/.."
version=v$1 module=helm.sh/helm/v${1%%.*}
sums=$PWD/requirements/helms.sum
me=helm named=requirements/helms.sum
. tools/go.sh

command -v go >/dev/null || { echo "helm: go is missing: apt-get install golang-go" >&2; exit 2; }
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=auto
fetch() { (cd / && GOFLAGS='' go mod download "$@" "$module@$version"); }
# told KEY: what Go says of the module; an older Go tells of what it has, although that asks for a newer one
told() { { fetch -json 2>/dev/null || true; } | sed -n "s/^\t\"$1\": \"\(.*\)\".*/\1/p"; }
modules=$(told GoMod)
[ "$modules" ] || ask fetch
use_go "$(sed -n 's/^go //p' "$modules")"

key=helm-$1-$(cat "$sums" "$this" tools/go.sh <(go version; go env GOARCH) | sha256sum | cut -c -16)
folder=$kept/$key
# give: print the path of a program that is there, and note that it is in use.
give() { touch "$folder"; echo "$folder/helm"; exit; }
[ ! -d "$folder" ] || give

ask fetch
grep -qxF "$module $version $(told Sum)" "$sums" ||
  { echo "helm: $module@$version is not what requirements/helms.sum says" >&2; exit 2; }
cd "$(told Dir)"

mkdir -p "$kept"
made=$(mktemp -d "$kept/helm-building.XXXXXX")
trap 'rm -rf "$made"' EXIT
echo "helm: building Helm $1; some two minutes the first time" >&2
# Its Makefile gives the version, and to Helm 3 that of Kubernetes, which Helm 4 finds by itself.
kubernetes=$(go list -m -f '{{.Version}}' k8s.io/client-go)
IFS=. read -r _ minor _ <<<"$kubernetes"
flags="-s -w -X $module/internal/version.version=$version"
for package in chartutil lint/rules; do
  flags+=" -X $module/pkg/$package.k8sVersionMajor=1 -X $module/pkg/$package.k8sVersionMinor=$minor"
done
go build -trimpath -buildvcs=false -ldflags "$flags" -o "$made/helm" ./cmd/helm
chmod 755 "$made"
mv --no-target-directory "$made" "$folder" 2>/dev/null || [ -d "$folder" ] # another build may have been faster
give
