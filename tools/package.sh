#!/usr/bin/env bash
# Builds the wheel and the source distribution of a commit into dist/: the same bytes wherever and whenever it runs.
#   tools/package.sh [COMMIT [FOLDER]]
# It needs .venv (make .venv/ready), which has the build backend in the version and with the hash of requirements/.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=${1:-HEAD}
into=$(realpath --canonicalize-missing "${2:-dist}")
python=$(realpath --no-symlinks "${VENV:-.venv}/bin/python")

tree=$(mktemp --directory)
trap 'rm --recursive --force "$tree"' EXIT
git archive "$commit" | tar --extract --directory "$tree" # what is committed, and nothing else
chmod --recursive u=rwX,go=rX "$tree" # whatever the umask is here
mkdir --parents "$into"
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit")
export SOURCE_DATE_EPOCH
(cd "$tree" && "$python" -m hatchling build --directory "$into" >/dev/null)
(cd "$into" && sha256sum argocd_swell-*)
