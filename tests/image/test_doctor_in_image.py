"""`swell doctor` in the image as the sidecar runs it, with one thing broken at a time."""

import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from servers import git_backend, serving
from setups import unwrapped
from terms import repository

from cmp.argocd.versions import HELM, NEWEST

if TYPE_CHECKING:
    from images import InImage

VAR, PLUGINS, CONFIG = "/var/run/argocd", "/home/argocd/cmp-server/plugins", "/home/argocd/cmp-server/config"
HELMS, STORE, MOUNTED = "/opt/swell/helm", "/srv", "/mnt"


@pytest.fixture
def pod() -> Iterator[dict[str, Path]]:
    """Make the volumes of repo-server's pod: the server's program, and a socket at which somebody listens."""
    folder = Path(tempfile.mkdtemp(prefix="pod"))  # a socket's path may not be long
    volumes = {VAR: folder / "var", PLUGINS: folder / "plugins", STORE: folder / "store"}
    for path in volumes.values():
        path.mkdir()
        path.chmod(0o777)
    (folder / "var/argocd-cmp-server").write_text("#!/bin/sh\n")
    (folder / "var/argocd-cmp-server").chmod(0o755)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"{folder}/plugins/swell.sock")
        (folder / "plugins/swell.sock").chmod(0o777)
        listening.listen()
        yield volumes
    shutil.rmtree(folder)


def put_argocd(pod: dict[str, Path]) -> None:
    """Put Argo CD's command line beside its server, as far as doctor asks it anything."""
    program = pod[VAR] / "argocd"
    program.write_text(f"#!/bin/sh\necho 'argocd: v{NEWEST}.1'\n")
    program.chmod(0o755)


def examined(in_image: "InImage", *command: str, ill: int, **options: Any) -> list[str]:
    """Return what is wrong with its fix, of which there must be so much."""
    environment = {"SWELL_STORE": STORE, "SWELL_RENDERS": "2"} | options.pop("environment", {})
    run = in_image(*(command or ("swell", "doctor")), environment=environment, **options)
    assert run.returncode == (1 if ill else 0), run.stdout + run.stderr
    assert run.stderr == ""
    lines = unwrapped(run.stdout)
    found = [
        " ".join([*line.split()[1:], *lines[n + 1].split()]) for n, line in enumerate(lines) if line[:5] == "wrong"
    ]
    assert len(found) == ill, run.stdout
    assert all(" fix: " in one for one in found), run.stdout
    return found if ill else lines


def test_a_sidecar_that_is_set_up_right_has_nothing_wrong(in_image: "InImage", pod: dict[str, Path]) -> None:
    lines = examined(in_image, ill=0, mounts=pod)
    assert [line.split()[1] for line in lines] == [
        *("user", "server", "plugin.yaml", "socket", "variables", "temporary", "helm"),
        *("helms" for _ in HELM),
        *("git", "ssh", "store", "policy", "load"),
    ]


def test_another_user_than_repo_servers_is_told(in_image: "InImage", pod: dict[str, Path]) -> None:
    told, ssh = examined(in_image, ill=2, mounts=pod, user=1234)
    assert told.startswith("user is 1234")
    assert "No user exists for uid 1234" in ssh
    assert "fix: say `securityContext: {runAsUser: 999}`" in told


def test_each_mount_that_is_missing_is_named(in_image: "InImage", pod: dict[str, Path]) -> None:
    server, store = pod.pop(VAR), pod.pop(STORE)
    (told,) = examined(in_image, ill=1, mounts=pod | {STORE: store})
    assert told == f"server {VAR}/argocd-cmp-server is missing fix: mount the volume `var-files` at {VAR}"
    (told,) = examined(in_image, ill=1, mounts={VAR: server, STORE: store})
    assert told.startswith(f"socket can't write to {PLUGINS}: ")
    assert told.endswith(f"fix: mount the volume `plugins` at {PLUGINS}")


def test_a_server_that_does_not_run_is_told(in_image: "InImage", pod: dict[str, Path]) -> None:
    (pod[PLUGINS] / "swell.sock").unlink()
    (told,) = examined(in_image, ill=1, mounts=pod)
    assert told.startswith(f"socket no server listens at {PLUGINS}/swell.sock: No such file")
    assert "fix: see the log of this container" in told


