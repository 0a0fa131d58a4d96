"""The user that the container runs as, and variables that begin like Swell's own."""

from pathlib import Path

import pytest
from setups import setup, told, well, wrong

from cmp.doctor.model import Result
from cmp.doctor.variables import user


def test_a_variable_that_swell_does_not_know_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    assert wrong(setup(tmp_path, SWELL_POLCY="/etc/swell/policy.yaml")) == Result(
        thing="variables", text="there is no variable SWELL_POLCY", fix="did you mean SWELL_POLICY?"
    )
    assert "the variables are SWELL_CREDENTIALS, " in wrong(setup(tmp_path, SWELL_X="")).fix
    found = told(setup(tmp_path, SWELL_POLCY="", SWELL_RENDER="1"))
    assert [result.thing for result in found if result.fix] == ["variables", "variables"]


def test_the_known_variables_that_are_set_are_listed_and_those_for_services_left_alone(tmp_path: Path) -> None:
    swell = {"SWELL_SERVICE_HOST": "10.0.0.1", "SWELL_SERVICE_PORT_HTTP": "80", "SWELL_PORT_80_TCP_ADDR": "10.0.0.1"}
    docs = {"SWELL_DOCS_SERVICE_HOST": "10.0.0.2", "SWELL_DOCS_PORT": "tcp://10.0.0.2:80"}
    machine = setup(tmp_path, SWELL_RENDERS="1", SWELL_ENVIRONMENT="prod", **swell, **docs)
    assert well(machine, "variables") == ["SWELL_ENVIRONMENT, SWELL_HELM, SWELL_RENDERS"]


@pytest.mark.parametrize(("number", "fix"), [(999, ""), (0, "runAsUser: 999")])
def test_a_sidecar_runs_as_repo_server_does(number: int, fix: str, tmp_path: Path) -> None:
    (result,) = user(setup(tmp_path, sidecar=str(tmp_path)).replace(user=number))
    assert (result.fix != "") == (fix != "")
    assert fix in result.fix


def test_on_a_laptop_any_user_may_run_it(tmp_path: Path) -> None:
    assert not list(user(setup(tmp_path)))
