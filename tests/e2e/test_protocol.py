import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from argocd import RepoServer
from processes import Processes
from programs import TOP
from registries import registry, run_helm
from rendering import Object, committed, plugin, refusal, rendered, request
from repository import Repository
from servers import files, serving

pytestmark = pytest.mark.can_differ

SHOWN = (
    'CMP processing failed for application "web": error generating manifests in cmp: rpc error: code = Unknown desc = '
    "error generating manifests: `swell generate` failed exit status 2: "
)
"""What stands before Swell's own words; above it the condition ComparisonError has which source it is."""
PRINTS = (
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: all}\n"
    "data: {all: {{ toJson .Values | quote }}, release: {{ toJson .Release | quote }}}\n"
)
CHART = {"Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n", "templates/all.yaml": PRINTS}
Log = Callable[[], list[Object]]


@pytest.fixture(scope="module")
def server(built: Path, folder: Path, processes: Processes) -> RepoServer:
    """A sidecar that tells all that its plugin prints."""
    (folder / "told").mkdir()
    return RepoServer(built, folder / "told", processes, ARGOCD_CMP_SERVER_LOGLEVEL="debug")


@pytest.fixture
def log(server: RepoServer, processes: Processes) -> Log:
    """What cmp-server notes from now on, a mapping a line."""
    path = processes.log(f"{server.folder.name}-cmp-server")
    start = path.stat().st_size

    def lines() -> list[Object]:
        return [json.loads(line) for line in path.read_bytes()[start:].splitlines() if line.startswith(b"{")]

    return lines


def values(server: RepoServer, asked: Object) -> Any:
    (one,) = rendered(server, asked)
    return json.loads(one["data"]["all"])


def test_parameters_of_each_shape_arrive(server: RepoServer, repository: Repository) -> None:
    path = committed(
        repository,
        {**CHART, "values.yaml": "a: 0\n", "prod-values.yaml": "a: prod\n", "more.yaml": "b: more\n", "c.txt": "text"},
    )
    parameters = plugin(
        environment="prod",
        valueFiles=["more.yaml"],
        values="d: '1e3'\n",
        parameters={"e.f": "1", "g": "a,b"},
        fileParameters={"c": "c.txt"},
        releaseName="other",
    )
    (one,) = rendered(server, request(repository.url, {"path": path, "plugin": parameters}))

    assert json.loads(one["data"]["all"]) == {
        "a": "prod",
        "b": "more",
        "c": "text",
        "d": "1e3",
        "e": {"f": 1},
        "g": "a,b",
    }
    release = json.loads(one["data"]["release"])
    assert (release["Name"], release["Namespace"]) == ("other", "shop")
    assert one["metadata"]["annotations"]["argocd.argoproj.io/tracking-id"] == "web:/ConfigMap:shop/all"


def test_env_wins_over_parameters_and_its_variables_are_argo_cds(server: RepoServer, repository: Repository) -> None:
    path = committed(repository, {**CHART, "stage-values.yaml": "a: stage\n", "prod-values.yaml": "a: prod\n"})
    env = [{"name": "SWELL_ENVIRONMENT", "value": "stage"}, {"name": "SWELL_PARAMETERS", "value": "b=$ARGOCD_APP_NAME"}]
    source = {"path": path, "plugin": {**plugin(environment="prod"), "env": env}}

    assert values(server, request(repository.url, source)) == {"a": "stage", "b": "web"}


def test_a_whole_swell_yaml_may_come_inline(server: RepoServer, repository: Repository) -> None:
    path = committed(repository, {**CHART, "swell.yaml": "apiVersion: swell/v1\nvalues: {a: file}\n"})
    inline = "apiVersion: swell/v1\nvalues: {a: inline}\nrules: [{match: {kind: ConfigMap}, wave: -3}]\n"
    (one,) = rendered(server, request(repository.url, {"path": path, "plugin": plugin(config=inline)}))

    assert json.loads(one["data"]["all"]) == {"a": "inline"}
    assert one["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"] == "-3"


def test_an_application_of_another_namespace_has_a_release_without_it(
    server: RepoServer, repository: Repository
) -> None:
    path = committed(repository, CHART)
    asked = request(repository.url, {"path": path, "plugin": plugin()}, name="team_web")
    (one,) = rendered(server, asked)

    assert json.loads(one["data"]["release"])["Name"] == "web"
    assert one["metadata"]["annotations"]["argocd.argoproj.io/tracking-id"] == "team_web:/ConfigMap:shop/all"


def test_a_chart_of_a_helm_repository_is_rendered(server: RepoServer, tmp_path: Path) -> None:
    packaged(tmp_path)
    run_helm(tmp_path, "repo", "index", str(tmp_path))
    with serving(files(tmp_path)) as site:
        source = {"chart": "web", "targetRevision": "1.x", "plugin": plugin(values="a: b\n")}
        repo = {"repo": site.url, "type": "helm", "name": "charts"}
        asked = request(site.url, source, repo=repo, repos=[repo])
        assert values(server, asked) == {"a": "b"}


def test_a_chart_of_a_registry_is_rendered(server: RepoServer, tmp_path: Path) -> None:
    with registry(tmp_path / "registry") as host:
        run_helm(tmp_path, "push", str(packaged(tmp_path)), f"oci://{host}/charts", "--plain-http")
        source = {"chart": "charts/web", "targetRevision": "1.0.0", "plugin": plugin(values="a: b\n")}
        repo = {"repo": host, "type": "helm", "name": "charts", "enableOCI": True, "insecureOCIForceHttp": True}
        asked = request(host, source, repo=repo, repos=[repo])
        assert values(server, asked) == {"a": "b"}