def test_a_plugin_yaml_that_was_mounted_wrongly_is_told(
    in_image: "InImage", pod: dict[str, Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    (told,) = examined(in_image, ill=1, mounts=pod | {CONFIG: tmp_path})
    assert told.startswith(f"plugin.yaml can't read {CONFIG}/plugin.yaml: No such file")
    (tmp_path / "plugin.yaml").write_text("metadata: {name: swell}\nspec: {generate: {command: [helm, template]}}\n")
    (told,) = examined(in_image, ill=1, mounts=pod | {CONFIG: tmp_path})
    assert "is no plugin that calls `swell generate`" in told
    lending = "spec: {generate: {command: [swell], args: [generate]}, version: v1, provideGitCreds: true}\n"
    (tmp_path / "plugin.yaml").write_text(f"metadata: {{name: swell}}\n{lending}")
    told = " ".join(examined(in_image, ill=3, mounts=pod | {CONFIG: tmp_path}))
    assert "argocd, which git asks then, is not on PATH fix: put /var/run/argocd on" in told
    assert f"no server listens at {PLUGINS}/swell-v1.sock" in told
    put_argocd(pod)
    told = " ".join(examined(in_image, ill=2, mounts=pod | {CONFIG: tmp_path}))
    assert "does not answer git at /tmp/reposerver-ask-pass.sock: No such file" in told
    assert "swell-v1.sock" in told


@pytest.mark.parametrize(
    "flag", ["--config-dir-path /opt/swell/git-credentials", "--config-dir-path=/opt/swell/git-credentials"]
)
def test_the_plugin_yaml_that_the_running_server_was_told_is_the_one_that_counts(
    in_image: "InImage", pod: dict[str, Path], flag: str
) -> None:
    put_argocd(pod)
    server = f"(exec -a {VAR}/argocd-cmp-server bash -c 'sleep 60; exit' - --loglevel info {flag}) & sleep 0.3"
    environment = {"ARGOCD_ASK_PASS_SOCK": f"{PLUGINS}/swell.sock"}
    command = ("bash", "-c", f"{server}; swell doctor; ill=$?; kill $!; exit $ill")
    lines = examined(in_image, *command, ill=0, mounts=pod, environment=environment)
    assert "ok     plugin.yaml  /opt/swell/git-credentials/plugin.yaml, swell, with provideGitCreds" in lines
    assert f"ok     ask-pass     {PLUGINS}/swell.sock" in lines
    (told,) = examined(in_image, *command, ill=1, mounts=pod, environment={"ARGOCD_ASK_PASS_SOCK": f"{STORE}/socket"})
    assert told.startswith(
        f"ask-pass provideGitCreds is true, and repo-server does not answer git at {STORE}/socket: No"
    )
    assert "fix: say the same ARGOCD_ASK_PASS_SOCK for repo-server and this container" in told


def test_the_server_that_renders_is_told_as_soon_as_it_answers(in_image: "InImage", pod: dict[str, Path]) -> None:
    looks = "until [ -e $SWELL_SERVER ]; do sleep 0.1; done; env -u SWELL_SERVER swell doctor; exit $?"
    program = pod[VAR] / "argocd-cmp-server"
    program.write_text(f"#!/bin/bash\nexec -a $0 bash -c '{looks}'\n")
    lines = examined(in_image, "swell", "sidecar", ill=0, mounts=pod)
    assert any(line.startswith("ok     renderer     /tmp/swell-server-999-") for line in lines)


def test_a_temporary_folder_that_can_t_be_written_is_told(in_image: "InImage", pod: dict[str, Path]) -> None:
    (told,) = examined(in_image, ill=1, mounts=pod, tmp="read-only")
    assert told.startswith("temporary can't write to /tmp: Read-only file system")
    assert "fix: mount a volume of its own at /tmp" in told
    temporary, store = examined(in_image, ill=2, mounts=pod, tmp="read-only", environment={"SWELL_STORE": ""})
    assert temporary == told
    assert store.startswith("store can't write to /tmp/swell-store-999: Read-only file system")
    assert store.endswith(told.partition(" fix: ")[2])


def test_less_memory_than_so_many_renders_want_is_told(
    in_image: "InImage", pod: dict[str, Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "fs/cgroup").mkdir(parents=True)
    (tmp_path / "fs/cgroup/memory.max").write_text(f"{1700 << 20}\n")
    mounts = pod | {"/sys": tmp_path}
    assert examined(in_image, ill=0, mounts=mounts)
    (told,) = examined(in_image, ill=1, mounts=mounts, environment={"SWELL_RENDERS": "3"})
    assert told.startswith("load 3 Helms at once")
    assert told.endswith("in 1700 MiB of memory fix: set SWELL_RENDERS lower, or the memory limit to 2276Mi")


def test_no_helm_and_an_old_helm_are_told(in_image: "InImage", pod: dict[str, Path], tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (told,) = examined(in_image, ill=1, mounts=pod | {HELMS: tmp_path})
    assert told.startswith("helm helm is missing fix: install it")
    (tmp_path / "helm").write_text("#!/bin/sh\necho v3.9.4\n")
    (tmp_path / "helm").chmod(0o755)
    environment = {"SWELL_HELM": f"{MOUNTED}/helm"}
    (told,) = examined(in_image, ill=1, mounts=pod | {MOUNTED: tmp_path}, environment=environment)
    assert told == f"helm {MOUNTED}/helm is v3.9.4, too old fix: install Helm 3.16 or newer"


def test_a_store_that_can_t_be_written_is_told(in_image: "InImage", pod: dict[str, Path]) -> None:
    pod[STORE].chmod(0o755)
    (told,) = examined(in_image, ill=1, mounts=pod)
    assert told.startswith(f"store can't write to {STORE}: Permission denied")
    assert "SWELL_STORE" in told


def test_credentials_that_user_999_can_t_read_are_told(
    in_image: "InImage", pod: dict[str, Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "git.example.com").mkdir()
    (tmp_path / "git.example.com/password").write_text("hunter2")
    (tmp_path / "git.example.com/password").chmod(0o400)
    options: dict[str, Any] = {"mounts": pod | {MOUNTED: tmp_path}, "environment": {"SWELL_CREDENTIALS": MOUNTED}}
    (told,) = examined(in_image, ill=1, **options)
    assert "git.example.com/password can't be read: Permission denied" in told
    (tmp_path / "git.example.com/password").chmod(0o444)
    assert any("git.example.com: password" in line for line in examined(in_image, ill=0, **options))


def test_a_host_that_the_policy_refuses_and_one_that_answers_are_told_apart(
    in_image: "InImage", pod: dict[str, Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    repository(tmp_path / "git/web", {"a": "b"})
    app = tmp_path / "app"
    app.mkdir()
    with serving(git_backend(tmp_path / "git")) as site:
        url = f"{site.url}/web/.git"
        (app / "swell.yaml").write_text(
            f"apiVersion: swell/v1\nlock: floating\nsources: {{web: {{git: '{url}', revision: main}}}}\n"
        )
        policy = tmp_path / "policy.yaml"
        policy.write_text(f"apiVersion: swell/v1\nsources: {{allow: ['{site.url}/**']}}\n")
        environment = {"SWELL_LOCAL_SOURCES": "true", "SWELL_POLICY": f"{MOUNTED}/policy.yaml"}
        options: dict[str, Any] = {"app": app, "mounts": pod | {MOUNTED: tmp_path}, "environment": environment}
        assert any(f"{url} has main" in line for line in examined(in_image, ill=0, network=True, **options))
        (told,) = examined(in_image, ill=1, **options)
        assert told.startswith("$web 127.0.0.1")
        assert "can't be reached" in told
        policy.write_text("apiVersion: swell/v1\nsources: {allow: ['https://git.example.com/*']}\n")
        (told,) = examined(in_image, ill=1, network=True, **options)
        assert f"the policy does not allow {url}" in told
        assert "ask the operator to allow it in policy.yaml" in told
