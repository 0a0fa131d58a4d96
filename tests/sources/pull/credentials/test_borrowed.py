"""What Argo CD lends goes to the host of the application's own repository, and nowhere else."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lending import LOGIN, lending, place_program
from lending import environment as lending_environment
from servers import Answering, Site, git_backend, serving
from terms import content, credentials, repository, terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.credentials.mounted import Mounted
from cmp.sources.pull.git.route import Route
from cmp.sources.pull.git.settings import environment, options
from cmp.sources.pull.location import Location
from cmp.sources.pull.pull import fetch, resolve


@pytest.fixture
def lent(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Lend credentials, and return the environment that says so."""
    (tmp_path / "bin").mkdir()
    place_program(tmp_path / "bin")
    with lending() as sock:
        yield lending_environment(str(sock)) | {"PATH": f"{tmp_path}/bin:{terms(tmp_path).settings.path}"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Serve a repository behind the login that is lent."""
    repository(tmp_path / "git/web", {"a": "b"})
    with serving(git_backend(tmp_path / "git"), login=LOGIN) as site:
        yield site


def source(site: Site) -> Source:
    return Source(alias="web", kind="git", location=f"{site.url}/web/.git", asked="main")


def own(url: str) -> dict[str, str]:
    return {"ARGOCD_APP_SOURCE_REPO_URL": url}


def test_what_argo_cd_lends_opens_a_repository_on_the_applications_own_host(
    site: Site, lent: dict[str, str], tmp_path: Path
) -> None:
    pulling = terms(tmp_path, **lent, **own(f"http://somebody@{site.host}/deployments.git"))
    (tmp_path / "out").mkdir()
    fetch(source(site), resolve(source(site), pulling), str(tmp_path / "out"), pulling)
    assert content(tmp_path / "out") == {"a": "b"}


@pytest.mark.parametrize("url", ["https://git.example.com/deployments.git", "https://{host}/x", "http://{name}/x",
                                 "git@{name}:x.git", "http://{name}:1/x", "oci://{host}/x", ""])  # fmt: skip
def test_another_host_port_or_scheme_gets_none_of_it(
    url: str, site: Site, lent: dict[str, str], tmp_path: Path
) -> None:
    asked = tmp_path / "asked"
    (tmp_path / "bin/argocd").write_text(f"#!/bin/sh\ntouch {asked}\n")
    location = url.format(host=site.host, name=site.host.partition(":")[0])
    with pytest.raises(PullError, match="wants credentials, and there are none"):
        resolve(source(site), terms(tmp_path, **lent, **own(location)))
    assert not asked.exists()


def test_a_host_that_the_own_one_leads_to_gets_none_of_it(lent: dict[str, str], tmp_path: Path) -> None:
    heard: list[str | None] = []

    class Thief(Answering):
        def do_GET(self) -> None:  # noqa: N802  (as it is called there)
            heard.append(self.headers.get("Authorization"))
            self.reply(401, b"", {"WWW-Authenticate": 'Basic realm="tell me"'})

    with serving(Thief) as thief:

        class Leading(Answering):
            def do_GET(self) -> None:  # noqa: N802  (as it is called there)
                self.reply(302, b"", {"Location": f"{thief.url.replace('127.0.0.1', 'localhost')}{self.path}"})

        with serving(Leading) as site:
            pulling = terms(tmp_path, **lent, **own(site.url + "/x"))
            with pytest.raises(PullError, match="git follows nothing"):
                resolve(source(site), pulling)
    assert heard == []


def test_what_is_mounted_for_the_host_comes_before_what_is_lent(
    site: Site, lent: dict[str, str], tmp_path: Path
) -> None:
    wrong = credentials(tmp_path, site.host, username="reader", password="other-other")
    with pytest.raises(PullError, match="refuses the credentials"):
        resolve(source(site), terms(tmp_path, **lent, **own(site.url + "/x"), SWELL_CREDENTIALS=wrong))


def test_a_header_that_is_lent_serves_too_and_stands_in_no_argument(
    site: Site, lent: dict[str, str], tmp_path: Path
) -> None:
    header = "Authorization: Basic cmVhZGVyOmxlbnQtbGVudA=="
    more = {"ARGOCD_GIT_AUTH_HEADER": header, "ARGOCD_GIT_ASKPASS_NONCE": "unknown"}
    pulling = terms(tmp_path, **(lent | more), **own(site.url + "/x"))
    assert resolve(source(site), pulling).commit
    location = Location(scheme="http", host=site.host, path="web/.git", url=source(site).location)
    assert header not in " ".join(options(location, Mounted(), pulling, Route()))
    elsewhere = terms(tmp_path, **(lent | more), **own("https://git.example.com/x"))
    assert "ARGOCD_GIT_AUTH_HEADER" not in environment(location, Mounted(), elsewhere, Route())
    with pytest.raises(PullError, match="wants credentials"):
        resolve(source(site), elsewhere)


def test_the_ssh_command_of_repo_server_names_files_that_are_not_here_and_is_left_out(tmp_path: Path) -> None:
    location = Location(scheme="ssh", host="git.example.com", path="x", url="git@git.example.com:x")
    theirs = "ssh -i /dev/shm/1234567 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
    assert (
        "StrictHostKeyChecking=no"
        not in environment(location, Mounted(), terms(tmp_path, GIT_SSH_COMMAND=theirs), Route())["GIT_SSH_COMMAND"]
    )
    ours = environment(location, Mounted(), terms(tmp_path, GIT_SSH_COMMAND="ssh -i /etc/key"), Route())[
        "GIT_SSH_COMMAND"
    ]
    assert ours.startswith("ssh -i /etc/key ")
