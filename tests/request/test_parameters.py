"""What docs/install.md says to write in place of an Application's `helm` is what Swell takes."""

import json
import re

import pytest
import yaml
from programs import TOP

from cmp.config.spec_values import Helm
from cmp.errors import RequestError
from cmp.request.model import from_environment
from cmp.request.parameters import SHAPES, given
from cmp.request.strangers import ELSEWHERE

# ApplicationSourceHelm in pkg/apis/application/v1alpha1/types.go of Argo CD 3.4.13 and 3.6.1.
FIELDS = [
    "valueFiles",
    "parameters",
    "releaseName",
    "values",
    "fileParameters",
    "version",
    "passCredentials",
    "ignoreMissingValueFiles",
    "skipCrds",
    "valuesObject",
    "namespace",
    "kubeVersion",
    "apiVersions",
    "skipTests",
    "skipSchemaValidation",
]

PAGE = (TOP / "docs/install.md").read_text()
TABLE = PAGE[PAGE.index("| field of `helm`") : PAGE.index("`$ARGOCD_APP_NAME`")]
ROWS = [line.split(" | ") for line in TABLE.splitlines()[2:] if line]


def test_the_table_has_each_field_of_argo_cd_once() -> None:
    named = [name for row in ROWS for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(named) == sorted(FIELDS)


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_is_a_parameter_or_has_a_fix_that_says_where_it_belongs(field: str) -> None:
    assert (field in SHAPES) != (field in ELSEWHERE)
    if field in ELSEWHERE and "swell.yaml" in ELSEWHERE[field]:
        assert field in Helm.__struct_encode_fields__


@pytest.mark.parametrize("written", re.findall(r"`(\{name: .*?\})`", TABLE))
def test_each_parameter_of_the_table_is_taken(written: str) -> None:
    parameter = yaml.safe_load(written)
    request = from_environment({"ARGOCD_APP_PARAMETERS": json.dumps([parameter])}, folder="/apps/web")
    assert parameter["name"] in SHAPES
    assert request != from_environment({}, folder="/apps/web")


@pytest.mark.parametrize(
    "name", ["POLCY", "POLICIES", "HLEM", "RENDER", "ENVIROMENT", "STORE_BYTE", "TIME_OUT", "VALUESFILES"]
)
def test_a_misspelt_variable_of_the_sidecar_is_refused_with_the_nearest_name(name: str) -> None:
    with pytest.raises(RequestError, match=f"there is no variable SWELL_{name}") as caught:
        given({f"SWELL_{name}": "x"})
    assert caught.value.fix.startswith("did you mean SWELL_")


@pytest.mark.parametrize("passed", ["", "ARGOCD_ENV_"], ids=["sidecar", "plugin.env"])
@pytest.mark.parametrize(
    "name",
    ["SWEL_POLICY", "swell_policy", "Swell_Policy", "SWELLPOLICY", "SWELL-POLICY", "SWELLL_POLICY", "SWEL_VALUES"],
)
def test_so_is_one_whose_beginning_is_misspelt(name: str, passed: str) -> None:
    with pytest.raises(RequestError, match=f"there is no variable {name}$") as caught:
        given({f"{passed}{name}": "x"})
    assert caught.value.fix in ("did you mean SWELL_POLICY?", "did you mean SWELL_VALUES?")


@pytest.mark.parametrize(
    "variables",
    [
        {"SWELL_TEAM": "x"},
        {"SWELTER": "x", "SWELLING_RATE": "1", "SWELL": "", "ARGOCD_ENV_SWEDEN": "x", "MY_SWELL_POLICY": "x"},
        {"SWELL_SERVICE_HOST": "10.0.0.1", "SWELL_SERVICE_PORT": "80", "SWELL_PORT_80_TCP_ADDR": "10.0.0.1"},
        {"SWELL_STORES_SERVICE_HOST": "10.0.0.1", "SWELL_STORES_PORT": "tcp://10.0.0.1:80"},
        {"SWELL_POLICY": "/etc/swell/policy.yaml", "SWELL_RENDERS": "2"},
    ],
    ids=lambda variables: next(iter(variables)),
)
def test_variables_that_mean_something_else_are_left_alone(variables: dict[str, str]) -> None:
    assert given(variables) == {}
