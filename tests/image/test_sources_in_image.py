"""git and ssh in the image: sources are pulled from real servers, as the sidecar does."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lending import LOGIN as LENT
from lending import environment as lending_environment
from lending import lending, place_program
from servers import certificate, git_backend, serving
from sshd import known, sshd
from terms import credentials, git, repository

if TYPE_CHECKING:
    from images import InImage

LOGIN = "reader:s3cret-s3cret"
MOUNTED = "/mnt"
MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: pulled}\n"
HOSTILE = """
[url "ext::sh -c touch% /tmp/mark% "]
 insteadOf = https://
[core]
 sshCommand = touch /tmp/mark;
[credential]
 helper = "!touch /tmp/mark"
"""


@pytest.fixture
def places(tmp_path: Path) -> Iterator[dict[str, tuple[str, Path]]]:
    """Serve a repository over https and over ssh: address and credentials of each."""
    repository(tmp_path / "git/web", {"extra.yaml": MANIFEST})
    for name in ("tls", "sshd"):
        (tmp_path / name).mkdir()
    certificate(tmp_path / "tls")
    with (
        serving(git_backend(tmp_path / "git"), login=LOGIN, tls=tmp_path / "tls/both") as site,
        sshd(tmp_path / "sshd") as host,
    ):
        username, _, password = LOGIN.partition(":")
        authority = (tmp_path / "tls/ca.crt").read_text()
        key, line = (tmp_path / "sshd/client").read_text(), known(host, tmp_path / "sshd/host.pub")
        credentials(tmp_path, site.host, username=username, password=password, ca_crt=authority)
        credentials(tmp_path, host, ssh_privatekey=key, known_hosts=line)
        _as_a_secret_is_mounted(tmp_path / "credentials")
        yield {
            "https": (f"https://{site.host}/web/.git", tmp_path / "credentials"),
            "ssh": (f"ssh://{os.environ.get('USER', 'root')}@{host}{tmp_path}/git/web", tmp_path / "credentials"),
        }


def _as_a_secret_is_mounted(folder: Path) -> None:
    """Let everybody read what root owns."""
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o444)


def application(folder: Path, url: str) -> Path:
    """Write an application that takes a manifest of another repository."""
    app = folder / "app"
    app.mkdir()
    (app / "swell.yaml").write_text(
        f"apiVersion: swell/v1\nlock: floating\nsources: {{web: {{git: '{url}', revision: main}}}}\n"
        "manifests: [$web/extra.yaml]\n"
    )
    return app


@pytest.mark.parametrize("way", ["https", "ssh"])
def test_a_source_is_pulled_with_mounted_credentials_alone(
    way: str, places: dict[str, tuple[str, Path]], in_image: "InImage", tmp_path: Path
) -> None:
    url, mounted = places[way]
    environment = {"ARGOCD_APP_NAME": "app", "ARGOCD_APP_SOURCE_PATH": "app", "ARGOCD_APP_PARAMETERS": json.dumps([])}
    app = application(tmp_path, url)
    refused = in_image("swell", "generate", app=app, environment=environment, network=True)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "127.0.0.1" in refused.stderr.splitlines()[0]
    environment |= {"SWELL_CREDENTIALS": MOUNTED}
    run = in_image("swell", "generate", app=app, environment=environment, mounts={MOUNTED: mounted}, network=True)
    assert run.returncode == 0, run.stderr
    assert "name: pulled" in run.stdout
    assert "s3cret" not in run.stdout + run.stderr


def test_what_argo_cd_lends_opens_a_source_on_the_applications_own_host(in_image: "InImage", tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    repository(tmp_path / "git/web", {"extra.yaml": MANIFEST})
    (tmp_path / "var").mkdir()
    place_program(tmp_path / "var")
    with serving(git_backend(tmp_path / "git"), login=LENT) as site, lending() as sock:
        app = application(tmp_path, f"{site.url}/web/.git")
        environment = {"ARGOCD_APP_NAME": "app", "ARGOCD_APP_SOURCE_PATH": "app", "SWELL_LOCAL_SOURCES": "true",
                       "ARGOCD_APP_SOURCE_REPO_URL": f"{site.url}/deployments.git"}  # fmt: skip
        mounts = {"/var/run/argocd": tmp_path / "var", "/srv": sock.parent}
        refused = in_image("swell", "generate", app=app, environment=environment, mounts=mounts, network=True)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert "wants credentials, and there are none for it. " in refused.stderr
        assert "\n  fix: mount username and password" in refused.stderr
        environment |= lending_environment("/srv/sock")
        run = in_image("swell", "generate", app=app, environment=environment, mounts=mounts, network=True)
    assert run.returncode == 0, run.stderr
    assert "name: pulled" in run.stdout


def test_no_git_configuration_that_an_application_can_write_is_read(
    places: dict[str, tuple[str, Path]], in_image: "InImage", tmp_path: Path
) -> None:
    url, mounted = places["https"]
    app = application(tmp_path, url)
    git(app, "init", "--quiet")
    for path in (".git/config", ".gitconfig"):
        with (app / path).open("a") as file:
            file.write(HOSTILE)
    script = """
        cp .gitconfig /tmp/.gitconfig && mkdir -p /tmp/git && cp .gitconfig /tmp/git/config
        swell generate && ls /tmp/mark "$HOME/.gitconfig" /etc/gitconfig 2>&1; git config --list --global
    """
    environment = {"ARGOCD_APP_NAME": "app", "ARGOCD_APP_SOURCE_PATH": "app", "SWELL_CREDENTIALS": MOUNTED}
    run = in_image("sh", "-c", script, app=app, environment=environment, mounts={MOUNTED: mounted}, network=True)
    assert "name: pulled" in run.stdout, run.stderr
    assert run.stdout.count("No such file") == 3
    assert "insteadof" not in run.stdout.lower()
    hidden = in_image("sh", "-c", "echo x >$HOME/.gitconfig")
    assert "Read-only file system" in hidden.stderr
