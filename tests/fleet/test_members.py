"""What arguments name: one application, or several."""

import os
from pathlib import Path

import pytest

from cmp.errors import RequestError
from cmp.fleet.members import Asks, holds_applications, members
from cmp.fleet.sets import Sets
from cmp.fleet.ways import ToRender
from cmp.request.model import AppRequest
from cmp.settings import Settings


def application(name: str, path: str, *, plugin: str = ", plugin: {name: swell}", environment: str = "") -> str:
    if environment:
        plugin = f", plugin: {{name: swell, parameters: [{{name: environment, string: {environment}}}]}}"
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}}}\n"
        f"spec: {{source: {{repoURL: https://git.example.com/a.git, path: {path}{plugin}}}}}\n"
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("web", "api"):
        (tmp_path / "apps" / name).mkdir(parents=True)
        (tmp_path / "apps" / name / "values.yaml").write_text("kind: Application\n")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(*paths: str, environment: str = "") -> list[str]:
    asks = Asks(
        environment=environment,
        of_application=lambda found: ToRender(request=AppRequest(folder="/", app=found.name)),
        of_folder=lambda folder: ToRender(request=AppRequest(folder=folder, app=Path(folder).name)),
        left_out=lambda _: None,
        of_set=Sets(Settings.read(os.environ)),
    )
    return [f"{one.name}{'!' * (one.problem is not None)}" for one in members(paths, asks)]


def test_a_file_with_two_applications_answers_for_two(repository: Path) -> None:
    (repository / "all.yaml").write_text(f"{application('web', 'apps/web')}---\n{application('api', 'apps/api')}")
    assert holds_applications("all.yaml")
    assert named("all.yaml") == ["web", "api"]


def test_a_folder_is_that_of_its_application_where_this_deploys_nothing_else(repository: Path) -> None:
    (repository / "apps/web/stage.yaml").write_text(application("web", "apps/web"))
    assert not holds_applications("apps/web")
    assert holds_applications("apps")
    assert holds_applications(".")
    assert named("apps/web", "apps/api") == ["web", "api"]


def test_a_charts_folder_is_an_applications_own_whatever_lies_in_it(repository: Path) -> None:
    (repository / "apps/web/Chart.yaml").write_text("{apiVersion: v2, name: web, version: 1.0.0}")
    (repository / "apps/web/other.yaml").write_text(application("api", "apps/api"))
    assert not holds_applications("apps/web")


def test_behind_a_root_app_come_those_that_it_deploys_and_each_once(repository: Path) -> None:
    (repository / "root").mkdir()
    (repository / "root/web.yaml").write_text(application("web", "apps/web"))
    (repository / "root/inner.yaml").write_text(application("inner", "inner", plugin=""))
    (repository / "inner").mkdir()
    (repository / "inner/again.yaml").write_text(application("rootapp", "root", plugin=""))
    (repository / "rootapp.yaml").write_text(application("rootapp", "root", plugin=""))
    assert holds_applications("rootapp.yaml")
    assert named("rootapp.yaml", "root/web.yaml") == ["rootapp", "inner", "rootapp", "web"]


def test_of_a_set_each_application_counts_and_those_that_it_deploys(repository: Path) -> None:
    (repository / "root").mkdir()
    (repository / "root/web.yaml").write_text(application("web", "apps/web"))
    (repository / "root/set.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec:\n"
        "  generators: [{list: {elements: [{name: root}, {name: api}]}}]\n"
        '  template: {metadata: {name: "{{name}}"}, spec: {source: {repoURL: a, path: "{{name}}"}}}\n'
    )
    (repository / "api").mkdir()
    assert holds_applications("root/set.yaml")
    assert named("root/set.yaml") == ["root", "web", "api"]
    assert named("root") == ["root", "web", "api"]


def test_what_only_looks_like_an_application_is_passed_over_and_a_broken_one_is_not(repository: Path) -> None:
    (repository / "values.yaml").write_text("api: argoproj.io/v1alpha1\nx: {kind: Application}\ny: 1\n")
    (repository / "broken.yaml").write_text("apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: [\n")
    (repository / "set.yaml").write_text(
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\nspec: {}\n"
    )
    (repository / "odd.yaml").write_text(application("odd", "apps/web").replace("spec: {", "spec: {sources: 7, "))
    assert named(".") == ["broken.yaml!", "odd!", "all!"]


def test_a_path_that_is_not_there_is_told_beside_the_others(repository: Path) -> None:
    (repository / "web.yaml").write_text(application("web", "apps/web"))
    (repository / "none.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}")
    assert named("web.yaml", "gone", "none.yaml") == ["web", "gone!", "none.yaml!"]


def test_only_applications_that_name_the_environment_asked_for_count(repository: Path) -> None:
    (repository / "all.yaml").write_text(
        "---\n".join(
            [
                application("stage", "apps/web", environment="stage"),
                application("prod", "apps/web", environment="prod"),
                application("any", "apps/web"),
            ]
        )
    )
    assert named("all.yaml", environment="prod") == ["prod"]


def test_an_application_that_can_not_be_asked_for_keeps_its_place(repository: Path) -> None:
    (repository / "all.yaml").write_text(f"{application('web', 'apps/web')}---\n{application('api', 'apps/api')}")

    def refuse(_: object) -> ToRender:
        raise RequestError("no", fix="none")

    asks = Asks(environment="", of_application=refuse, of_folder=refuse, of_set=lambda _: (), left_out=lambda _: None)
    assert [one.name for one in members(("all.yaml",), asks) if one.problem and one.found] == ["web", "api"]
