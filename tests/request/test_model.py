"""The release's name: what Helm takes for one and nothing else, and never as a template."""

import subprocess
from pathlib import Path

import pytest
from cases import CHARTS
from programs import HELM_VERSIONS, helm
from stage import staged

from cmp.config.placeholders import fill
from cmp.errors import ConfigError, RequestError
from cmp.request.model import RELEASE, AppRequest, refuse_odd

NAMES = ("web", "web-1", "1.web.de", "w" * 53)
NO_NAMES = (
    *("web-{{ 1 }}", '{{ "web" }}', "Web", "my_app", "-web", "web-", "web..de", ".web", "web.", "w" * 54),
    *("web\n", " web", "web/../other", "--debug", "wéb"),
)


@pytest.mark.parametrize("name", NO_NAMES)
def test_helm_is_not_started_for_what_is_no_name(tmp_path: Path, name: str) -> None:
    stage = staged(tmp_path, 'echo started >> "$LOG"')

    run = stage.start(parameters=[{"name": "releaseName", "string": name}])
    out, err = run.communicate()

    assert (run.returncode, out, stage.told()) == (2, "", [])
    assert "can't be the name of a Helm release" in err


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", [*NAMES, *NO_NAMES])
def test_helm_agrees_on_what_is_a_name(name: str, version: str) -> None:
    argv = (helm(version), "template", "--", name, CHARTS / "told")
    taken = subprocess.run(argv, capture_output=True, check=False).returncode == 0

    assert taken == _is_taken(name)


@pytest.mark.parametrize("name", [name for name in NO_NAMES if "_" not in name])  # <namespace>_<name> is a name
def test_an_application_is_never_called_so(tmp_path: Path, name: str) -> None:
    stage = staged(tmp_path, 'echo started >> "$LOG"')

    run = stage.start(ARGOCD_APP_NAME=name)
    out, _ = run.communicate()

    assert (run.returncode, out, stage.told()) == (2, "", [])


def _is_taken(name: str) -> bool:
    try:
        refuse_odd(name, RELEASE)
    except RequestError:
        return False
    return True


@pytest.mark.parametrize("path", ["{app}" * 3000, "x" * 5000])
def test_a_path_is_no_longer_than_one_can_be(path: str) -> None:
    request = AppRequest(folder="/apps/web", app="w" * 2000)
    with pytest.raises(ConfigError, match="more than 4096 characters"):
        fill(path, request)
