"""A fix speaks of one object, or of several, as they are."""

from pathlib import Path

import pytest
from judged import Case

_ONE = """
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers: [{name: main, image: example.com/main}]
      volumes: [%s]
"""
_OBJECT = """
---
apiVersion: v1
kind: Secret
metadata: {name: %s, annotations: {%s}}
"""


def fix(folder: Path, annotation: str, *names: str) -> str:
    """Return the fix for a Deployment that needs Secrets with an annotation."""
    volumes = ", ".join(f"{{name: {name}, secret: {{secretName: {name}}}}}" for name in names)
    text = _ONE % volumes + "".join(_OBJECT % (name, annotation) for name in names)
    (folder / "stream.yaml").write_text(text)
    case = Case(folder / "stream.yaml", {"config": {}, "request": {}})
    (found,) = (one for one in case.found() if one.ref and one.ref.name == "web")
    return found.fix


@pytest.mark.parametrize(
    ("annotation", "one", "several"),
    [
        (
            'helm.sh/hook: "post-install,post-upgrade"',
            "make Secret/a a Sync hook in a wave before Deployment/web, each after what it needs, with rules",
            "make Secret/a, Secret/b Sync hooks, in this order, in waves before Deployment/web, each after",
        ),
        (
            'argocd.argoproj.io/sync-wave: "2"',
            "put Secret/a, and what that needs, before Deployment/web, with rules",
            "put Secret/a, Secret/b, and what they need, before Deployment/web, with rules",
        ),
    ],
)
def test_a_fix_for_one_object_names_one_and_a_fix_for_several_all(
    annotation: str, one: str, several: str, tmp_path: Path
) -> None:
    assert fix(tmp_path, annotation, "a").startswith(one)
    assert fix(tmp_path, annotation, "a", "b").startswith(several)
