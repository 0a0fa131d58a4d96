#!/usr/bin/env bash
# Build Argo CD's and Kubernetes' own programs from tests/e2e, once for each version of them, and print their folder.
#
# usage: tools/e2e.sh [3.4]              by `make e2e`; SWELL_E2E says where they are kept, default .venv/cache/e2e
#
# The first time takes some ten minutes on two processors, 2 GiB of memory and 6 GB of disk (Go's caches); so does the
# older Argo CD, in the cluster of the newer one. Exit code 3: a module that is asked for is not served.
set -euo pipefail
this=$(realpath "$0")
kept=$(realpath -m "${SWELL_E2E:-$(dirname "$this")/../.venv/cache/e2e}")
cd "$(dirname "$this")/../tests/e2e"
modules=go
[ $# = 0 ] || modules=argocd-$1

key=$(cat $modules.{mod,sum} programs/*/*.go "$this" | sha256sum | cut -c -16)
folder=$kept/$key
if [ -e "$folder/ready" ]; then echo "$folder"; exit; fi

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
    echo "e2e: not served: $reason; cure: name in tests/e2e/$modules.mod what \`go list -m MODULE@latest\` says" >&2
    exit 3
  fi
  echo "e2e: $said" >&2
  exit 2
}

# From 1.21 on Go gets the version of itself that go.mod asks for. An older one can be told to get it as a module.
if [[ $(cd / && go version) =~ go1\.([0-9]|1[0-9]|20)[^0-9] ]]; then
  toolchain=golang.org/toolchain@v0.0.1-go$(sed -n 's/^go //p' $modules.mod).$(go env GOOS)-$(go env GOARCH)
  download() { (cd / && GOFLAGS='' go mod download "$@" "$toolchain"); }
  ask download
  root=$(download -json | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  chmod -R a+x "$root/bin" "$root/pkg/tool"
  export PATH=$root/bin:$PATH
fi
ask go list -deps "${packages[@]}"

# of MODULE: its version, that of its replacement if it has one, without the v
of() { go list -m -f '{{with .Replace}}{{.Version}}{{else}}{{.Version}}{{end}}' "$1" | cut -c 2-; }
kubernetes=$(GOFLAGS='' of k8s.io/kubernetes)
flags="-s -w -X $argocd/common.version=$(of $argocd)"

rm -rf "$folder"
mkdir -p "$folder"
if [ $modules = go ]; then
  echo "e2e: building Argo CD $(of $argocd) and Kubernetes $kubernetes; some ten minutes the first time" >&2
  IFS=. read -r major minor _ <<<"$kubernetes"
  component=k8s.io/component-base/version
  flags+=" -X $component.gitVersion=v$kubernetes -X $component.gitMajor=$major -X $component.gitMinor=$minor"
  go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$folder/etcd" go.etcd.io/etcd/server/v3
else
  cluster=$(GOFLAGS='' "$this")
  echo "e2e: building Argo CD $(of $argocd); some ten minutes the first time" >&2
  ln -s "$cluster"/{etcd,kube*} "$folder/"
fi
go build -buildvcs=false -trimpath -ldflags "$flags" -o "$folder/" "${packages[@]}"
mv "$folder/cmd" "$folder/argocd"
for program in application-controller cmp-server repo-server server; do ln -s argocd "$folder/argocd-$program"; done

# What Argo CD's image and installation bring along.
module=$(go list -m -f '{{.Dir}}' $argocd)
install -m 755 "$module/hack/git-verify-wrapper.sh" "$folder/"
cp -R --no-preserve=mode "$module/manifests" "$folder/installed"
printf '{"argocd": "%s", "engine": "%s", "kubernetes": "%s"}\n' \
  "$(of $argocd)" "$(of github.com/argoproj/argo-cd/gitops-engine)" "$kubernetes" >"$folder/versions.json"
touch "$folder/ready"
echo "$folder"
