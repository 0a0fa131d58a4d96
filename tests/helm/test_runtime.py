"""What Helm is called with: a slot of its own, and those variables that it needs, since a chart may read them."""

import os
import signal
import time
from itertools import accumulate
from pathlib import Path

from stage import Stage, staged

NEEDED = {"PATH", "HOME", "TMPDIR", "GOGC", "GOMEMLIMIT", "KUBECONFIG", "HELM_NO_PLUGINS"}
OURS = {
    "ARGOCD_APP_REVISION": "4f1c2e9",
    "ARGOCD_ENV_SWELL_ENVIRONMENT": "prod",
    "ARGOCD_GIT_ASKPASS_NONCE": "hunter2",
    "AWS_SECRET_ACCESS_KEY": "hunter2",
    "GIT_ASKPASS": "/usr/local/bin/argocd",
    "HELM_KUBETOKEN": "hunter2",
    "HELM_PLUGINS": "/plugins",
    "HTTPS_PROXY": "http://me:hunter2@proxy.example.com",
    "KUBERNETES_SERVICE_HOST": "10.0.0.1",
    "SWELL_CREDENTIALS": "/credentials",
}
THEIRS = {"HTTP_PROXY": "http://proxy.example.com", "NO_PROXY": "example.com", "TZ": "UTC", "SSL_CERT_FILE": "/ca.crt"}
OF_A_SHELL = {"LOG", "OLDPWD", "PWD", "SHLVL", "_"}
SLOW = 'echo 1 >> "$LOG"; sleep 0.2; echo -1 >> "$LOG"'  # each line is written whole, and counts one more or one less
ENDLESS = 'echo $$ >> "$LOG"; exec sleep 60'
INLINE = [{"name": "values", "string": "password: hunter2"}]


def test_helm_gets_what_it_needs_and_nothing_else(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'env > "$LOG"')
    (tmp_path / "chart/prod-values.yaml").write_text("")

    stage.run(**OURS, **THEIRS)

    told = dict(line.split("=", 1) for line in stage.told())
    assert told.keys() - OF_A_SHELL == NEEDED | THEIRS.keys()
    assert told.items() >= THEIRS.items()


def test_no_cluster_that_is_known_here_has_a_say(tmp_path: Path) -> None:
    stage = staged(tmp_path, 'echo "$KUBECONFIG" > "$LOG"')

    stage.run(KUBECONFIG=str(tmp_path / "config"))

    assert stage.told() == ["/dev/null"]


def test_never_more_helms_run_at_once_than_there_are_slots(tmp_path: Path) -> None:
    stage = staged(tmp_path, SLOW)

    running = [stage.start(SWELL_RENDERS="2") for _ in range(8)]

    assert [process.wait() for process in running] == [0] * 8
    at_once = list(accumulate(map(int, stage.told())))
    assert max(at_once) == 2
    assert len(at_once) == 16
    for process in running:
        process.communicate()


def test_waiting_for_a_slot_ends_with_the_deadline(tmp_path: Path) -> None:
    stage = staged(tmp_path, ENDLESS)
    first = stage.start(SWELL_RENDERS="1")
    pid = int(awaited(stage))

    second = stage.start(SWELL_RENDERS="1", SWELL_TIMEOUT="1")

    _, story = second.communicate()
    assert second.returncode == 2
    assert story.startswith("swell: waited 1 s for one of 1 places to run Helm.")
    first.kill()
    first.communicate()
    kill(pid)


def test_a_slot_is_taken_as_long_as_its_helm_runs_though_swell_is_gone(tmp_path: Path) -> None:
    stage = staged(tmp_path, ENDLESS)
    first = stage.start(SWELL_RENDERS="1")
    pid = int(awaited(stage))
    first.kill()

    second = stage.start(SWELL_RENDERS="1", SWELL_TIMEOUT="20")
    time.sleep(0.5)
    assert len(stage.told()) == 1

    kill(pid)
    assert int(awaited(stage, lines=2))
    kill(int(stage.told()[1]))
    for process in (first, second):
        process.communicate()


def test_nothing_is_left_behind_when_swell_is_killed(tmp_path: Path) -> None:
    stage = staged(tmp_path, ENDLESS)
    process = stage.start(parameters=INLINE)
    pid = int(awaited(stage))

    process.kill()
    kill(pid)
    process.communicate()

    assert [path.name for path in (tmp_path / "chart").iterdir()] == ["Chart.yaml"]
    assert [path.name for path in stage.temporary.rglob("*")] == [f"swell-renders-{os.getuid()}", "1"]


def awaited(stage: Stage, *, lines: int = 1) -> str:
    """Return a line of the log, once it is there."""
    for _ in range(1000):
        if len(stage.told()) >= lines:
            return stage.told()[lines - 1]
        time.sleep(0.02)
    raise AssertionError(f"nothing came within 20 s: {stage.told()}")


def kill(pid: int) -> None:
    """End a Helm that was started here."""
    os.kill(pid, signal.SIGKILL)
