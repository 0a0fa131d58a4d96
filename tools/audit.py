"""`make audit`: asks whether what Swell runs on has holes that are known, and prints them; exit code 1 if there are.

Where the service that knows can't be reached, or does not know the packages, nothing was looked up: it says so with the
reason, and the exit code is 0.
"""

import json
import subprocess
import sys
from pathlib import Path

_TOP = Path(__file__).parent.parent
_SECONDS = 120


def main() -> int:
    """Print what is known; return the exit code."""
    argv = [sys.executable, "-m", "pip_audit", "--requirement", str(_TOP / "requirements/run.txt")]
    argv += ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    try:
        ran = subprocess.run(argv, capture_output=True, text=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        print(f"audit: skipped: no answer within {_SECONDS} s")
        return 0
    if not ran.stdout.strip():
        print(f"audit: skipped: {(ran.stderr.strip().splitlines() or ['pip-audit said nothing'])[-1][:300]}")
        return 0
    said = json.loads(ran.stdout)["dependencies"]
    looked = [one for one in said if "vulns" in one]
    skipped = [one for one in said if "skip_reason" in one]
    holes = [(one["name"], one["version"], hole) for one in looked for hole in one["vulns"]]
    for name, version, hole in holes:
        fixed = ", ".join(hole["fix_versions"]) or "no version"
        print(f"audit: {name} {version}: {hole['id']}, fixed in {fixed}")
    if skipped:
        print(f"audit: skipped: {len(skipped)} of {len(said)} packages: {skipped[0]['skip_reason']}")
    print(f"audit: {len(looked)} of {len(said)} packages were looked up, {len(holes)} known vulnerabilities")
    return 1 if holes else 0


if __name__ == "__main__":
    sys.exit(main())