def packaged(folder: Path) -> Path:
    """Package the chart with Helm; return the archive."""
    for path, text in CHART.items():
        (folder / "web" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "web" / path).write_text(text)
    run_helm(folder, "package", str(folder / "web"), "--destination", str(folder))
    return folder / "web-1.0.0.tgz"


def test_each_of_several_sources_is_rendered_by_itself(server: RepoServer, repository: Repository) -> None:
    first, second = committed(repository, CHART), committed(repository, CHART)
    sources = [
        {"path": first, "plugin": plugin(values="a: 1\n")},
        {"path": second, "plugin": plugin(values="a: 2\n")},
        {"path": second, "helm": {"values": "a: 3\n"}},
    ]
    several = {"hasMultipleSources": True, "refSources": {}}

    assert [values(server, request(repository.url, one, **several)) for one in sources] == [
        {"a": 1},
        {"a": 2},
        {"a": 3},
    ]


def test_a_file_of_another_source_is_out_of_reach_and_swell_says_what_to_do(
    server: RepoServer, repository: Repository
) -> None:
    path = committed(repository, CHART)
    several = {
        "hasMultipleSources": True,
        "refSources": {"$values": {"repo": {"repo": repository.url}, "targetRevision": "HEAD"}},
    }
    source = {"path": path, "plugin": plugin(valueFiles=["$values/a.yaml"])}

    told = refusal(server, request(repository.url, source, **several))
    assert told.partition("\n")[0].startswith(f"{SHOWN}swell: ")
    assert "$values" in told


def test_argo_cds_user_interface_is_told_of_the_parameters(server: RepoServer, repository: Repository) -> None:
    path = committed(
        repository, {**CHART, "values.yaml": "port: 80\n", "prod-values.yaml": "", "stage-values.yaml": ""}
    )
    source = {"repoURL": repository.url, "path": path, "targetRevision": "HEAD", "plugin": plugin(environment="prod")}
    details = server.ask(
        "details", {"repo": {"repo": repository.url}, "source": source, "appName": "web", "noCache": True}
    )

    assert details["type"] == "Plugin"
    found = {one["name"]: one for one in details["plugin"]["parametersAnnouncement"]}
    assert list(found) == ["environment", "valueFiles", "values", "parameters"]
    assert found["environment"]["string"] == "prod"
    assert "prod, stage" in found["environment"]["tooltip"]
    assert found["parameters"]["map"] == {"port": "80"}
    assert found["valueFiles"]["collectionType"] == "array"


FAILURES = {
    "a template that fails": (
        {"templates/b.yaml": '{{ fail "no way" }}'},
        {},
        r"swell: helm: execution error at \(web/templates/b.yaml:1:3\): no way\.",
    ),
    "a parameter that is unknown": ({}, {"enviroment": "prod"}, r"swell: .*enviroment.*\."),
    "an environment without values": (
        {"prod-values.yaml": ""},
        {"environment": "prd"},
        r"swell: .*prd.*\.",
    ),
    "a key that swell.yaml does not know": (
        {"swell.yaml": "apiVersion: swell/v1\nrulez: []\n"},
        {},
        r"swell: files-\d+/swell\.yaml:2: rulez.*",
    ),
    "a rule that matches nothing": (
        {"swell.yaml": "apiVersion: swell/v1\nrules: [{match: {name: al}, wave: 1}]\n"},
        {},
        r"swell: files-\d+/swell\.yaml:2: rules\[0\] matches nothing.*",
    ),
    "a chart without a name": ({"Chart.yaml": ""}, {}, r"swell: helm: validation: chart\.metadata\.name is required\."),
}


@pytest.mark.parametrize("what", FAILURES)
def test_the_first_line_of_a_failure_tells_the_story_and_that_nothing_was_applied(
    what: str, server: RepoServer, repository: Repository, log: Log
) -> None:
    more, parameters, story = FAILURES[what]
    path = committed(repository, {**CHART, **more})
    told = refusal(server, request(repository.url, {"path": path, "plugin": plugin(**parameters)}))
    first, *rest = told.removesuffix("\n").split("\n")

    assert re.fullmatch(f"{re.escape(SHOWN)}{story} Nothing was applied; what runs stays\\.", first)
    assert all(re.match(r"  (here|fix): ", line) for line in rest if line)
    assert "/_cmp_server/" not in told
    assert [line["msg"] for line in log() if "duration" in line] == [""], "something was on stdout"


def test_what_helm_says_on_stderr_is_in_no_manifest(server: RepoServer, repository: Repository, log: Log) -> None:
    path = committed(repository, {**CHART, "values.yaml": "a: {b: c}\n"})
    odd = plugin(values="a: text\n")
    assert values(server, request(repository.url, {"path": path, "plugin": odd})) == {"a": "text"}
    (done,) = [line for line in log() if line["msg"] == "Plugin command successful"]
    assert done["stderr"] == "swell: web: 1 object, 0 changed\n"


def test_only_the_operator_may_choose_which_helm_runs(server: RepoServer, repository: Repository) -> None:
    path = committed(repository, CHART)
    source = {"path": path, "plugin": {**plugin(), "env": [{"name": "SWELL_HELM", "value": "/bin/true"}]}}

    told = refusal(server, request(repository.url, source))
    assert told.startswith(
        f"{SHOWN}swell: the Application: an Application can't set SWELL_HELM: only the operator can, on the sidecar."
    )


def test_the_page_counts_the_failures() -> None:
    assert f"Argo CD's text | {len(FAILURES)} |" in (TOP / "docs/argocd.md").read_text()
