#!/usr/bin/env bash
# Build Argo CD's and Kubernetes' own programs from tests/e2e, once for each version of them, and print their folder.
#
# usage: tools/e2e.sh                    by `make e2e`; SWELL_E2E says where they are kept, default .venv/cache/e2e
#
# The first time takes some ten minutes on two processors, 2 GiB of memory and 6 GB of disk (Go's caches).
set -euo pipefail
kept=$(realpath -m "${SWELL_E2E:-$(dirname "$0")/../.venv/cache/e2e}")
cd "$(dirname "$0")/../tests/e2e"

key=$(cat go.mod go.sum programs/*/*.go ../../tools/e2e.sh | sha256sum | cut -c -16)
folder=$kept/$key
if [ -e "$folder/ready" ]; then echo "$folder"; exit; fi

command -v go >/dev/null || { echo "e2e: go is missing: apt-get install golang-go" >&2; exit 2; }
# From 1.21 on Go gets the version of itself that go.mod asks for. An older one can be told to get it as a module.
export GOTOOLCHAIN=auto
if [[ $(go version) =~ go1\.([0-9]|1[0-9]|20)[^0-9] ]]; then
  toolchain=golang.org/toolchain@v0.0.1-go$(sed -n 's/^go //p' go.mod).$(go env GOOS)-$(go env GOARCH)
  root=$(cd / && go mod download -json "$toolchain" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  chmod -R a+x "$root/bin" "$root/pkg/tool"
  export PATH=$root/bin:$PATH
fi
argocd=github.com/argoproj/argo-cd/v3
# of MODULE: its version, without the v
of() { go list -m -f '{{.Version}}' "$1" | cut -c 2-; }
kubernetes=$(of k8s.io/kubernetes)
IFS=. read -r major minor _ <<<"$kubernetes"
component=k8s.io/component-base/version
flags="-s -w -X $argocd/common.version=$(of $argocd) -X $component.gitVersion=v$kubernetes"
flags+=" -X $component.gitMajor=$major -X $component.gitMinor=$minor"

echo "e2e: building Argo CD $(of $argocd) and Kubernetes $kubernetes; some ten minutes the first time" >&2
rm -rf "$folder"
mkdir -p "$folder/installed"
export CGO_ENABLED=0
go build -buildvcs=false -trimpath -ldflags "$flags" -o "$folder/" ./programs/... \
  k8s.io/kubernetes/cmd/{kube-apiserver,kube-controller-manager,kubectl}
go build -buildvcs=false -trimpath -ldflags "-s -w" -o "$folder/etcd" go.etcd.io/etcd/server/v3
for program in application-controller cmp-server repo-server; do ln -s argocd "$folder/argocd-$program"; done

# What Argo CD's image and installation bring along.
module=$(go list -m -f '{{.Dir}}' $argocd)
install -m 755 "$module/hack/git-verify-wrapper.sh" "$folder/"
install -m 644 "$module"/manifests/{crds/*-crd,base/config/argocd-{cm,secret,rbac-cm}}.yaml "$folder/installed/"
printf '{"argocd": "%s", "kubernetes": "%s"}\n' "$(of $argocd)" "$kubernetes" >"$folder/versions.json"
touch "$folder/ready"
echo "$folder"
