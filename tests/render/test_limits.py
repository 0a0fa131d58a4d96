from itertools import accumulate
from pathlib import Path

import pytest
from stage import Stage, staged

SLOW = 'echo 1 >> "$LOG"; sleep 0.2; echo -1 >> "$LOG"'  # each line is written whole, and counts one more or one less
ENDLESS = 'echo $$ >> "$LOG"; exec yes "# nothing but this line"'


def limited(stage: Stage, limits: str) -> str:
    """Write a policy of nothing but limits, and return its path."""
    policy = stage.folder / "policy.yaml"
    policy.write_text(f"apiVersion: swell/v1\nlimits: {limits}\n")
    return str(policy)


@pytest.mark.parametrize(("most", "renders", "counts"), [("1", "8", 1), ("8", "2", 2)])
def test_the_lower_one_of_two_limits_on_helms_at_once_counts(
    most: str, renders: str, counts: int, tmp_path: Path
) -> None:
    stage = staged(tmp_path, SLOW)
    policy = limited(stage, f"{{renders: {most}}}")

    running = [stage.start(SWELL_RENDERS=renders, SWELL_POLICY=policy) for _ in range(5)]

    for process in running:
        _, story = process.communicate()
        assert process.returncode == 0, story
    assert max(accumulate(map(int, stage.told()))) == counts


def test_a_helm_that_prints_too_much_is_stopped_at_once(tmp_path: Path) -> None:
    stage = staged(tmp_path, ENDLESS)

    run = stage.start(SWELL_POLICY=limited(stage, "{bytes: 5000000}"))

    out, story = run.communicate(timeout=30)
    assert (run.returncode, out) == (2, "")
    assert story.startswith("swell: policy.yaml: more than 5000000 bytes of manifests were rendered.")
    assert not Path(f"/proc/{stage.told()[0]}").exists()


def test_the_limit_of_time_is_for_the_render_and_not_for_its_turn(tmp_path: Path) -> None:
    stage = staged(tmp_path, "sleep 0.7")
    policy = limited(stage, "{timeout: 2}")

    running = [stage.start(SWELL_RENDERS="1", SWELL_POLICY=policy) for _ in range(5)]

    told = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * 5, told
