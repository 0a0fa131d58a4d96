"""What rules and the annotations of kpt and of Helm's resource groups say."""

from typing import Any

import msgspec
import pytest
from edge_objects import API, HELM, WEB, Document, found, stream, thing

from cmp.config.model import Config, Placed
from cmp.config.spec_rules import Rule
from cmp.model import Reason
from cmp.objects.objects import Objects
from cmp.order.edges import edges


def placed(**said: Any) -> Placed:
    return Placed(rule=msgspec.convert(said, Rule), where="apps/web/swell.yaml:7", name="rules[3]")


OLD = thing("ConfigMap/old", annotations={HELM: "test"})
GROUP, AFTER_GROUPS = "helm.sh/resource-group", "helm.sh/depends-on/resource-groups"


@pytest.mark.parametrize(
    ("objects", "rules", "expected"),
    [
        pytest.param(
            [WEB, API],
            [{"match": {"name": "web"}, "after": {"name": "api"}}],
            ["ConfigMap/api ConfigMap/web ready must"],
            id="after names what comes first",
        ),
        pytest.param(
            [WEB, API],
            [{"match": {"name": "web"}, "before": [{"name": "a*"}, {"name": "api"}]}],
            ["ConfigMap/web ConfigMap/api ready must"],
            id="before names what comes later",
        ),
        pytest.param(
            [WEB, API],
            [{"match": {"name": "*"}, "after": {"name": "web"}}],
            ["ConfigMap/web ConfigMap/api ready must"],
            id="nothing comes after itself",
        ),
        pytest.param([WEB, API], [{"match": {"name": "web"}, "wave": 1}], [], id="a rule may say nothing of others"),
        pytest.param(
            [WEB, OLD], [{"match": {"name": "*"}, "after": {"name": "*"}}], [], id="a Helm test takes no part"
        ),
        pytest.param(
            [
                thing(
                    "ConfigMap/web", annotations={"config.kubernetes.io/depends-on": "/namespaces/app/ConfigMap/api,"}
                ),
                API,
            ],
            [],
            ["ConfigMap/api ConfigMap/web ready must"],
            id="kpt's annotation names an object of a namespace",
        ),
        pytest.param(
            [
                thing(
                    "Widget/web",
                    annotations={
                        "config.kubernetes.io/depends-on": "rbac.authorization.k8s.io/ClusterRole/api, a/b/c",
                    },
                ),
                thing("ClusterRole/api", namespace="odd"),
            ],
            [],
            ["ClusterRole/api Widget/web ready must"],
            id="kpt's annotation names an object of the cluster",
        ),
        pytest.param(
            [
                thing(
                    "ConfigMap/web", annotations={"config.kubernetes.io/depends-on": "/namespaces/b/ConfigMap/api,x"}
                ),
                API,
            ],
            [],
            [],
            id="what kpt's annotation names elsewhere is not of this stream",
        ),
        *(
            pytest.param(
                [
                    thing("ConfigMap/web", annotations={GROUP: "app", AFTER_GROUPS: said}),
                    thing("ConfigMap/api", annotations={GROUP: "data-base"}),
                    thing("ConfigMap/too", annotations={GROUP: "app"}),
                ],
                [],
                ["ConfigMap/api ConfigMap/too ready must", "ConfigMap/api ConfigMap/web ready must"],
                id=f"a resource group comes after those of {said!r}",
            )
            for said in ('["data-base"]', "- data-base\n- other", "data-base, app", "data-base")
        ),
        pytest.param(
            [thing("ConfigMap/web", annotations={GROUP: "app"}), thing("ConfigMap/api", annotations={GROUP: "b"})],
            [],
            [],
            id="a resource group needs no other by itself",
        ),
    ],
)
def test_declared(objects: list[Document], rules: list[Document], expected: list[str]) -> None:
    assert found(objects, Reason.DECLARED, rules=tuple(placed(**rule) for rule in rules)) == expected


def test_a_declared_edge_names_its_rule() -> None:
    rule = placed(match={"name": "web"}, after={"name": "api"})
    assert edges(Objects(stream([WEB, API]), Config(rules=(rule,))))[0].whys == (
        "apps/web/swell.yaml:7: rules[3] says after ConfigMap/api",
    )
