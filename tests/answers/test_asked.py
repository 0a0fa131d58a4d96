"""Which variables a request is made of: no others are read."""

from pathlib import Path

import pytest

from cmp.answers.asked import asked
from cmp.answers.base import Base
from cmp.request.model import from_environment
from cmp.request.parameters import VARIABLES
from cmp.settings import Settings

ARGOCD = {
    "ARGOCD_APP_NAME": "team_web",
    "ARGOCD_APP_NAMESPACE": "shop",
    "ARGOCD_APP_PROJECT_NAME": "team",
    "ARGOCD_APP_SOURCE_PATH": "apps/web",
    "ARGOCD_APP_PARAMETERS": '[{"name": "environment", "string": "prod"}]',
    "ARGOCD_ENV_SWELL_CLUSTER": "one",
    "KUBE_VERSION": "1.30.0",
    "KUBE_API_VERSIONS": "v1,apps/v1",
    "SWELL_VALUES": "a: b",
    "SWELL_HELM": "/usr/local/bin/helm",
    "PATH": "/usr/bin",
    "HOME": "/home/argocd",
    "TMPDIR": "/tmp",  # noqa: S108
}
UNREAD = {
    "ARGOCD_APP_REVISION": "4f1c2e9",
    "ARGOCD_APP_REVISION_SHORT": "4f1c2e9",
    "ARGOCD_APP_REVISION_SHORT_8": "4f1c2e90",
    "ARGOCD_APP_SOURCE_REPO_URL": "https://git.example.com/a.git",
    "ARGOCD_APP_SOURCE_TARGET_REVISION": "main",
    "ARGOCD_ENV_OTHER": "x",
    "ARGOCD_GIT_ASKPASS_NONCE": "x",
    "LANG": "de_DE.UTF-8",
    "PYTHONHASHSEED": "1",
    "AWS_SECRET_ACCESS_KEY": "x",
}


class Recorded(dict[str, str]):
    """Variables that note which of them are asked for by name."""

    def __init__(self, said: dict[str, str]) -> None:
        """Note nothing yet."""
        super().__init__(said)
        self.names: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        """Return a variable, after noting its name."""
        self.names.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.names.add(str(name))
        return super().__contains__(name)


def _digest(said: dict[str, str], folder: str = "/sent/1/apps/web") -> str:
    return asked(Settings.read(said), Base.of(folder, said.get("ARGOCD_APP_SOURCE_PATH", "")))


def test_each_variable_that_a_render_reads_is_part_of_the_request(tmp_path: Path) -> None:
    variables = Recorded(ARGOCD | {f"ARGOCD_ENV_SWELL_{name}": "" for name in VARIABLES.values()})
    from_environment(variables, folder=str(tmp_path))
    settings = Settings.read(variables).replace(variables=variables)
    assert (settings.timeout, settings.memory_bytes >> 20, settings.for_helm["PATH"]) == (50, 900, "/usr/bin")
    read = variables.names - {"ARGOCD_APP_PARAMETERS"}
    assert {"ARGOCD_APP_NAME", "KUBE_VERSION", "SWELL_POLICY", "PATH"} <= read
    without = {name: text for name, text in ARGOCD.items() if name not in read} | {"ARGOCD_APP_SOURCE_PATH": "apps/web"}
    alike = {name for name in read if _digest(without | {name: "x"}) == _digest(without | {name: "y"})}
    assert alike == set()


@pytest.mark.parametrize("name", UNREAD)
def test_another_variable_is_none_of_the_request(name: str) -> None:
    assert _digest(ARGOCD | {name: UNREAD[name]}) == _digest(ARGOCD)


@pytest.mark.parametrize("name", ARGOCD)
def test_each_word_of_the_request_counts(name: str) -> None:
    assert _digest(ARGOCD | {name: ARGOCD[name] + "x"}) != _digest(ARGOCD)


def test_where_the_repository_lies_does_not_count_and_what_of_it_was_sent_does() -> None:
    assert _digest(ARGOCD, "/sent/2/apps/web") == _digest(ARGOCD)
    assert _digest(ARGOCD, "/sent/2/web") != _digest(ARGOCD)


def test_the_folders_name_counts_where_the_application_has_none() -> None:
    bare = {"ARGOCD_APP_SOURCE_PATH": "."}
    assert _digest(bare, "/sent/1") != _digest(bare, "/sent/2")
    assert _digest(bare | {"ARGOCD_APP_NAME": "a"}, "/sent/1") == _digest(bare | {"ARGOCD_APP_NAME": "a"}, "/sent/2")


def test_a_separator_in_a_text_makes_no_other_request() -> None:
    one, two = {"SWELL_VALUES": "a", "SWELL_CONFIG": "b"}, {"SWELL_CONFIG": "b\nSWELL_VALUES=a"}
    assert _digest(one) != _digest(two)
