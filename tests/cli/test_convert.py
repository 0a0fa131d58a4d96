"""`swell convert`: a native Application, one of lovely's and a helmfile become plugins, which Helm proves equal."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from programs import SWELL, helm
from servers import files, serving

from cmp import dialect

TEMPLATE = """apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}", namespace: "{{ .Release.Namespace }}"}
data:
  values: {{ toJson .Values | quote }}
  kube: {{ .Capabilities.KubeVersion.Version }}
"""
FILES = {
    "apps/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
    "apps/web/values.yaml": "replicas: 1\nlist: [a]\n",
    "apps/web/prod-values.yaml": "replicas: 2\n",
    "apps/web/templates/a.yaml": TEMPLATE,
    "common/prod.yaml": "common: true\n",
    "common/note.txt": "a note\n",
}
ORIGIN = "https://git.example.com/team/deploy.git"


def _application(source: str, name: str = "web") -> str:
    return (
        f"apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {{name: {name}, namespace: argocd}}\n"
        f"spec:\n  project: default # of all\n{source}"
        "  destination: {server: https://kubernetes.default.svc, namespace: shop}\n"
    )


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    top = tmp_path / "repository"
    for name, text in FILES.items():
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(text)
    (top / "applications").mkdir()
    subprocess.run(["git", "init", "-q", str(top)], check=True)
    subprocess.run(["git", "-C", str(top), "remote", "add", "origin", ORIGIN], check=True)
    return top


def run(folder: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    env = {
        "PATH": os.environ["PATH"],
        "SWELL_HELM": str(helm()),
        "HOME": str(folder),
        "TMPDIR": str(folder.parent),
    } | more
    told = subprocess.run(
        [str(SWELL), *arguments], cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=120
    )
    return told.returncode, told.stdout, told.stderr


def _documents(out: str) -> list[Any]:
    return [dialect.load(text) for text in out.split("---\n")]


NATIVE = {
    "nothing said": "  source: {repoURL: %s, path: apps/web}\n",
    "files and values": (
        "  source:\n    repoURL: %s\n    path: apps/web\n    helm:\n      valueFiles: [prod-values.yaml]\n"
        "      values: |\n        extra: {a: 1}\n"
    ),
    "parameters": (
        "  source:\n    repoURL: %s\n    path: apps/web\n    helm:\n      releaseName: other\n      parameters:\n"
        "      - {name: replicas, value: '5'}\n      - {name: image.tag, value: '1.10', forceString: true}\n"
        "      fileParameters:\n      - {name: note, path: ../../common/note.txt}\n"
    ),
    "a ref of the same repository": (
        "  sources:\n  - repoURL: %s\n    path: apps/web\n    helm: {valueFiles: [$own/common/prod.yaml]}\n"
        "  - repoURL: git@git.example.com:team/deploy\n    ref: own\n"
    ),
    "what swell.yaml says": (
        "  source:\n    repoURL: %s\n    path: apps/web\n    helm: {kubeVersion: 1.29.0, skipCrds: true}\n"
    ),
    "missing files": (
        "  source:\n    repoURL: %s\n    path: apps/web\n"
        "    helm: {valueFiles: [none.yaml, prod-values.yaml], ignoreMissingValueFiles: true}\n"
    ),
    "lovely": (
        "  source:\n    repoURL: %s\n    path: apps/web\n    plugin:\n      name: argocd-lovely-plugin-v1.0\n"
        "      env: [{name: LOVELY_HELM_VALUES, value: prod-values.yaml}, {name: LOVELY_HELM_NAME, value: other}]\n"
    ),
}


@pytest.mark.parametrize("name", NATIVE)
def test_a_conversion_is_proved_and_what_is_written_renders(repository: Path, name: str) -> None:
    file = repository / "applications/web.yaml"
    file.write_text(_application(NATIVE[name] % ORIGIN))
    status, out, told = run(repository, "convert", "applications/web.yaml")
    assert (status, told) == (0, "swell: web: proved: Helm renders the same 1 object through Swell\n")
    assert "  project: default # of all\n" in out
    status, nothing, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, nothing) == (0, "")
    assert "swell: wrote applications/web.yaml\n" in told
    assert file.read_text() in out
    assert run(repository, "generate", "--app", "applications/web.yaml")[0] == 0


def test_what_is_rendered_is_what_helm_renders_with_the_words_of_the_application(repository: Path) -> None:
    (repository / "applications/web.yaml").write_text(_application(NATIVE["parameters"] % ORIGIN))
    run(repository, "convert", "applications/web.yaml", "--write")
    _, out, _ = run(repository, "generate", "--app", "applications/web.yaml")
    bare = [
        *(str(helm()), "template", "other", "apps/web", "--namespace", "shop", "--set", "replicas=5"),
        *("--set-string", "image.tag=1.10", "--set-file", "note=common/note.txt"),
    ]
    native = subprocess.run(bare, cwd=repository, capture_output=True, text=True, check=True).stdout
    assert dialect.load(out) == dialect.load(native)


def test_each_release_of_a_helmfile_is_an_application_behind_those_that_it_needs(repository: Path) -> None:
    (repository / "helmfile.yaml").write_text(
        "releases:\n"
        "- {name: web, namespace: shop, chart: ./apps/web, needs: [shop/db], values: [common/prod.yaml, {a: 1}]}\n"
        "- {name: db, namespace: shop, chart: ./apps/web, setString: [{name: b, value: '2'}]}\n"
    )
    status, out, told = run(repository, "convert", "helmfile.yaml")
    assert status == 0
    assert told.count("proved: Helm renders the same 1 object") == 2
    web, database = _documents(out)
    assert web["metadata"]["annotations"] == {"argocd.argoproj.io/sync-wave": "1"}
    assert "annotations" not in database["metadata"]
    assert web["spec"]["source"]["repoURL"] == ORIGIN


def test_a_swell_yaml_of_the_folder_stays_and_is_told(repository: Path) -> None:
    own = repository / "apps/swell.yaml"
    own.write_text("apiVersion: swell/v1\nrollout: {configs: true}\n")
    (repository / "applications/web.yaml").write_text(_application(NATIVE["what swell.yaml says"] % ORIGIN))
    status, out, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, out) == (0, "")
    assert "web: apps/swell.yaml does not count for it: if it should, add `extends: /apps/swell.yaml`" in told
    assert "rollout" in own.read_text()


def test_a_link_is_not_written_through(repository: Path) -> None:
    text = _application(NATIVE["what swell.yaml says"] % ORIGIN)
    (repository / "common/web.yaml").write_text(text)
    (repository / "applications/web.yaml").symlink_to("../common/web.yaml")
    status, out, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, out) == (2, "")
    assert "not written: it is a link" in told
    assert (repository / "common/web.yaml").read_text() == text


@pytest.mark.parametrize(
    ("leads", "link"),
    [("outside/note.txt", "apps/web/note.txt"), ("outside", "apps/web/more"), ("outside/note.txt", "common/link.txt")],
)
def test_what_a_link_leads_out_to_is_not_read_for_the_proof(repository: Path, leads: str, link: str) -> None:
    (repository.parent / "outside").mkdir()
    (repository.parent / "outside/note.txt").write_text("planted")
    (repository / "apps/web/templates/b.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\n"
        'metadata: {name: "a{{ .Files.Get "note.txt" }}{{ .Files.Get "more/note.txt" }}"}\n'
        "data: {each: {{ randAlphaNum 9 | quote }}}\n"
    )
    (repository / link).symlink_to(repository.parent / leads)
    (repository / "applications/web.yaml").write_text(_application(NATIVE["nothing said"] % ORIGIN))

    status, out, told = run(repository, "convert", "applications/web.yaml")

    assert (status, "planted" in out + told) == (1, False)
    assert told.startswith(f"swell: web: not proved: {link} leads out of the repository")


def test_what_argo_cd_does_not_get_is_no_matter(repository: Path) -> None:
    (repository / ".gitignore").write_text("/.venv/\n")
    (repository / ".venv").mkdir()
    (repository / ".venv/self").symlink_to("/usr")  # links to far more files than a chart may have
    os.mkfifo(repository / "pipe")
    (repository / "applications/web.yaml").write_text(_application(NATIVE["nothing said"] % ORIGIN))
    status, _, told = run(repository, "convert", "applications/web.yaml")
    assert (status, told) == (0, "swell: web: proved: Helm renders the same 1 object through Swell\n")


def test_a_conversion_that_can_not_be_tried_is_told_and_exits_with_1(tmp_path: Path) -> None:
    (tmp_path / "web.yaml").write_text(_application(NATIVE["nothing said"] % ORIGIN))
    status, out, told = run(tmp_path, "convert", "web.yaml")
    assert (status, told) == (1, "swell: web: not proved: name its checkout, swell convert FILE CHECKOUT\n")
    assert "name: swell" in out


def test_a_login_in_the_address_of_the_repository_is_not_printed(repository: Path) -> None:
    address = "https://user:hunter2@git.example.com/team/deploy.git"
    subprocess.run(["git", "-C", str(repository), "remote", "set-url", "origin", address], check=True)
    (repository / "helmfile.yaml").write_text("releases: [{name: web, namespace: shop, chart: ./apps/web}]\n")
    status, out, told = run(repository, "convert", "helmfile.yaml")
    assert status == 0
    assert ORIGIN in out
    assert "hunter2" not in out + told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (_application("  source: {repoURL: r, path: a, plugin: {name: swell}}\n"), "has a plugin already: swell"),
        (_application("  source: {repoURL: r, path: a, kustomize: {}}\n"), "its source has `kustomize`"),
        ("kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n", "it holds no Application"),
        ("bases: [a]\nreleases:\n- {name: {{ .A }}}\n", "a template of helmfile's"),
    ],
)
def test_what_is_no_chart_of_argo_cds_is_one_line_and_nothing_on_stdout(repository: Path, text: str, told: str) -> None:
    (repository / "a.yaml").write_text(text)
    status, out, error = run(repository, "convert", "a.yaml")
    assert (status, out) == (2, "")
    assert told in error
    assert "fix: " in error


def test_a_chart_of_a_chart_repository_is_pulled_for_the_proof_and_stays_where_it_is(
    repository: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    site.mkdir()
    subprocess.run([helm(), "package", repository / "apps/web", "-d", site], check=True, capture_output=True)
    subprocess.run([helm(), "repo", "index", site], check=True, capture_output=True)
    with serving(files(site)) as server:
        (repository / "applications/web.yaml").write_text(
            _application(f"  source: {{repoURL: '{server.url}', chart: web, targetRevision: 1.0.0}}\n")
        )
        status, out, told = run(repository, "convert", "applications/web.yaml", SWELL_LOCAL_SOURCES="true")
    assert (status, told) == (0, "swell: web: proved: Helm renders the same 1 object through Swell\n")
    source = dialect.load(out)["spec"]["source"]
    assert (source["chart"], source["plugin"]["name"]) == ("web", "swell")


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ("values: {own: 9}", "1 of 1 object differ: ConfigMap/web"),
        ("helm: {kubeVersion: 1.28.0}", "1 of 1 object differ: ConfigMap/web"),
        ("manifests: [/common/more.yaml]", "1 of 2 objects differ: ConfigMap/more"),
    ],
)
def test_what_renders_something_else_is_told_and_not_written(repository: Path, own: str, others: str) -> None:
    (repository / "swell.yaml").write_text(f"apiVersion: swell/v1\n{own}\n")  # counts for a plugin, and not for Argo CD
    (repository / "common/more.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n")
    file = repository / "applications/web.yaml"
    file.write_text(_application(NATIVE["files and values"] % ORIGIN))
    before = file.read_text()
    status, out, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, out, told) == (1, "", f"swell: web: {others}\n")
    assert file.read_text() == before


def test_each_application_of_a_folder_is_converted_but_those_that_swell_renders(repository: Path) -> None:
    folder, source = repository / "applications", NATIVE["nothing said"] % ORIGIN
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(_application(source, name))
    (folder / "set.yaml").write_text(_application(source).replace("kind: Application\n", "kind: ApplicationSet\n"))
    ours = _application(f"  source: {{repoURL: {ORIGIN}, path: apps/web, plugin: {{name: swell}}}}\n", "c")
    (folder / "c.yaml").write_text(ours)

    status, out, told = run(repository, "convert", "applications")
    assert status == 2
    assert [one["metadata"]["name"] for one in _documents(out)] == ["a", "b"]
    assert "swell: a: proved: " in told
    assert "swell: applications/set.yaml: " in told
    assert told.endswith(
        "swell: 4 files with Applications, 1 of Swell's already; not converted: applications/set.yaml\n"
    )

    (folder / "set.yaml").unlink()
    assert run(repository, "convert", "applications", "--write")[0] == 0
    for name in ("a", "b"):
        assert dialect.load((folder / f"{name}.yaml").read_text())["spec"]["source"]["plugin"]["name"] == "swell"
    assert (folder / "c.yaml").read_text() == ours


OPENED = """
import sys
sys.addaudithook(lambda event, said: event == "open" and print("read", said[0], file=sys.stderr))
sys.argv = ["swell", "convert", "applications"]
from cmp.__main__ import main
main()
"""


def test_the_proofs_of_a_folder_share_one_copy_of_the_repository_and_leave_nothing(repository: Path) -> None:
    for name in ("a", "b", "c"):
        (repository / f"applications/{name}.yaml").write_text(_application(NATIVE["nothing said"] % ORIGIN, name))
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "TMPDIR": str(repository.parent / "tmp")}
    (repository.parent / "tmp").mkdir()
    argv = [sys.executable, "-c", OPENED]
    ran = subprocess.run(argv, cwd=repository, env=env, capture_output=True, text=True, check=True)
    assert ran.stderr.count(": proved: ") == 3
    assert ran.stderr.count(f"read {repository}/common/note.txt\n") == 1
    assert not [one for one in (repository.parent / "tmp").iterdir() if not one.name.startswith("swell-renders")]


def test_an_application_set_is_told_with_what_to_do_instead(repository: Path) -> None:
    template = '{metadata: {name: "web-{{env}}"}, spec: {source: {repoURL: a, path: apps/web, helm: {}}}}'
    head = "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: all}\n"
    text = f"{head}spec: {{generators: [{{list: {{elements: [{{env: prod}}]}}}}], template: {template}}}\n"
    (repository / "set.yaml").write_text(text)
    status, out, told = run(repository, "convert", "set.yaml")
    assert (status, out) == (2, "")
    assert "it holds the ApplicationSet all, and `swell convert` converts Applications" in told
    assert "put its `source` into the set's template" in told


def test_several_applications_in_a_file_are_told_with_what_to_do_instead(repository: Path) -> None:
    one = _application(NATIVE["nothing said"] % ORIGIN)
    (repository / "two.yaml").write_text(f"{one}---\n{one.replace('name: web', 'name: api')}")
    status, out, told = run(repository, "convert", "two.yaml")
    assert (status, out) == (2, "")
    assert "it holds 2 Applications" in told
    assert "give each a file of its own" in told


CRD = "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata: {name: as.example.com}\n"


def _rendered(repository: Path, *applications: str, **more: str) -> list[str]:
    """Return what `generate` prints for each."""
    every = [run(repository, "generate", "--app", f"applications/{one}.yaml", **more) for one in applications]
    assert [status for status, _, _ in every] == [0] * len(every), every
    return [out for _, out, _ in every]


@pytest.fixture
def charts(repository: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a chart repository with the charts web and api."""
    site = tmp_path / "site"
    site.mkdir()
    subprocess.run([helm(), "package", repository / "apps/web", "-d", site], check=True, capture_output=True)
    chart = repository / "apps/web/Chart.yaml"
    chart.write_text(chart.read_text().replace("name: web", "name: api"))
    subprocess.run([helm(), "package", repository / "apps/web", "-d", site], check=True, capture_output=True)
    chart.write_text(chart.read_text().replace("name: api", "name: web"))
    subprocess.run([helm(), "repo", "index", site], check=True, capture_output=True)
    with serving(files(site)) as server:
        yield server.url


