#!/usr/bin/env bash
# A CronJob of Kubernetes 1.37.1 with `0 0 * * *` and a timeZone does not run at all on the day on which summer time takes the
# hour after midnight; `0 0 * * 0` then misses a week in Chile, and `0 0 24 4 *` a year in Egypt. Cron runs it an hour later.
#
# Input: schedules at midnight in Africa/Cairo, where the clocks go from 0:00 to 1:00 on Friday, April 24, 2026, and in
# America/Santiago, where they do so on Sunday, September 6.
# Behaviour: that 2:30 is missing once a year in Europe is known, so one puts a nightly job at midnight, which every day seems to
# have. Where the clocks change at midnight, the parser of CronJobs (github.com/robfig/cron) takes the next day that has a 0:00
# of its own, and no Job is made; the controller does not count it as missed, since the schedule has no such time. CronSim,
# which is written to match Debian's cron, stands for cron here: it runs the job at 1:00, when the hour begins.
# Output seen, the first three starts:
#   0 0 * * *   Africa/Cairo      cron        Thu 2026-04-23 00:00, Fri 2026-04-24 01:00, Sat 2026-04-25 00:00
#   0 0 * * *   Africa/Cairo      Kubernetes  Thu 2026-04-23 00:00, Sat 2026-04-25 00:00, Sun 2026-04-26 00:00
#   0 0 * * 0   America/Santiago  cron        Sun 2026-08-30 00:00, Sun 2026-09-06 01:00, Sun 2026-09-13 00:00
#   0 0 * * 0   America/Santiago  Kubernetes  Sun 2026-08-30 00:00, Sun 2026-09-13 00:00, Sun 2026-09-20 00:00
#   0 0 24 4 *  Africa/Cairo      cron        Fri 2026-04-24 01:00, Sat 2027-04-24 00:00, Mon 2028-04-24 00:00
#   0 0 24 4 *  Africa/Cairo      Kubernetes  Sat 2027-04-24 00:00, Mon 2028-04-24 00:00, Tue 2029-04-24 00:00
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
inputs=('0 0 * * *|Africa/Cairo|2026-04-22' '0 0 * * 0|America/Santiago|2026-08-29' '0 0 24 4 *|Africa/Cairo|2026-04-22')

python3 -m venv --without-pip python
python3 -m pip --python python/bin/python install --quiet cronsim==2.8 tzdata==2026.6
cat >cron.py <<'PY'
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

from cronsim import CronSim

schedule, zone, day = sys.argv[1].split("|")
each = CronSim(schedule, datetime.fromisoformat(f"{day} 12:00").replace(tzinfo=ZoneInfo(zone)))
print(f"{schedule:10}  {zone:16}  cron       ", ", ".join(f"{next(each):%a %Y-%m-%d %H:%M}" for _ in range(3)))
PY

# A program with the version of the parser that the go.mod of Kubernetes names, which calls it as the controller does.
export GOFLAGS=-mod=mod GOTOOLCHAIN=auto CGO_ENABLED=0
kubernetes=$(go list -m -f '{{.GoMod}}' k8s.io/kubernetes@v1.37.1)
cat >main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/robfig/cron/v3"
)

func main() {
	said := strings.Split(os.Args[1], "|")
	schedule, err := cron.ParseStandard("TZ=" + said[1] + " " + said[0]) // what it makes of schedule and timeZone
	if err != nil {
		panic(err)
	}
	zone, err := time.LoadLocation(said[1])
	if err != nil {
		panic(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", said[2]+" 12:00", zone)
	if err != nil {
		panic(err)
	}
	var starts []string
	for range 3 {
		at = schedule.Next(at)
		starts = append(starts, at.Format("Mon 2006-01-02 15:04"))
	}
	fmt.Printf("%-10s  %-16s  Kubernetes  %s\n", said[0], said[1], strings.Join(starts, ", "))
}
GO
go mod init finding 2>/dev/null
go mod edit -require "github.com/robfig/cron/v3@$(sed -n 's/^.*github.com\/robfig\/cron\/v3 \(v[^ ]*\).*$/\1/p' "$kubernetes")"
go build -trimpath -o kubernetes . 2>build.log || { cat build.log >&2; exit 1; }

for input in "${inputs[@]}"; do
  PYTHONTZPATH='' python/bin/python cron.py "$input"
  ZONEINFO='' ./kubernetes "$input"
done | tee seen
diff - seen <<'SEEN'
0 0 * * *   Africa/Cairo      cron        Thu 2026-04-23 00:00, Fri 2026-04-24 01:00, Sat 2026-04-25 00:00
0 0 * * *   Africa/Cairo      Kubernetes  Thu 2026-04-23 00:00, Sat 2026-04-25 00:00, Sun 2026-04-26 00:00
0 0 * * 0   America/Santiago  cron        Sun 2026-08-30 00:00, Sun 2026-09-06 01:00, Sun 2026-09-13 00:00
0 0 * * 0   America/Santiago  Kubernetes  Sun 2026-08-30 00:00, Sun 2026-09-13 00:00, Sun 2026-09-20 00:00
0 0 24 4 *  Africa/Cairo      cron        Fri 2026-04-24 01:00, Sat 2027-04-24 00:00, Mon 2028-04-24 00:00
0 0 24 4 *  Africa/Cairo      Kubernetes  Sat 2027-04-24 00:00, Mon 2028-04-24 00:00, Tue 2029-04-24 00:00
SEEN
