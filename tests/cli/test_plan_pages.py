"""`swell plan --format html` of a repository: a page for each application, and one that leads to them."""

import re
import subprocess
from pathlib import Path

import pytest
from diffs import CHART, application, write
from programs import SWELL, helm

HOOK = "{apiVersion: batch/v1, kind: Job, metadata: {name: j, annotations: {argocd.argoproj.io/hook: Nope}}}\n"


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": "/usr/bin:/bin", "SWELL_HELM": str(helm()), "HOME": str(folder), "TMPDIR": str(folder.parent)}
    command = [SWELL, "plan", "applications", "--format", "html", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a fine application, one with a finding, one without an answer, and two of one name."""
    top = tmp_path / "repository"
    for name in ("fine", "found"):
        write(top / "apps" / name, CHART)
        write(top / "applications", {f"{name}.yaml": application(name)})
    write(top / "apps/found/templates", {"job.yaml": HOOK})
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
    assert "unknown-hook" in index


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
