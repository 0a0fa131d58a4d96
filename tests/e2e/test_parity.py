import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import nasty
import planned
import pytest
import refused
from argocd import RepoServer, Told
from processes import Processes
from programs import HELM_VERSIONS, SWELL, TOP, helm, shipped_helm
from random_streams import Stream
from rendering import Object, committed, plugin, refusal, rendered, request
from repository import Repository

from cmp import dialect
from cmp.argocd.versions import HELM, NEWEST

EXAMPLES = TOP / "examples"
PAGE = (TOP / "docs/argocd.md").read_text()
APPLICATIONS = sorted(
    path for path in EXAMPLES.rglob("*.yaml") if re.search(r"^ *plugin:", path.read_text(), re.MULTILINE)
)
OFF = {"apiVersion": "swell/v1", "order": {"infer": "off", "hooks": "keep"}, "repairs": "off"}
"""A swell.yaml with which Swell is to print what Helm printed."""
LENIENT = {"checks": dict.fromkeys(("duplicate-object", "unknown-hook", "generate-name-without-hook"), "off")}
"""What Argo CD's own source lets pass."""
CHANGES = (
    ({"annotations": {"touched": "yes"}}, "annotations"),
    ({"patch": {"metadata": {"labels": {"touched": "yes"}}}}, "labels"),
)
STREAMS = 30
HELMS = HELM_VERSIONS if planned.argocd == NEWEST else (f"v{HELM[planned.argocd]}",)
"""The newest Argo CD meets each Helm, an older one its own."""


@pytest.fixture(scope="session", params=HELMS)
def server(
    request: pytest.FixtureRequest, built: Path, folder: Path, processes: Processes, repo_server: RepoServer
) -> RepoServer:
    """Argo CD with each Helm, the same for its own source as for the plugin."""
    program = helm(request.param)
    if program == shipped_helm(planned.argocd):
        return repo_server
    (folder / request.param).mkdir()
    return RepoServer(built, folder / request.param, processes, helm=program)


@pytest.fixture(scope="session")
def charts(folder: Path) -> Repository:
    """A repository for what no other test looks at."""
    return Repository(folder / "charts")


@pytest.fixture(scope="session")
def examples(folder: Path) -> dict[str, Repository]:
    """The repositories of the examples, by the name of the folder in which they stand for one."""
    found = {}
    for name in ("eoapi", "eoapi-plain", "backend", "rootapp"):
        whole = name.startswith("eoapi")  # the two refer to each other by their path below this repository's own top
        found[name] = Repository(folder / f"example-{name}")
        top = found[name].folder / "examples" if whole else found[name].folder
        shutil.copytree(EXAMPLES if whole else EXAMPLES / name, top, symlinks=True, dirs_exist_ok=True)
        found[name].commit()
    return found


def config(*more: Object) -> str:
    """Return a swell.yaml that changes nothing, with more of it."""
    return dialect.to_json({key: value for part in (OFF, *more) for key, value in part.items()})


def both(server: RepoServer, url: str, path: str, native: Object, ours: Object) -> tuple[list[Object], list[Object]]:
    """Return the objects of a chart from Argo CD's own Helm source and from Swell."""
    own = rendered(server, request(url, {"path": path, "helm": native}))
    return own, rendered(server, request(url, {"path": path, "plugin": plugin(**ours)}))


@pytest.mark.can_differ
@pytest.mark.parametrize("name", nasty.NASTY)
def test_every_nasty_chart_is_rendered_alike(name: str, server: RepoServer, charts: Repository) -> None:
    path = committed(charts, {"Chart.yaml": nasty.CHART, **nasty.NASTY[name]})
    own, ours = both(server, charts.url, path, {}, {"config": config()})
    assert own
    assert ours == own


@pytest.mark.parametrize("name", nasty.NASTY)
@pytest.mark.parametrize(("change", "place"), CHANGES, ids=["spliced", "written anew"])
def test_what_is_changed_is_changed_in_nothing_else(
    name: str, change: Object, place: str, repo_server: RepoServer, charts: Repository
) -> None:
    path = committed(charts, {"Chart.yaml": nasty.CHART, **nasty.NASTY[name]})
    touching = {"config": config({"rules": [{"match": {"kind": "*"}, **change}]})}
    own, ours = both(repo_server, charts.url, path, {}, touching)
    assert [one["metadata"][place].pop("touched") for one in ours] == ["yes"] * len(own)
    assert [bare(one) for one in ours] == [bare(one) for one in own]


def bare(one: Object) -> Object:
    """Return an object without labels and annotations where it has none: null, {} and nothing mean the same."""
    metadata = {key: value for key, value in one["metadata"].items() if value or key not in ("labels", "annotations")}
    return {**one, "metadata": metadata}


@pytest.mark.can_differ
def test_values_come_together_alike(server: RepoServer, charts: Repository) -> None:
    path = committed(
        charts,
        {
            "Chart.yaml": nasty.CHART,
            "values.yaml": "a: 1\nlist: [1, 2, 3]\nnested: {kept: 1, gone: 2, sha: '0'}\nsub: {x: {y: z}}\n",
            "more/one.yaml": "list: [4]\nnested: {gone: null, sha: 25921e05}\nb: {c: 1e3}\n",
            "more/two and.yaml": "b: {d: 0o7, c: null}\nempty:\nyes: y\n",
            "text.txt": "line, with comma\nand = more\n",
            "templates/all.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: values}\n"
            "data: {all: {{ toJson .Values | quote }}}\n",
        },
    )
    values = 'inline: "1e3"\nnested: {own: ü}\nlist:\n- {a: b}\n'
    assigned = {
        "p.q": "a,b",
        "p.list": "{x,y}",
        "p.number": "1e3",
        "p.null": "null",
        "p.dots\\.in": "key",
        "list[0].c": "1",
    }
    own, ours = both(
        server,
        charts.url,
        path,
        {
            "valueFiles": ["more/one.yaml", f"/{path}/more/two and.yaml"],
            "values": values,
            "parameters": [{"name": name, "value": value} for name, value in assigned.items()],
            "fileParameters": [{"name": "p.file", "path": "text.txt"}],
            "releaseName": "other",
        },
        {
            "valueFiles": ["more/one.yaml", f"/{path}/more/two and.yaml"],
            "values": values,
            "parameters": assigned,
            "fileParameters": {"p.file": "text.txt"},
            "releaseName": "other",
            "config": config(),
        },
    )
    assert ours == own
    assert json.loads(own[0]["data"]["all"])["p"]["q"] == "a,b"


