"""A Helm that does not end is ended with all that it has started, in whichever way it was started."""

import sys
from pathlib import Path

import pytest
from servers import waited_for
from stage import staged

PYTHON = f"{sys.executable} -c"
SLEEPING = "sleep 300"
WAYS = {
    "a child": SLEEPING,
    "a child in the background": f"{SLEEPING} & wait",
    "a child that outlives it": f"{SLEEPING} & exit 0",
    "a grandchild whose parent has ended": f"({SLEEPING} & exit 0); {SLEEPING}",
    "a child in a session of its own": f"setsid {SLEEPING} & wait",
    "a child with other outputs": f"{SLEEPING} >/dev/null 2>&1 & wait",
    "a child without any descriptor of its parent": f"{PYTHON} \"import subprocess; subprocess.run(['sleep', '300'])\"",
    "a child in a session of its own that outlives it": f"setsid {SLEEPING} & exit 0",
    "one that starts others for ever": f"while :; do {SLEEPING} & sleep 0.01; done",
    "one that ignores what it can": f"trap '' TERM INT HUP; {SLEEPING} & while :; do wait; done",
}


@pytest.mark.parametrize("way", WAYS)
def test_nothing_of_a_helm_that_is_late_goes_on(way: str, tmp_path: Path) -> None:
    stage = staged(tmp_path, WAYS[way])

    late = stage.start(SWELL_TIMEOUT="1", SWELL_RENDERS="1")
    out, story = late.communicate(timeout=60)

    assert (late.returncode, out) == (2, "")
    assert story.startswith("swell: helm had not finished after 1 s, and was stopped.")
    assert waited_for(lambda: not running(stage.temporary))
    stage.put("printf 'apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: a}\\n'")
    assert "name: a" in stage.run(SWELL_TIMEOUT="5", SWELL_RENDERS="1")[0]


def running(temporary: Path) -> list[str]:
    """Return the commands of running processes whose folder of temporary files this is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={temporary}\0".encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:  # it has just ended
            continue
    return found
