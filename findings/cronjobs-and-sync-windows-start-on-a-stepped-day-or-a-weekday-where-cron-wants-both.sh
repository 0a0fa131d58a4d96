#!/usr/bin/env bash
# `0 0 */2 * 1` in a CronJob of Kubernetes 1.37.1 or in a sync window of Argo CD 3.6.1 means "each odd day, and each Monday"; in
# cron it means "each Monday on an odd day". The known trick for the first Monday of a month starts on ten days of January there.
#
# Input: schedules with a day of the month and a weekday, of which one begins with an asterisk and has a step.
# Behaviour: where both are said, either is enough; where one of them begins with an asterisk, Vixie's cron and Debian's want
# both, be there a step or not. Hence the trick `*/100,1-7 * 1`, and `1-7 * */7` for the first Sunday. The parser of Kubernetes
# and Argo CD (github.com/robfig/cron) heeds the asterisk too, but forgets it where a step above 1 is said. So a backup that
# moves from a crontab to a CronJob runs on ten days instead of one, and a window for one night a month is open in ten of them.
# CronSim, which is written to match Debian's cron, stands for cron here.
# Output seen, the days of January 2026 (the 4th is a Sunday):
#   0 0 */100,1-7 * 1  cron        5
#   0 0 */100,1-7 * 1  Kubernetes  1 2 3 4 5 6 7 12 19 26
#   0 0 */100,1-7 * 1  Argo CD     1 2 3 4 5 6 7 12 19 26
#   0 0 1-7 * */7      cron        4
#   0 0 1-7 * */7      Kubernetes  1 2 3 4 5 6 7 11 18 25
#   0 0 1-7 * */7      Argo CD     1 2 3 4 5 6 7 11 18 25
#   0 0 */2 * 1        cron        5 19
#   0 0 */2 * 1        Kubernetes  1 3 5 7 9 11 12 13 15 17 19 21 23 25 26 27 29 31
#   0 0 */2 * 1        Argo CD     1 3 5 7 9 11 12 13 15 17 19 21 23 25 26 27 29 31
#   0 0 */1 * 1        cron        5 12 19 26
#   0 0 */1 * 1        Kubernetes  5 12 19 26
#   0 0 */1 * 1        Argo CD     5 12 19 26
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
schedules=('0 0 */100,1-7 * 1' '0 0 1-7 * */7' '0 0 */2 * 1' '0 0 */1 * 1')

python3 -m pip install --quiet --no-deps --target python cronsim==2.8
cat >cron.py <<'PY'
import sys
from datetime import datetime
from cronsim import CronSim

for schedule in sys.argv[1:]:
    days, each = [], CronSim(schedule, datetime(2025, 12, 31, 12))
    while (found := next(each)) < datetime(2026, 2, 1):
        days.append(str(found.day))
    print(f"{schedule:17}  cron       ", *days)
PY

# A program for each of the two, with the version of the parser that its go.mod names, which reads as it does.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
built() { # built NAME MODULE
  local version
  version=$(sed -n 's/^.*github.com\/robfig\/cron\/v3 \(v[^ ]*\).*$/\1/p' "$(go list -m -f '{{.GoMod}}' "$2")")
  mkdir "$1"
  cp main.go "$1"
  (cd "$1" && go mod init finding && go mod edit -require "github.com/robfig/cron/v3@$version" &&
    go build -trimpath -o "../$1.bin") 2>build.log || { cat build.log >&2; exit 1; }
}
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"time"

	"github.com/robfig/cron/v3"
)

func main() {
	parse := cron.ParseStandard // as the controller of CronJobs does
	if os.Args[1] == "Argo CD" {
		parse = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse
	}
	for _, text := range os.Args[2:] {
		schedule, err := parse(text)
		if err != nil {
			panic(err)
		}
		fmt.Printf("%-17s  %-10s ", text, os.Args[1])
		at := schedule.Next(time.Date(2025, 12, 31, 12, 0, 0, 0, time.UTC))
		for ; at.Year() == 2026 && at.Month() == time.January; at = schedule.Next(at) {
			fmt.Print(" ", at.Day())
		}
		fmt.Println()
	}
}
GO
built kubernetes k8s.io/kubernetes@v1.37.1
built argocd github.com/argoproj/argo-cd/v3@v3.6.1

for schedule in "${schedules[@]}"; do
  PYTHONPATH=python python3 cron.py "$schedule"
  ./kubernetes.bin Kubernetes "$schedule"
  ./argocd.bin "Argo CD" "$schedule"
done | tee seen
diff - seen <<'SEEN'
0 0 */100,1-7 * 1  cron        5
0 0 */100,1-7 * 1  Kubernetes  1 2 3 4 5 6 7 12 19 26
0 0 */100,1-7 * 1  Argo CD     1 2 3 4 5 6 7 12 19 26
0 0 1-7 * */7      cron        4
0 0 1-7 * */7      Kubernetes  1 2 3 4 5 6 7 11 18 25
0 0 1-7 * */7      Argo CD     1 2 3 4 5 6 7 11 18 25
0 0 */2 * 1        cron        5 19
0 0 */2 * 1        Kubernetes  1 3 5 7 9 11 12 13 15 17 19 21 23 25 26 27 29 31
0 0 */2 * 1        Argo CD     1 3 5 7 9 11 12 13 15 17 19 21 23 25 26 27 29 31
0 0 */1 * 1        cron        5 12 19 26
0 0 */1 * 1        Kubernetes  5 12 19 26
0 0 */1 * 1        Argo CD     5 12 19 26
SEEN