def _of_chart(url: str, chart: str, file: str, name: str) -> str:
    return _application(
        f"  sources:\n  - {{repoURL: '{url}', chart: {chart}, targetRevision: 1.*, helm: {{valueFiles: [{file}]}}}}\n"
        f"  - {{repoURL: '{ORIGIN}', ref: values}}\n",
        name,
    )


LOCAL = {"SWELL_LOCAL_SOURCES": "true"}


def _commit(folder: Path, message: str) -> None:
    git = ("git", "-c", "user.name=a", "-c", "user.email=a@example.com", "-C", str(folder))
    subprocess.run([*git, "add", "applications"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", message], check=True)


def test_a_chart_that_stays_in_its_repository_is_planned_checked_and_compared_as_before(
    repository: Path, charts: str
) -> None:
    file = repository / "applications/web.yaml"
    file.write_text(_application(f"  source: {{repoURL: '{charts}', chart: web, targetRevision: 1.*}}\n"))
    _commit(repository, "native")
    assert run(repository, "convert", "applications/web.yaml", "--write", **LOCAL)[0] == 0
    _commit(repository, "converted")
    diffs = [["diff", "--base", base] for base in ("HEAD~1", "HEAD")]
    for words in (["plan"], ["check"], ["why", "ConfigMap/web"], *diffs):
        status, out, told = run(repository, *words, "--app", "applications/web.yaml", **LOCAL)
        assert (status, bool(out)) == (0, True), (words, told)
    assert run(repository, "plan", **LOCAL)[0] == 0


@pytest.mark.parametrize("file", ["$values/shop-values.yaml", "$values/apps/shop-values.yaml"])
def test_a_chart_from_elsewhere_changes_no_other_application(repository: Path, charts: str, file: str) -> None:
    (repository / file.removeprefix("$values/")).write_text("shop: 1\n")
    other = f"  source: {{repoURL: '{ORIGIN}', path: apps/web, plugin: {{name: swell}}}}\n"
    (repository / "applications/other.yaml").write_text(_application(other, "other"))
    (repository / "applications/shop.yaml").write_text(_of_chart(charts, "api", file, "shop"))
    before = _rendered(repository, "other")
    status, _, told = run(repository, "convert", "applications/shop.yaml", "--write", **LOCAL)
    assert (status, told.partition("\n")[0]) == (0, "swell: wrote applications/shop.yaml")
    assert not list(repository.rglob("swell.yaml"))
    assert _rendered(repository, "other") == before
    # What was proved is what a plan, and a repo-server, find: in the root as below it.
    planned = _rendered(repository, "shop", **LOCAL)[0]
    assert '\\"shop\\":1' in planned
    source = dialect.load((repository / "applications/shop.yaml").read_text())["spec"]["source"]
    variables = {
        "ARGOCD_APP_NAME": "shop",
        "ARGOCD_APP_NAMESPACE": "shop",
        "ARGOCD_APP_PROJECT_NAME": "default",
        "ARGOCD_APP_SOURCE_PATH": source["path"],
        "ARGOCD_APP_PARAMETERS": json.dumps(source["plugin"]["parameters"]),
    }
    status, out, told = run(repository / source["path"], "generate", **variables, **LOCAL)
    assert (status, out) == (0, planned), told


def test_charts_from_elsewhere_may_have_their_values_in_one_folder(repository: Path, charts: str) -> None:
    for name in ("web", "api"):
        (repository / f"common/{name}.yaml").write_text(f"of: {name}\n")
        text = _of_chart(charts, name, f"$values/common/{name}.yaml", name)
        (repository / f"applications/{name}.yaml").write_text(text)
    status, _, told = run(repository, "convert", "applications", "--write", **LOCAL)
    assert status == 0
    assert told.count(": proved: ") == 2
    web, api = _rendered(repository, "web", "api", **LOCAL)
    assert '\\"of\\":\\"web\\"' in web
    assert '\\"of\\":\\"api\\"' in api


def test_what_helm_is_told_for_one_application_is_told_for_no_other(repository: Path) -> None:
    (repository / "apps/web/crds").mkdir()
    (repository / "apps/web/crds/a.yaml").write_text(CRD)
    for name, helm_said in (("a", "skipCrds: true"), ("b", "skipCrds: false")):
        source = f"  source: {{repoURL: '{ORIGIN}', path: apps/web, helm: {{{helm_said}}}}}\n"
        (repository / f"applications/{name}.yaml").write_text(_application(source, name))
    for name in ("a", "b"):
        assert run(repository, "convert", f"applications/{name}.yaml", "--write")[0] == 0
    assert not list(repository.rglob("swell.yaml"))
    a, b = _rendered(repository, "a", "b")
    assert "CustomResourceDefinition" not in a
    assert "CustomResourceDefinition" in b


BUILD = (
    "  source:\n    repoURL: %s\n    path: apps/web\n    targetRevision: main\n    helm:\n"
    "      valueFiles: [$ARGOCD_APP_NAME-values.yaml]\n"
    "      fileParameters: [{name: note, path: '../../common/${ARGOCD_APP_NAMESPACE}.txt'}]\n"
    "      values: '{kept: $ARGOCD_APP_NAME}'\n      parameters:\n"
    "      - {name: names, value: '$ARGOCD_APP_NAME of ${ARGOCD_APP_PROJECT_NAME}, $ARGOCD_APP_SOURCE_PATH'}\n"
    "      - {name: cost, value: 'a$$b${NONE}c', forceString: true}\n"
)


def test_argo_cds_build_environment_is_filled_in(repository: Path) -> None:
    (repository / "apps/web/web-values.yaml").write_text("own: 7\n")
    (repository / "common/shop.txt").write_text("a note")
    (repository / "applications/web.yaml").write_text(_application(BUILD % ORIGIN))
    status, _, told = run(repository, "plan", "applications/web.yaml")
    assert status == 0, told
    assert run(repository, "convert", "applications/web.yaml", "--write")[0] == 0
    out = _rendered(repository, "web")[0]
    for said in ('own\\":7', "web of default, apps/web", "a$bc", 'kept\\":\\"$ARGOCD_APP_NAME', "a note"):
        assert said in out


@pytest.mark.parametrize("name", ["ARGOCD_APP_REVISION", "{ARGOCD_APP_REVISION_SHORT_8}"])
def test_the_revision_that_only_argo_cd_knows_is_refused(repository: Path, name: str) -> None:
    text = _application(
        f"  source: {{repoURL: r, path: apps/web, helm: {{parameters: [{{name: tag, value: 'v-${name}'}}]}}}}\n"
    )
    (repository / "applications/web.yaml").write_text(text)
    status, out, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, out) == (2, "")
    assert f"it has ${name.strip('{}')}, which Argo CD fills in for its own Helm" in told
    assert (repository / "applications/web.yaml").read_text() == text


def test_what_another_plugin_renders_is_left_to_argo_cd(repository: Path) -> None:
    bare = "  source: {repoURL: r, path: apps/web, plugin: %s}\n"
    two = "  sources: [{repoURL: r, path: apps/web, plugin: {name: tanka}}, {repoURL: r, ref: own}]\n"
    said = {
        "named": bare % "{name: swell-v1}",
        "found": bare % "{}",
        "nobody": bare % "null",
        "other": bare % "{name: jsonnet-bundler}",
        "two": two,
    }
    for name, source in said.items():
        (repository / f"applications/{name}.yaml").write_text(_application(source, name))
    status, out, told = run(repository, "convert", "applications")
    assert (status, out) == (0, "")
    assert told == (
        "swell: applications/other.yaml: left to Argo CD: the plugin jsonnet-bundler renders it\n"
        "swell: applications/two.yaml: left to Argo CD: the plugin tanka renders it\n"
        "swell: 5 files with Applications, 3 of Swell's already, 2 left to Argo CD\n"
    )
    assert run(repository, "convert", "applications/other.yaml")[0] == 2
    (repository / "applications/near.yaml").write_text(_application(bare % "{name: swel}", "near"))
    status, _, told = run(repository, "convert", "applications")
    assert (status, told.count("fix: say `plugin: {name: swell}`")) == (2, 1)
    assert told.endswith("2 left to Argo CD; not converted: applications/near.yaml\n")


def test_what_is_no_chart_is_left_to_argo_cd(repository: Path) -> None:
    (repository / "kustom").mkdir()
    (repository / "kustom/kustomization.yaml").write_text("resources: []\n")
    bare = "  source: {repoURL: r, path: %s}\n"
    said = {
        "root": bare % "applications",
        "kustom": bare % "kustom",
        "plain": bare % "common",
        "web": bare % "apps/web",
    }
    for name, source in said.items():
        (repository / f"applications/{name}.yaml").write_text(_application(source, name))
    before = {name: (repository / f"applications/{name}.yaml").read_text() for name in said}
    status, _, told = run(repository, "convert", ".", "--write")
    assert status == 0
    assert "swell: applications/kustom.yaml: left to Argo CD: its folder kustom holds a kustomization\n" in told
    assert "swell: applications/root.yaml: left to Argo CD: its folder applications holds plain manifests\n" in told
    assert told.endswith("swell: 4 files with Applications, 0 of Swell's already, 3 left to Argo CD\n")
    assert [n for n, text in before.items() if (repository / f"applications/{n}.yaml").read_text() != text] == ["web"]
    status, out, told = run(repository, "convert", "applications/root.yaml", "--write")
    assert (status, out) == (2, "")
    assert "its folder applications holds plain manifests, and Swell renders Helm charts" in told


def test_only_what_is_proved_is_written_and_the_others_are_named(repository: Path) -> None:
    (repository / "apps/bad").mkdir()
    (repository / "apps/bad/Chart.yaml").write_text("apiVersion: v2\nname: bad\nversion: 1.0.0\n")
    (repository / "apps/bad/templates").mkdir()
    (repository / "apps/bad/templates/a.yaml").write_text('{{ fail "no" }}\n')
    for name, path in (("bad", "apps/bad"), ("web", "apps/web")):
        source = f"  source: {{repoURL: r, path: {path}}}\n"
        (repository / f"applications/{name}.yaml").write_text(_application(source, name))
    status, _, told = run(repository, "convert", "applications", "--write")
    assert status == 1
    assert "swell: bad: not proved: " in told
    assert "wrote applications/bad.yaml" not in told
    assert "plugin" not in (repository / "applications/bad.yaml").read_text()
    assert "plugin" in (repository / "applications/web.yaml").read_text()
    assert told.endswith("; not converted: applications/bad.yaml\n")


def test_what_an_override_file_says_is_not_lost(repository: Path) -> None:
    (repository / "apps/web/.argocd-source-web.yaml").write_text("helm: {parameters: [{name: tag, value: '2'}]}\n")
    (repository / "applications/web.yaml").write_text(_application(NATIVE["nothing said"] % ORIGIN))
    status, out, told = run(repository, "convert", "applications/web.yaml", "--write")
    assert (status, out) == (2, "")
    assert "an .argocd-source file in apps/web changes its source" in told


def test_what_argo_cd_fills_in_for_lovely_is_filled_in(repository: Path) -> None:
    (repository / "apps/web/web-values.yaml").write_text("own: 7\n")
    text = NATIVE["lovely"].replace("prod-values.yaml", "'${ARGOCD_APP_NAME}-values.yaml'")
    (repository / "applications/web.yaml").write_text(_application(text % ORIGIN))
    assert run(repository, "convert", "applications/web.yaml", "--write")[0] == 0
    assert 'own\\":7' in _rendered(repository, "web")[0]


def test_a_namespace_of_helms_own_is_refused(repository: Path) -> None:
    file = repository / "applications/web.yaml"
    for namespace, ended in (("other", 2), ("shop", 0)):
        source = f"  source: {{repoURL: r, path: apps/web, helm: {{namespace: {namespace}}}}}\n"
        file.write_text(_application(source))
        status, _, told = run(repository, "convert", "applications/web.yaml", "--write")
        assert status == ended, told
        assert ("`helm.namespace` is another namespace than that of the destination" in told) == (ended == 2)
