"""Environments that a lock may tell apart: those that there are, and none that is misspelt."""

import pytest
from there import swell_yaml
from three import Three

APPLICATION = """apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: bank-bitso-dev}
spec: {source: {path: apps/bank-bitso, plugin: {name: swell, env: [{name: SWELL_ENVIRONMENT, value: dev}]}}}
"""


@pytest.mark.parametrize("arguments", [("--promote", "stgae", "prod"), ("--update", "--env", "stgae")])
def test_an_environment_that_there_is_not_is_refused_with_the_nearest(arguments: tuple[str, ...], three: Three) -> None:
    three.run("lock")
    three.area(9)
    three.run("lock", "--update", "--env", "prod")
    before = (three.top / "swell.lock").read_text()

    error = three.run("lock", *arguments, status=2)[1]

    assert "nothing here belongs to the environment stgae" in error
    assert "here: there are prod, stage\n  fix: did you mean stage?" in error
    assert (three.top / "swell.lock").read_text() == before


def test_an_environment_may_have_a_section_alone_or_be_named_by_an_application_alone(three: Three) -> None:
    three.run("lock")
    three.area(9)
    three.run("lock", "--update", "--env", "dev", status=2)
    (three.top / "dev.yaml").write_text(APPLICATION)
    assert "dev" in three.run("lock", "--update", "--env", "dev")[0]
    (three.top / "dev.yaml").unlink()

    assert "prod" in three.run("lock", "--promote", "dev", "prod")[0]


def test_an_environment_without_entries_of_its_own_takes_those_of_another_away(three: Three) -> None:
    three.run("lock")
    three.area(9)
    three.run("lock", "--update", "--env", "prod")

    assert "prod" in three.run("lock", "--promote", "stage", "prod")[0]
    assert "environments" not in (three.top / "swell.lock").read_text()


def test_environments_whose_files_lie_in_a_source_are_known(three: Three) -> None:
    swell_yaml(three, "chart: $there/chart\nvalueFiles: ['$there/envs/{environment}.yaml']\n")
    three.run("lock")
    three.forge.commit("there", {"chart/values.yaml": "word: new\n"})

    assert "stage" in three.run("lock", "--update", "--env", "stage")[0]
    assert "there are prod, stage" in three.run("lock", "--promote", "stage", "porod", status=2)[1]


def test_a_pin_of_its_own_that_becomes_everybodys_is_told(three: Three) -> None:
    three.run("lock")
    new = three.area(9)
    three.run("lock", "--update", "--env", "stage")

    told = three.run("lock", "--update", "area")[0]
    assert f"area  master  stage  {new[:7]} is the pin of all environments now" in told
