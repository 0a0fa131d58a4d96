"""ApplicationSets: Swell makes of each what the applicationset controller's own code makes of it.

The code asks a real repo-server for the files of `applicationsets/repository`; Swell reads the same commit in a
checkout.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from argocd import RepoServer
from go_module import Module
from isolation import environment
from processes import LIMIT
from programs import every_helm
from repository import Repository

from cmp.applicationset.go_template.functions import UNLIKE
from cmp.errors import SwellError
from cmp.fleet.found import found_in
from cmp.fleet.sets import Sets
from cmp.settings import Settings

HERE = Path(__file__).parent / "applicationsets"
HELM = every_helm()["v4"]
SETS = sorted((HERE / "sets").glob("*.yaml"))
REFUSED = sorted((HERE / "refused").glob("*.yaml"))
CASES = [
    pytest.param(source, helm, id=f"{source.stem}-{version}")
    for source in SETS
    for version, helm in (every_helm() if "goTemplate: true" in source.read_text() else {"v4": HELM}).items()
]
"""Each set, and the Helms that may evaluate its texts; without Go templates no Helm is asked."""
NEW_GLOBBING = {"ARGOCD_APPLICATIONSET_CONTROLLER_ENABLE_NEW_GIT_FILE_GLOBBING": "true"}
Applications = list[dict[str, Any]]


class Controller:
    """The controller's code."""

    def __init__(self, program: Path, server: RepoServer) -> None:
        self._program, self._server = program, server

    def make(self, text: str, variables: dict[str, str]) -> Applications:
        """Return the Applications of an ApplicationSet. Raises CalledProcessError where it makes none."""
        told = self._run("generate", f"127.0.0.1:{self._server.port}", said=text, variables=variables)
        return by_name(json.loads(told))

    def typed(self, applications: Applications) -> Applications:
        """Return Applications as Argo CD's types have them."""
        return by_name(json.loads(self._run("read", said=json.dumps(applications))))

    def functions(self, names: list[str]) -> set[str]:
        """Return those of the names that its templates know as functions."""
        return set(self._run("functions", said=" ".join(names)).split())

    def _run(self, *words: str, said: str, variables: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            [self._program, *words],
            input=said,
            env={**environment(), **(variables or {})},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=True,
        )
        return done.stdout


@pytest.fixture(scope="module")
def controller(built: Path, repo_server: RepoServer) -> Controller:
    program = built / "applicationsets"
    if not program.exists():
        pytest.skip(f"{built} has no applicationsets: this Argo CD is an older one; fix: leave --argocd out")
    return Controller(program, repo_server)


def committed(folder: Path) -> Repository:
    made = Repository(folder)
    shutil.copytree(HERE / "repository", made.folder, dirs_exist_ok=True)
    made.commit()
    return made


@pytest.fixture(scope="module")
def repository(folder: Path) -> Repository:
    return committed(folder / "sets")


@pytest.fixture(scope="module")
def newly(folder: Path) -> Repository:
    """The repository once more: repo-server keeps what a pattern has found, whatever the setting was."""
    return committed(folder / "sets-newly")


def ours(repository: Repository, file: Path, helm: Path, variables: dict[str, str]) -> Applications:
    settings = Settings.read({**os.environ, "SWELL_HELM": str(helm), **variables})
    (one,) = found_in(str(file))
    made = Sets(settings, str(repository.folder)).documents(one)
    return [{key: value for key, value in one.items() if key not in ("apiVersion", "kind")} for one in made]


def by_name(applications: Applications) -> Applications:
    return sorted(applications or [], key=lambda one: json.dumps(one, sort_keys=True))


def written(repository: Repository, source: Path, tmp_path: Path) -> Path:
    file = tmp_path / source.name
    file.write_text(source.read_text().replace("REPOSITORY", repository.url))
    return file


@pytest.mark.parametrize(("source", "helm"), CASES)
def test_the_applications_are_those_of_the_controller(
    source: Path, helm: Path, controller: Controller, repository: Repository, tmp_path: Path
) -> None:
    file = written(repository, source, tmp_path)
    expected = controller.make(file.read_text(), {})
    assert expected
    assert controller.typed(ours(repository, file, helm, {})) == expected


@pytest.mark.parametrize("source", [path for path in SETS if "files" in path.stem], ids=lambda path: path.stem)
def test_under_the_new_setting_files_are_those_that_the_controller_finds(
    source: Path, controller: Controller, newly: Repository, tmp_path: Path
) -> None:
    file = written(newly, source, tmp_path)
    try:
        expected = controller.make(file.read_text(), NEW_GLOBBING)
    except subprocess.CalledProcessError:
        with pytest.raises(SwellError):
            ours(newly, file, HELM, NEW_GLOBBING)
    else:
        assert controller.typed(ours(newly, file, HELM, NEW_GLOBBING)) == expected


def test_the_functions_that_swell_refuses_are_those_that_helm_and_argocd_do_not_both_have(
    controller: Controller,
) -> None:
    sprig = Module("github.com/Masterminds/sprig/v3", "v3.3.0").text("functions.go").partition("genericMap =")[2]
    of_sprig = set(re.findall(r'^\t"(\w+)":', sprig, re.MULTILINE))
    assert len(of_sprig) > 200
    every = set[str]()
    for module, version in (("helm.sh/helm/v4", "v4.3.1"), ("helm.sh/helm/v3", "v3.22.0")):
        own = re.findall(r'^\t+"(\w+)": ', Module(module, version).text("pkg/engine/funcs.go"), re.MULTILINE)
        every |= (helms := (of_sprig | {*own, "include", "tpl", "required", "lookup"}) - {"env", "expandenv"})
        argocds = controller.functions(sorted(helms | of_sprig | UNLIKE.keys()))
        assert sorted((helms ^ argocds) - UNLIKE.keys()) == []
    assert {name for name, cause in UNLIKE.items() if cause.startswith("Helm has it")} == every - argocds
    assert {name for name, cause in UNLIKE.items() if cause.startswith("Argo CD has it")} == argocds - every


@pytest.mark.parametrize("source", REFUSED, ids=lambda path: path.stem)
def test_what_the_controller_refuses_swell_refuses(
    source: Path, controller: Controller, repository: Repository, tmp_path: Path
) -> None:
    file = written(repository, source, tmp_path)
    with pytest.raises(subprocess.CalledProcessError):
        controller.make(file.read_text(), {})
    with pytest.raises(SwellError) as refusal:
        ours(repository, file, HELM, {})
    assert refusal.value.fix
