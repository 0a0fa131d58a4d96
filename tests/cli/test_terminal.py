"""What a terminal gets: its own width, colours where they are wanted, and a word for whoever waits."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from cases import CHARTS
from programs import SWELL, TOP, helm
from terminals import COLOUR, environment, on_terminal

EXAMPLE = ("--app", "examples/eoapi/application.yaml")


def piped(*words: str, folder: Path = TOP, **variables: str) -> str:
    run = subprocess.run(
        [SWELL, *words], cwd=folder, env=environment(**variables), capture_output=True, text=True, check=False
    )
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


@pytest.mark.parametrize("columns", [70, 80, 132, 400])
def test_tables_are_as_wide_as_the_terminal(columns: int) -> None:
    told = on_terminal(columns, "plan", *EXAMPLE)
    lines = [line for line in COLOUR.sub("", told).splitlines() if " " in line.strip()]  # a name stays whole
    assert max(map(len, lines)) <= min(columns, 160)
    (row,) = (line for line in lines if "PostgresCluster/eoapi   " in line)
    assert row.endswith("examples/eoapi/swell.yaml:12: rules[0]") == (columns >= 132)


def test_the_verdict_has_a_colour_on_a_terminal_and_none_in_a_pipe() -> None:
    assert "\x1b[1;32mCAN FINISH\x1b[0m" in on_terminal(80, "plan", *EXAMPLE, "-q")
    assert "\x1b" not in piped("plan", *EXAMPLE)


@pytest.mark.parametrize(
    ("words", "variables", "colours"),
    [
        ((), {"NO_COLOR": "1"}, False),
        ((), {"TERM": "dumb"}, False),
        (("--color", "never"), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--format", "json"), {}, False),
    ],
)
def test_colour_is_by_convention(words: tuple[str, ...], variables: dict[str, str], *, colours: bool) -> None:
    assert ("\x1b[" in on_terminal(80, "plan", *EXAMPLE, *words, **variables)) == colours


def test_colour_may_go_into_a_pipe_and_says_the_same() -> None:
    told = piped("check", *EXAMPLE, "--color", "always")
    assert "\x1b[" in told
    assert COLOUR.sub("", told) == piped("check", *EXAMPLE)


def test_every_object_has_a_row_if_that_is_wanted_and_the_legend_says_how() -> None:
    folded, whole = piped("plan", *EXAMPLE), piped("plan", *EXAMPLE, "--all")
    assert "eoapi-{raster,stac} is short for eoapi-raster and eoapi-stac; --all gives each" in folded
    for name in ("Service/eoapi-raster", "Deployment/eoapi-stac", "Role/eoapi-job-reader"):
        assert name not in folded
        assert name in whole
    assert "and 6 more" in folded
    assert "more" not in whole
    assert "--all" not in whole


def test_quiet_is_the_verdict_or_the_numbers_alone() -> None:
    assert piped("plan", *EXAMPLE, "-q").split()[3:5] == ["CAN", "FINISH"]
    assert piped("check", *EXAMPLE, "-q") == "eoapi → eoapi   3 info   21 objects\n"
    assert piped("plan", *EXAMPLE, "--app", "examples/eoapi-plain/application.yaml", "-q").startswith(
        "2 applications, "
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", *EXAMPLE, "-q", "--format", "json"), "--all and -q are about text"),
        (("check", *EXAMPLE, "-q", "--format", "sarif"), "-q is about text"),
        (("plan", "examples", "--all"), "--all shows one application, and several are meant"),
    ],
)
def test_what_can_not_be_folded_is_refused(words: tuple[str, ...], told: str) -> None:
    run = subprocess.run([SWELL, *words], cwd=TOP, env=environment(), capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(f"swell: {told}.\n  fix: ")


def test_what_takes_long_is_told_to_whoever_waits(tmp_path: Path) -> None:
    slow = tmp_path / "helm"
    slow.write_text(f'#!/bin/sh\n[ "$1" = version ] || sleep 3\nexec {helm()} "$@"\n')
    slow.chmod(0o755)
    told = on_terminal(80, "plan", str(CHARTS / "shop"), "--name", "web", SWELL_HELM=str(slow))
    assert re.search(r"rendering web with Helm \.\.\. [23] s", told)
    assert told.rpartition("\r\x1b[K")[2].startswith("web")  # the line is taken away before the plan comes


def test_answers_for_programs_have_a_version_and_say_what_the_text_says() -> None:
    chart = str(CHARTS / "shop")
    told = json.loads(piped("values", chart, "--format", "json"))
    assert told["version"] == "swell.values/v1"
    (one,) = told["applications"]
    assert one["values"] == yaml.safe_load(piped("values", chart))
    (with_origins,) = json.loads(piped("values", chart, "--format", "json", "--origins"))["applications"]
    assert with_origins["origins"]
    assert all(":" in place for place in with_origins["origins"].values())
    key = next(iter(with_origins["origins"]))
    of_value = json.loads(piped("why", key, chart, "--format", "json"))
    assert (of_value["version"], of_value["path"]) == ("swell.why/v1", key)
    assert [layer["place"] for layer in of_value["layers"] if layer["counts"]] == [with_origins["origins"][key]]
    of_object = json.loads(piped("why", "Job/eoapi-pgstac-migrate", *EXAMPLE, "--format", "json"))
    assert of_object["verdict"] == "can-finish"
    assert [one["object"] for one in of_object["objects"]] == ["Job/eoapi-pgstac-migrate"]
    assert of_object["objects"][0]["waits"] == [{"step": "Sync, wave -5", "until": "goes on when it completes"}]
    nothing = json.loads(piped("lock", chart, "--format", "json"))
    assert nothing == {"version": "swell.lock/v1", "locks": [{"file": "", "moved": []}], "exitCode": 0}


def test_a_swell_yaml_that_lies_elsewhere_counts_in_place_of_the_nearest(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("apiVersion: swell/v1\nrules: [{match: {kind: Service}, wave: 7}]\n")
    assert 'sync-wave: "7"' in piped("generate", str(CHARTS / "shop"), "--config", "other.yaml", folder=tmp_path)


def test_rich_is_imported_on_a_terminal_alone() -> None:
    program = (
        "import sys; sys.argv = ['swell', 'plan', '-q', *sys.argv[1:]]\n"
        "import os; leave = os._exit\n"
        "os._exit = lambda status: print('rich' in sys.modules, file=sys.stderr, flush=True) or leave(status)\n"
        "from cmp.__main__ import main; main()"
    )
    for words, imported in (((), "False"), (("--color", "always"), "True")):
        argv = [sys.executable, "-c", program, *EXAMPLE, *words]
        run = subprocess.run(argv, cwd=TOP, env=environment(), capture_output=True, text=True, check=True)
        assert run.stderr.splitlines()[-1] == imported
