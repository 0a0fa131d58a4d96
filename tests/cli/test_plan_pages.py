"""`swell plan --format html` of a repository: a page for each application, and one that leads to them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from diffs import CHART, application, write
from programs import SWELL, helm

PLAIN_JOB = """{apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: []}}}}\n"""
HANGING = """
{apiVersion: v1, kind: Pod, metadata: {name: p, annotations: {argocd.argoproj.io/hook: Sync}},
 spec: {containers: [{name: a, image: a}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: paused}, spec: {paused: true,
 selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: late, annotations: {argocd.argoproj.io/sync-wave: "1"}}}
"""


def run(folder: Path, *arguments: str, form: str = "html") -> "subprocess.CompletedProcess[str]":
    env = {"PATH": "/usr/bin:/bin", "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parent)}
    command = [SWELL, "plan", "applications", "--format", form, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a fine application, one with a finding, one without an answer, and two of one name."""
    top = tmp_path / "repository"
    for name in ("fine", "found"):
        write(top / "apps" / name, CHART)
        write(top / "applications", {f"{name}.yaml": application(name)})
    write(top / "apps/found/templates", {"job.yaml": PLAIN_JOB})
    write(top / "applications", {"lost.yaml": application("<i>lost</i>", path="apps/none")})
    write(top / "applications/more", {"fine.yaml": application("fine")})
    return top


def test_each_application_has_a_page_and_the_index_leads_to_all(repository: Path) -> None:
    done = run(repository, "-o", "pages")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "swell: 4 applications: pages/index.html"
    index = (repository / "pages/index.html").read_text()
    links = re.findall(r'<a href="([^"]*)"', index)
    assert sorted(links) == ["fine-2.html", "fine.html", "found.html"]
    assert {path.name for path in (repository / "pages").glob("*.html")} == {*links, "index.html"}
    assert all("<svg" in (repository / "pages" / link).read_text() for link in links)
    assert "<i>" not in index
    assert "&lt;i&gt;lost&lt;/i&gt; (applications/lost.yaml)" in index
    assert index.index("NO ANSWER") < index.index("CAN FINISH")
    assert "plain-job-immutable" in index


@pytest.mark.parametrize("name", ["fine", "found", "hanging"])
def test_pages_end_as_the_text_does(name: str, repository: Path) -> None:
    write(repository / "apps/noted", CHART)
    write(repository / "apps/noted/templates", {"job.yaml": PLAIN_JOB})
    write(repository / "apps/hanging", CHART)
    write(repository / "apps/hanging/templates", {"job.yaml": HANGING})
    shutil.rmtree(repository / "applications")
    write(repository / "applications", {f"{one}.yaml": application(one) for one in (name, "noted")})
    done = {form: run(repository, form=form).returncode for form in ("text", "json")}
    assert done == dict.fromkeys(("text", "json"), run(repository, "-o", "pages").returncode)
    assert (done["text"] == 0) == (name != "hanging")
    assert ("each can finish" in (repository / "pages/index.html").read_text()) == (name != "hanging")


def test_a_second_run_replaces_the_pages_of_the_first(repository: Path) -> None:
    run(repository, "-o", "pages")
    (repository / "applications/found.yaml").unlink()
    run(repository, "-o", "pages")
    assert not (repository / "pages/found.html").exists()


@pytest.mark.parametrize(
    ("arguments", "told"), [((), "say -o DIR"), (("-o", "apps"), "files that Swell did not write")]
)
def test_pages_go_into_a_folder_of_their_own(arguments: tuple[str, ...], told: str, repository: Path) -> None:
    before = sorted(repository.rglob("*"))
    done = run(repository, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr
    assert sorted(repository.rglob("*")) == before
