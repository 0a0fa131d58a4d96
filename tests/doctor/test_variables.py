"""The user that the container runs as, and variables that begin like Swell's own."""

from pathlib import Path

import pytest
from setups import setup, well, wrong

from cmp.doctor.variables import user
from cmp.errors import RequestError


def test_a_variable_that_swell_does_not_know_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    ill = wrong(setup(tmp_path, SWELL_X=""))
    assert (ill.thing, ill.text) == ("variables", "there is no variable SWELL_X")
    assert "the variables are SWELL_CACHE, " in ill.fix


def test_a_misspelt_variable_stops_the_doctor_as_it_stops_a_render(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="there is no variable SWELL_POLCY") as refused:
        setup(tmp_path, SWELL_POLCY="/etc/swell/policy.yaml")
    assert refused.value.fix == "did you mean SWELL_POLICY?"


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
