"""When a cached render is used, and when it is not."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from answered import Repository, chart
from programs import SWELL

from cmp.answers.entry import Opened

needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is missing")
CONFIGURED = {
    "swell.yaml": "apiVersion: swell/v1\nvalueFiles: [/common.yaml]\n",
    "web/swell.yaml": (
        "apiVersion: swell/v1\nextends: /swell.yaml\nvalueFiles: ['{environment}-values.yaml', more/*.yaml]\n"
        "manifests: [extra/*.yaml]\nrollout: {configs: true, watch: [/watched/*.txt]}\n"
    ),
    "web/prod-values.yaml": "replicas: 3\n",
    "web/more/one.yaml": "image: {tag: one}\n",
    "web/extra/own.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n",
    "web/set.txt": "a text\n",
    "watched/one.txt": "watched\n",
    "common.yaml": "common: true\n",
    "unrelated/README.md": "nothing\n",
}
CONFIG_DRAWN = """apiVersion: v1
kind: ConfigMap
metadata: {name: drawn}
data: {drawn: "{{ if .Values.draw }}{{ randAlpha 20 }}{{ end }}"}
"""
PARAMETERS = '[{"name": "environment", "string": "prod"}, {"name": "fileParameters", "map": {"text": "set.txt"}}]'


@pytest.fixture
def plain(tmp_path: Path) -> Repository:
    return Repository(tmp_path, chart())


@pytest.fixture
def configured(tmp_path: Path) -> Repository:
    return Repository(tmp_path, chart() | CONFIGURED)


@needs_strace
def test_a_known_answer_is_printed_again_without_a_helm(plain: Repository) -> None:
    first = plain.run()
    assert first.status == 0
    assert first.out.startswith(b"---\n")
    assert first.err == "swell: web: 1 object, 0 changed\n"
    assert not plain.asks_helm()
    assert plain.run() == first == plain.fresh()


@needs_strace
def test_a_commit_that_touches_other_files_leaves_the_answer_known(configured: Repository) -> None:
    configured.run(ARGOCD_APP_PARAMETERS=PARAMETERS)
    configured.write("unrelated/README.md", "something\n")
    configured.write("other/values.yaml", "new: true\n")
    assert not configured.asks_helm(ARGOCD_APP_PARAMETERS=PARAMETERS)


@needs_strace
@pytest.mark.parametrize("name", sorted({*chart(), *CONFIGURED} - {"unrelated/README.md"}))
def test_a_change_of_any_file_that_counts_asks_helm_again(configured: Repository, name: str) -> None:
    first = configured.run(ARGOCD_APP_PARAMETERS=PARAMETERS)
    assert first.status == 0, first.err
    path = configured.top / name
    configured.write(name, path.read_text() + "# changed\n")
    assert configured.asks_helm(ARGOCD_APP_PARAMETERS=PARAMETERS)
    assert configured.run(ARGOCD_APP_PARAMETERS=PARAMETERS) == configured.fresh(ARGOCD_APP_PARAMETERS=PARAMETERS)


@needs_strace
@pytest.mark.parametrize(
    "name",
    [
        "web/more/two.yaml",
        "web/extra/two.yaml",
        "watched/two.txt",
        "web/templates/two.yaml",
        "web/.helmignore",
        "web/crds/a.yaml",
    ],
)
def test_a_file_that_was_not_there_counts_too(configured: Repository, name: str) -> None:
    first = configured.run(ARGOCD_APP_PARAMETERS=PARAMETERS)
    assert first.status == 0, first.err
    configured.write(name, "# new\n")
    assert configured.asks_helm(ARGOCD_APP_PARAMETERS=PARAMETERS)


@needs_strace
def test_a_nearer_configuration_counts_as_soon_as_it_is_there(plain: Repository) -> None:
    first = plain.run()
    plain.write("web/swell.yaml", "apiVersion: swell/v1\nvalues: {replicas: 7}\n")
    changed = plain.run()
    assert changed != first
    assert changed == plain.fresh()
    (plain.top / "web/swell.yaml").unlink()
    assert not plain.asks_helm()
    assert plain.run() == first


@needs_strace
@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ARGOCD_APP_NAME", "shop"),
        ("ARGOCD_APP_NAMESPACE", "other"),
        ("ARGOCD_APP_PROJECT_NAME", "team"),
        ("ARGOCD_APP_PARAMETERS", '[{"name": "values", "string": "replicas: 9"}]'),
        ("ARGOCD_ENV_SWELL_VALUES", "replicas: 9"),
        ("SWELL_PARAMETERS", "replicas=9"),
        ("KUBE_VERSION", "1.29.0"),
        ("KUBE_API_VERSIONS", "example.com/v1"),
        ("TZ", "Europe/Berlin"),
        ("HTTPS_PROXY", "http://proxy.example.com"),
    ],
)
def test_a_variable_that_counts_asks_helm_again(plain: Repository, variable: str, value: str) -> None:
    plain.run()
    assert plain.asks_helm(**{variable: value})
    assert not plain.asks_helm()


@needs_strace
def test_a_variable_that_nothing_reads_leaves_the_answer_known(plain: Repository) -> None:
    plain.run()
    more = {
        "ARGOCD_APP_REVISION_SHORT": "4f1c2e9",
        "ARGOCD_APP_SOURCE_TARGET_REVISION": "main",
        "ARGOCD_ENV_OTHER": "x",
    }
    assert not plain.asks_helm(**more, LANG="de_DE.UTF-8", PYTHONHASHSEED="7")


def test_an_error_is_told_each_time(plain: Repository) -> None:
    plain.write("web/templates/bad.yaml", '{{ fail "no" }}')
    first = plain.run()
    assert first.status == 2
    assert plain.answers == []
    assert plain.run() == first


def test_nothing_is_kept_where_it_is_switched_off(plain: Repository) -> None:
    assert plain.fresh().status == 0
    assert plain.answers == []


def test_a_word_that_is_neither_on_nor_off_is_refused(plain: Repository) -> None:
    ended = plain.run(SWELL_CACHE="false")
    assert ended.status == 2
    assert "SWELL_CACHE must be on or off, not 'false'" in ended.err


def test_nothing_is_kept_on_a_laptop(plain: Repository) -> None:
    environ = plain.environ("web")
    del environ["ARGOCD_APP_SOURCE_PATH"]
    assert subprocess.run([SWELL, "generate"], cwd=plain.top / "web", env=environ, check=False).returncode == 0
    assert plain.answers == []


@needs_strace
def test_a_project_that_the_policy_refuses_by_now_gets_no_known_answer(plain: Repository) -> None:
    policy = plain.folder / "policy.yaml"
    policy.write_text("apiVersion: swell/v1\n")
    asked = {"SWELL_POLICY": str(policy), "ARGOCD_APP_PROJECT_NAME": "shop"}
    first = plain.run(**asked)
    assert first.status == 0, first.err
    assert not plain.asks_helm(**asked)
    policy.write_text("apiVersion: swell/v1\nlimits: {bytes: 10}\n")
    refused = plain.run(**asked)
    assert refused.status == 2
    assert "more than 10 bytes" in refused.err
    assert plain.asks_helm(**asked | {"SWELL_POLICY": "", "ARGOCD_APP_PROJECT_NAME": "team"})


@needs_strace
def test_another_helm_is_asked_though_the_answer_of_one_is_known(plain: Repository) -> None:
    program = plain.folder / "helm"
    shutil.copy(plain.environ("web")["SWELL_HELM"], program)
    assert plain.run(SWELL_HELM=str(program)).status == 0
    assert not plain.asks_helm(SWELL_HELM=str(program))
    shutil.copy(plain.environ("web")["SWELL_HELM"], program)
    assert plain.asks_helm(SWELL_HELM=str(program))


def test_what_a_script_in_helms_place_prints_is_not_kept(plain: Repository) -> None:
    script = plain.folder / "helm"
    script.write_text(f'#!/bin/sh\nexec {plain.environ("web")["SWELL_HELM"]} "$@"\n')
    script.chmod(0o755)
    assert plain.run(SWELL_HELM=str(script)).status == 0
    assert plain.answers == []


@needs_strace
def test_two_applications_of_one_chart_have_their_own_answers(plain: Repository) -> None:
    names = ("one", "two", "three")
    first = {name: plain.run(ARGOCD_APP_NAME=name) for name in names}
    assert len(set(first.values())) == len(names)
    for name in names:
        assert not plain.asks_helm(ARGOCD_APP_NAME=name)
        assert plain.run(ARGOCD_APP_NAME=name) == first[name]


@needs_strace
def test_nothing_of_the_repository_is_looked_at_that_the_answer_does_not_name(configured: Repository) -> None:
    log = configured.folder / "trace"
    traced = ("strace", "-f", "-qq", "-y", "-s", "4096", "-e", "trace=%file,getdents64", "-o", str(log))
    assert configured.run("web", *traced, ARGOCD_APP_PARAMETERS=PARAMETERS).status == 0
    root = f"{next((configured.folder / 'sent').iterdir())}/"
    touched = set(re.findall(rf'[<"]{re.escape(root)}([^">]+)[>"]', log.read_text()))
    descriptor = os.open(configured.answers[0], os.O_RDONLY)
    looks = [(sort, path) for sort, path, _ in Opened(descriptor).looks()]
    os.close(descriptor)
    named = {path for _, path in looks}
    trees = tuple(f"{path}/" for sort, path in looks if sort == "tree")
    above = {str(parent) for path in named for parent in Path(path).parents}
    assert {"web/prod-values.yaml", "web/templates/config.yaml", "common.yaml"} <= touched
    assert {path for path in touched if not path.startswith(trees)} <= named | above


def test_a_known_answer_asks_no_server(plain: Repository) -> None:
    first = plain.run()
    assert plain.run(SWELL_SERVER=str(plain.folder / "no.sock")) == first
    plain.write("web/values.yaml", "replicas: 9\n")
    assert "rendered without the server" in plain.run(SWELL_SERVER=str(plain.folder / "no.sock")).err


@needs_strace
def test_a_chart_that_draws_at_random_is_drawn_each_time(plain: Repository) -> None:
    plain.write("web/values.yaml", "draw: true\n")
    plain.write("web/templates/drawn.yaml", CONFIG_DRAWN)
    assert len({plain.run().out for _ in range(4)}) == 4
    assert plain.asks_helm()


@needs_strace
def test_a_chart_that_could_draw_and_does_not_is_known_from_the_third_time_on(plain: Repository) -> None:
    plain.write("web/templates/drawn.yaml", "{{ if .Values.draw }}{{ randAlpha 20 }}{{ end }}")
    first = plain.run()
    assert plain.asks_helm()
    assert not plain.asks_helm()
    assert plain.run() == first
    plain.write("web/values.yaml", "draw: true\n")
    plain.write("web/templates/drawn.yaml", CONFIG_DRAWN)
    assert len({plain.run().out for _ in range(4)}) == 4