@pytest.mark.can_differ
def test_whatever_argo_cd_reads_in_a_random_stream_swell_prints(repo_server: RepoServer, charts: Repository) -> None:
    """Helm prints definitions as they are, so a stream in crds/ comes to Argo CD as it was written."""
    compared = 0
    ours = plugin(config=config(LENIENT, {"allowEmpty": True}))
    for seed in range(STREAMS * 10):
        if compared == STREAMS:
            break
        path = committed(charts, {"Chart.yaml": nasty.CHART, "crds/one.yaml": Stream(seed).text()})
        try:
            own = rendered(repo_server, request(charts.url, {"path": path, "helm": {}}))
        except Told:
            continue
        assert rendered(repo_server, request(charts.url, {"path": path, "plugin": ours})) == own, seed
        compared += 1
    assert compared == STREAMS


@pytest.mark.can_differ
@pytest.mark.parametrize("name", refused.REFUSED)
def test_what_argo_cd_refuses_of_its_own_it_refuses_of_swell(
    name: str, repo_server: RepoServer, charts: Repository
) -> None:
    files, native, ours = refused.REFUSED[name]
    path = committed(charts, {"Chart.yaml": nasty.CHART, **files})

    assert native in refusal(repo_server, request(charts.url, {"path": path, "helm": {}}))
    assert ours in refusal(repo_server, request(charts.url, {"path": path, "plugin": plugin(config=config())}))


@pytest.mark.can_differ
@pytest.mark.parametrize("name", refused.DIFFERENT)
def test_a_difference_is_one_of_those_that_the_page_names(
    name: str, repo_server: RepoServer, charts: Repository
) -> None:
    case = refused.DIFFERENT[name]
    path = committed(charts, {"Chart.yaml": nasty.CHART, **case.files})
    native = request(charts.url, {"path": path, "helm": dict(case.helm)})
    ours = request(charts.url, {"path": path, "plugin": plugin(**case.parameters, config=config())})

    if case.refused:
        assert case.refused in refusal(repo_server, native)
        assert rendered(repo_server, ours)
    elif case.ours:
        assert case.ours in refusal(repo_server, ours).partition("\n")[0]
        rendered(repo_server, native)
    else:
        assert rendered(repo_server, ours) != rendered(repo_server, native)


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("the examples' Applications", len(APPLICATIONS)),
        ("charts made to be nasty", len(nasty.NASTY)),
        ("the nasty charts again", len(nasty.NASTY)),
        ("random streams", STREAMS),
        ("charts that Argo CD refuses", len(refused.REFUSED)),
        ("differences", len(refused.DIFFERENT)),
    ],
)
def test_the_page_counts_what_is_rendered(words: str, count: int) -> None:
    assert re.search(rf"^\| {words}[^|]* \| {count} \|", PAGE, re.MULTILINE)


@pytest.mark.parametrize("name", refused.DIFFERENT)
def test_the_page_names_each_difference(name: str) -> None:
    assert f"\n- {name}: " in PAGE


@cache
def swell_values(application: Path, checkout: Path) -> str:
    """Return the merged values of an example, all layers of swell.yaml and the Application in one text."""
    env = {"PATH": os.defpath, "SWELL_HELM": str(helm())}
    command = [SWELL, "values", "--app", application, checkout]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda path: str(path.relative_to(EXAMPLES)))
def test_every_example_is_rendered_alike(
    application: Path, server: RepoServer, examples: dict[str, Repository]
) -> None:
    spec = dialect.load(application.read_text())["spec"]
    name = (
        "backend" if application.parent.name == "rootapp-applications" else application.relative_to(EXAMPLES).parts[0]
    )
    repository, path = examples[name], spec["source"]["path"]
    said = next(
        (file for file in (repository.folder / path / "swell.yaml", repository.folder / "swell.yaml") if file.exists()),
        None,
    )
    own_words = dialect.load(said.read_text()) if said else {}
    kept = {key: own_words[key] for key in ("chart", "valueFiles", "values", "lists") if key in own_words}
    given = {one["name"]: one for one in spec["source"]["plugin"].get("parameters", ())}
    parameters = given.pop("parameters", {}).get("map", {})
    ours = [*given.values(), {"name": "parameters", "map": parameters}, {"name": "config", "string": config(kept)}]
    checkout = EXAMPLES.parent if name.startswith("eoapi") else EXAMPLES / name
    native = {
        "values": swell_values(application, checkout),
        "parameters": [{"name": key, "value": value} for key, value in parameters.items()],
        "releaseName": given.get("releaseName", {}).get("string", ""),
    }
    chart = str(kept.get("chart", path)).lstrip("/")
    where: dict[str, Any] = {"namespace": spec["destination"]["namespace"]}

    own = rendered(server, request(repository.url, {"path": chart, "helm": native}, **where))
    source = {"path": path, "plugin": {"name": "swell", "parameters": ours}}
    assert own
    assert rendered(server, request(repository.url, source, **where)) == own
