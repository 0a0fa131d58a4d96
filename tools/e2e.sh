#!/usr/bin/env bash
# Build Argo CD's and Kubernetes' own programs from tests/e2e, once for each version of them, and print their folder.
#
# usage: tools/e2e.sh [3.4]                                                       by `make e2e`, and by .ci/run before it
#
# They are kept outside the clone, since every clone needs the same: in the folder SWELL_E2E, by default
# ~/.cache/swell/e2e, below the hash of all that they are made of: the modules, this script with its flags, our own
# programs (those in `newest` are for the newest Argo CD alone), the version of Go. One build runs at a time; a folder is there as a whole or not at all. What was not asked
# for in 30 days is removed by the next build.
#
# The first time takes some ten minutes on two processors, 2 GiB of memory and 6 GB of disk (Go's caches); so does the
# older Argo CD, in the cluster of the newer one. Exit code 3: a module that is asked for is not served.
set -euo pipefail
this=$(realpath "$0")
kept=$(realpath -m "${SWELL_E2E:-${XDG_CACHE_HOME:-$HOME/.cache}/swell/e2e}")
cd "$(dirname "$this")/../tests/e2e"
modules=go
[ $# = 0 ] || modules=argocd-$1

command -v go >/dev/null || { echo "e2e: go is missing: apt-get install golang-go" >&2; exit 2; }
export CGO_ENABLED=0 GOFLAGS=-modfile=$modules.mod GOTOOLCHAIN=auto
argocd=github.com/argoproj/argo-cd/v3
packages=(./programs/... $argocd/cmd)
[ $modules != go ] || packages+=(./newest/... k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kubectl})

# Which Go they need says the file of modules, whereas Go itself would look into go.mod.
me=e2e named=tests/e2e/$modules.mod
. ../../tools/go.sh
use_go "$(sed -n 's/^go //p' $modules.mod)"

key=$(cat $modules.{mod,sum} {programs,newest}/*/*.go "$this" ../../tools/go.sh <(go version) | sha256sum | cut -c -16)
folder=$kept/$key
# give: print the folder of programs that are there, and note that they are in use.
give() { touch "$folder"; echo "$folder"; exit; }
[ ! -d "$folder" ] || give

ask go list -deps "${packages[@]}"
[ $modules = go ] || cluster=$(GOFLAGS='' "$this")

mkdir -p "$kept"
exec 9>"$kept/lock"
flock --nonblock 9 || { echo "e2e: waiting for another build" >&2; flock 9; }
[ ! -d "$folder" ] || give
rm -rf "$kept"/building.* # of a build that was killed
made=$(mktemp -d "$kept/building.XXXXXX")
trap 'rm -rf "$made"' EXIT

# of MODULE: its version, that of its replacement if it has one, without the v
of() { go list -m -f '{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}' "$1" | cut -c 2-; }
flags="-s -w -X $argocd/common.version=$(of $argocd)"

if [ $modules = go ]; then
  kubernetes=$(of k8s.io/kubernetes)
  echo "e2e: building Argo CD $(of $argocd) and Kubernetes $kubernetes; some ten minutes the first time" >&2
  IFS=. read -r major minor _ <<<"$kubernetes"
  component=k8s.io/component-base/version
  flags+=" -X $component.gitVersion=v$kubernetes -X $component.gitMajor=$major -X $component.gitMinor=$minor"
  go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$made/etcd" go.etcd.io/etcd/server/v3
else
  kubernetes=$(sed 's/.*"kubernetes": "\(.*\)".*/\1/' "$cluster/versions.json")
  echo "e2e: building Argo CD $(of $argocd); some ten minutes the first time" >&2
  ln "$cluster"/{etcd,kube*} "$made/" # the same files, which stay when that folder goes
fi
go build -buildvcs=false -trimpath -ldflags "$flags" -o "$made/" "${packages[@]}"
mv "$made/cmd" "$made/argocd"
for program in application-controller cmp-server repo-server server; do ln -s argocd "$made/argocd-$program"; done

# What Argo CD's image and installation bring along.
module=$(go list -m -f '{{.Dir}}' $argocd)
install -m 755 "$module/hack/git-verify-wrapper.sh" "$made/"
cp -R --no-preserve=mode "$module/manifests" "$made/installed"
engine=$(go list -m -f '{{.Path}}' all | grep '^github.com/argoproj/argo-cd/gitops-engine') # since 3.6 with a version
printf '{"argocd": "%s", "engine": "%s", "kubernetes": "%s"}\n' \
  "$(of $argocd)" "$(of "$engine")" "$kubernetes" >"$made/versions.json"

chmod 755 "$made"
mv --no-target-directory "$made" "$folder"
find "$kept" -mindepth 1 -maxdepth 1 -type d -mtime +30 -exec rm -rf {} +
give
