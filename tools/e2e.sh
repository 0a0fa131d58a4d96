#!/usr/bin/env bash
# Build Argo CD's and Kubernetes' own programs from tests/e2e, once for each version of them, and print their folder.
#
# usage: tools/e2e.sh [3.4]                                                       by `make e2e`, and by .ci/run before it
#
# They are kept outside the clone, since every clone needs the same: in the folder SWELL_E2E, by default
# ~/.cache/swell/e2e, below the hash of all that they are made of: the modules, this script with its flags, our own
# programs, the version of Go. One build runs at a time; a folder is there as a whole or not at all. What was not asked
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
[ $modules != go ] || packages+=(k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kubectl})

# ask COMMAND...: what may find that a module, or the toolchain, which is one too, is no longer there.
ask() {
  local said reason
  said=$("$@" 2>&1 >/dev/null) && return
  if reason=$(grep -m 1 -E ': 4(03|04|10) |not available|unknown revision' <<<"$said"); then
    echo "e2e: not served: $reason; fix: name in tests/e2e/$modules.mod what \`go list -m MODULE@latest\` says" >&2
    exit 3
  fi
  echo "e2e: $said" >&2
  exit 2
}

# The Go that is here builds what does not ask for a newer one; which that is says the file of modules, whereas Go itself
# would look into go.mod. An older Go than 1.21 has to be told to get one as a module.
needed=$(sed -n 's/^go //p' $modules.mod)
here=$(cd / && go version | sed 's/.* go\([0-9.]*\).*/\1/')
if [[ $here =~ ^1\.([0-9]|1[0-9]|20)(\.|$) ]]; then
  toolchain=golang.org/toolchain@v0.0.1-go$needed.$(go env GOOS)-$(go env GOARCH)
  download() { (cd / && GOFLAGS='' go mod download "$@" "$toolchain"); }
  ask download
  root=$(download -json | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  chmod -R a+x "$root/bin" "$root/pkg/tool"
  export PATH=$root/bin:$PATH
elif [ "$(printf '%s\n' "$needed" "$here" | sort --version-sort | tail -n 1)" = "$here" ]; then
  export GOTOOLCHAIN=local
else
  export GOTOOLCHAIN=go$needed
fi
ask go version

key=$(cat $modules.{mod,sum} programs/*/*.go "$this" <(go version) | sha256sum | cut -c -16)
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
