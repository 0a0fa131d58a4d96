"""The review of a pull request as a comment: the shipped scripts against a stand-in of both forges' APIs."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from diffs import CHART, application, git, write
from forge_api import TOKEN, ForgeApi
from programs import SWELL, TOP, helm

from cmp import dialect

INSTALL = TOP / "install"
MARK = "<!-- swell-review -->"


def github() -> str:
    """Return the workflow's own steps, each in a shell of its own, as a runner runs them."""
    steps = dialect.load((INSTALL / "review.github.yaml").read_text())["jobs"]["review"]["steps"]
    return "\n".join(f"bash -eo pipefail -c {_quoted(step['run'])} || exit" for step in steps[2:])


def gitlab() -> str:
    return "\n".join(dialect.load((INSTALL / "review.gitlab.yaml").read_text())["swell-review"]["script"])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


@pytest.fixture
def comments() -> Iterator[list[dict[str, Any]]]:
    """The comments of the pull request; the address of the API is their first one's `address`."""
    held: list[dict[str, Any]] = []
    handler = type("Api", (ForgeApi,), {"comments": held})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        held.append({"id": 1, "user": {"login": "a"}, "author": {"id": 1}, "body": f"{MARK} of a stranger, {address}"})
        yield held
        server.shutdown()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for program in ("curl", "jq"):
        if not shutil.which(program):
            pytest.skip(f"{program} is missing: apt-get install {program}")
    top = tmp_path / "repository"
    write(top / "apps/web", CHART)
    write(top / "applications", {"web.yaml": application("web")})
    git(tmp_path, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-qm", "one")
    git(top, "update-ref", "refs/remotes/origin/main", "main")
    git(top, "checkout", "-qb", "change")
    return top


Review = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(params=[github, gitlab], ids=["github", "gitlab"])
def review(request: pytest.FixtureRequest, repository: Path, comments: list[dict[str, Any]], tmp_path: Path) -> Review:
    """Run the script as the forge does."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (tmp_path / "temporary").mkdir()
    (programs / "swell").symlink_to(SWELL)
    address = comments[0]["body"].rpartition(" ")[2]
    base = git(repository, "rev-parse", "main").strip()
    environ = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "SWELL_HELM": str(helm()),
        "APPLICATIONS": "applications",
        "FAIL_ON": "danger",
        "BASE": "main",
        "NUMBER": "12",
        "GH_TOKEN": TOKEN,
        "GITHUB_API_URL": address,
        "GITHUB_REPOSITORY": "shop/deploy",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "RUNNER_TEMP": str(tmp_path / "temporary"),
        "CI_API_V4_URL": address,
        "CI_PROJECT_ID": "34",
        "CI_MERGE_REQUEST_IID": "12",
        "REVIEW_TOKEN": TOKEN,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
    }

    def run(token: str = TOKEN, applications: str = "applications") -> "subprocess.CompletedProcess[str]":
        told = {**environ, "GH_TOKEN": token, "REVIEW_TOKEN": token, "APPLICATIONS": applications}
        return subprocess.run(
            ["bash", "-c", request.param()], cwd=repository, env=told, capture_output=True, text=True, check=False
        )

    return run


def test_a_change_has_one_comment_which_later_pushes_change(
    review: Review, repository: Path, comments: list[dict[str, Any]]
) -> None:
    comments += [{**comments[0], "id": number + 2, "body": "a word"} for number in range(230)]
    write(repository / "apps/web", {"values.yaml": "level: debug\nreplicas: 2\nimage: web:1.0.0\n"})
    done = review()
    assert done.returncode == 0, done.stderr
    assert len(comments) == 232
    first = comments[-1]["body"]
    assert first.startswith(f"{MARK}\n### ")
    assert f"({git(repository, 'rev-parse', '--short=7', 'main').strip()}) → working tree\n" in first
    assert "| web | CAN FINISH, as before |" in first
    write(repository / "apps/web", {"values.yaml": "level: debug\nreplicas: 0\nimage: web:1.0.0\n"})
    done = review()
    assert done.returncode == 1  # a danger
    assert len(comments) == 232
    assert "nothing serves any more" in comments[-1]["body"]
    git(repository, "checkout", "-q", "apps")
    assert review().returncode == 0
    assert "1 application, 1 same inputs" in comments[-1]["body"]
    assert comments[0]["body"].startswith(f"{MARK} of a stranger")


def test_a_change_of_nothing_has_no_comment(review: Review, repository: Path, comments: list[dict[str, Any]]) -> None:
    write(repository, {"README.md": "words\n"})
    done = review()
    assert (done.returncode, len(comments)) == (0, 1), done.stderr


def test_a_review_that_fails_says_why_in_the_comment(
    review: Review, repository: Path, comments: list[dict[str, Any]]
) -> None:
    write(repository / "apps/web", {"swell.yaml": "apiVersion: swell/v1\nrule: []\n"})
    assert review().returncode == 2
    assert "NO ANSWER" in comments[-1]["body"]
    assert review(applications="none applications").returncode == 2
    assert "### There is no review\n\n    swell: none does not exist, neither here nor in " in comments[-1]["body"]
    assert len(comments) == 2


def test_a_forge_that_refuses_fails_the_job(review: Review, repository: Path, comments: list[dict[str, Any]]) -> None:
    write(repository / "apps/web", {"values.yaml": "level: debug\nreplicas: 2\nimage: web:1.0.0\n"})
    done = review(token="another")
    assert (done.returncode, len(comments)) == (22, 1)  # curl's code for it
    assert "401" in done.stderr


def test_links_of_the_repository_lead_nothing_astray(
    review: Review, repository: Path, comments: list[dict[str, Any]], tmp_path: Path
) -> None:
    victim = tmp_path / "victim"
    victim.write_text("0")
    for name in ("review.md", "problem.txt", "status.txt", "page.json", "comment.json"):
        (repository / name).symlink_to(victim)
    write(repository / "apps/web", {"values.yaml": "level: debug\nreplicas: 0\nimage: web:1.0.0\n"})
    assert review().returncode == 1
    assert victim.read_text() == "0"
    assert "nothing serves any more" in comments[-1]["body"]


@pytest.mark.parametrize("review", [github], indirect=True)
def test_no_word_of_an_error_is_a_command_to_githubs_runner(review: Review) -> None:
    done = review(applications="::error::x##[error]y")
    assert done.returncode == 2
    assert ": :error: :x## [error]y does not exist" in done.stdout
    assert not {"::", "##["} & {done.stdout[at : at + size] for at in range(len(done.stdout)) for size in (2, 3)}
