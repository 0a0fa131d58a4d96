#!/usr/bin/env bash
# Build swell-helm, the program that stays in the place of a Helm, and print its path.
#
# usage: tools/swell_helm.sh HELM                                       by tools/helm.py and the Dockerfile
#
# It has to do what that very HELM does. So it is built with the same Go and says the same of itself, and in the end its
# modules are compared with those in HELM. They come from the Go module proxy; swell-helm/go.sum pins them. What was built
# is kept as by tools/helm_build.sh. Exit codes: 3, a module is not served; 4, HELM is not of the version in go.mod.
set -euo pipefail
helm=$(realpath "$1")
this=$(realpath "$0")
kept=$(realpath -m "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}")
cd "$(dirname "$this")/.."
me=swell-helm named=swell-helm/go.mod
. tools/go.sh

module=helm.sh/helm/v4
version=$(sed -n "s|.*$module ||p" swell-helm/go.mod)
IFS='|' read -r is commit state go <<<"$("$helm" version --template '{{.Version}}|{{.GitCommit}}|{{.GitTreeState}}|{{.GoVersion}}')"
[ "$is" = "$version" ] || { echo "swell-helm: $helm is $is, swell-helm/go.mod names $version" >&2; exit 4; }

command -v go >/dev/null || { echo "swell-helm: go is missing: apt-get install golang-go" >&2; exit 2; }
export CGO_ENABLED=0 GOFLAGS=-mod=readonly GOTOOLCHAIN=auto
use_go "${go#go}"
export GOTOOLCHAIN=$go # no newer one either
ask go version

key=swell-helm-${version#v}-$(cat swell-helm/* "$this" tools/go.sh <("$helm" version; go env GOARCH) | sha256sum | cut -c -16)
folder=$kept/$key
# give: print the path of a program that is there, and note that it is in use.
give() { touch "$folder"; echo "$folder/swell-helm"; exit; }
[ ! -d "$folder" ] || give

cd swell-helm
ask go mod download
mkdir -p "$kept"
made=$(mktemp -d "$kept/swell-helm-building.XXXXXX")
trap 'rm -rf "$made"' EXIT
echo "swell-helm: building it for Helm $version; some two minutes the first time" >&2
flags="-s -w"
for said in "version=$version" "gitCommit=$commit" "gitTreeState=$state"; do flags+=" -X $module/internal/version.$said"; done
go build -trimpath -buildvcs=false -ldflags "$flags" -o "$made/swell-helm" .

# parts PROGRAM: the modules that it is made of, and Go's settings of old behaviour
parts() { go version -m "$1" | grep -E '^\s+(dep|build\s+DefaultGODEBUG)' | grep -v "$module" | sort; }
[ "$("$made/swell-helm" version)" = "$("$helm" version)" ] && diff <(parts "$made/swell-helm") <(parts "$helm") >&2 ||
  { echo "swell-helm: it is not made as $helm is" >&2; exit 2; }
chmod 755 "$made"
mv --no-target-directory "$made" "$folder" 2>/dev/null || [ -d "$folder" ] # another build may have been faster
give
