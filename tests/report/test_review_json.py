"""A review as JSON for programs."""

import json

from reviews import config_map, deployment, reviewed

from cmp.report.review_formats import written


def test_the_shape_is_the_one_that_is_documented() -> None:
    old = config_map("a", "b: c") + deployment(spec="  replicas: 2\n") + config_map("gone", "b: c")
    new = config_map("a", "b: d", more=", annotations: {argocd.argoproj.io/sync-wave: '1'}")
    found = json.loads(written(reviewed(old, new + deployment(image="web:2") + config_map("x", "b: c")), "json"))

    assert list(found) == [
        "version", "app", "old", "new", "differs", "dangers", "images", "rolls", "moves", "added", "removed", "changed",
    ]  # fmt: skip
    assert found["version"] == "swell.diff/v1"
    assert found["old"] == {
        "name": "old",
        "verdict": "CAN FINISH",
        "argocd": {"version": "3.6", "from": None},
        "objects": 3,
    }
    name = {"object": "ConfigMap/a", "group": "", "kind": "ConfigMap", "namespace": "shop", "name": "a"}
    assert found["moves"] == [{**name, "old": "Sync, wave 0", "new": "Sync, wave 1"}]
    assert found["changed"][0] == {
        **name,
        "fields": [
            {"path": "metadata.annotations[argocd.argoproj.io/sync-wave]", "old": None, "new": "1", "cause": None},
            {"path": "data.b", "old": "c", "new": "d", "cause": None},
        ],
        "folded": [],
    }
    assert list(found["dangers"][0]) == ["sort", "severity", "object", "path", "message", "fix"]
    assert [found[key][0]["object"] for key in ("added", "removed", "rolls", "images")] == [
        "ConfigMap/x", "ConfigMap/gone", "Deployment/web", "Deployment/web",
    ]  # fmt: skip
