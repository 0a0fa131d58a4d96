"""Argo CD's build environment in the fields of its own Helm."""

from typing import Any

import pytest

from cmp.convert.filled import filled, filled_for_good
from cmp.errors import RequestError


def _application(helm: dict[str, Any], *refs: str) -> dict[str, Any]:
    source = {"repoURL": "https://git.example.com/a.git", "path": "apps/web", "targetRevision": "main", "helm": helm}
    sources = [source, *({"repoURL": "https://git.example.com/b.git", "ref": ref} for ref in refs)]
    spec = {"project": "team", "destination": {"namespace": "shop"}, "sources": sources}
    return {"metadata": {"name": "web"}, "spec": spec}


def _helm(helm: dict[str, Any], *refs: str) -> Any:
    return filled(_application(helm, *refs))["sources"][0]["helm"]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("$ARGOCD_APP_NAME-values.yaml", "web-values.yaml"),
        ("${ARGOCD_APP_NAMESPACE}/values.yaml", "shop/values.yaml"),
        ("$ARGOCD_APP_PROJECT_NAME/values.yaml", "team/values.yaml"),
        ("$values/envs/$ARGOCD_APP_NAME.yaml", "$values/envs/web.yaml"),
        ("a$$b$NONE.yaml", "a$b.yaml"),
        ("$typo/values.yaml", "$typo/values.yaml"),  # to Argo CD /values.yaml; an error says more
    ],
)
def test_paths_of_files_are_filled_as_argo_cd_does(file: str, found: str) -> None:
    helm = _helm({"valueFiles": [file], "fileParameters": [{"name": "a", "path": file}]}, "values")
    assert (helm["valueFiles"], helm["fileParameters"][0]["path"]) == ([found], found)


def test_values_of_parameters_are_filled_and_nothing_else() -> None:
    said = "$ARGOCD_APP_SOURCE_PATH at ${ARGOCD_APP_SOURCE_TARGET_REVISION}"
    helm = _helm({"parameters": [{"name": said, "value": said}], "values": said, "releaseName": said})
    assert helm == {"parameters": [{"name": said, "value": "apps/web at main"}], "values": said, "releaseName": said}


def test_the_revision_stands_for_itself_in_a_plan_and_is_refused_for_good() -> None:
    application = _application({"parameters": [{"name": "tag", "value": "v-${ARGOCD_APP_REVISION_SHORT}"}]})
    assert filled(application)["sources"][0]["helm"]["parameters"][0]["value"] == "v-$ARGOCD_APP_REVISION_SHORT"
    with pytest.raises(RequestError, match=r"it has \$ARGOCD_APP_REVISION_SHORT, which Argo CD fills in"):
        filled_for_good(application, "web.yaml")
