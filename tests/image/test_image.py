import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from cases import CHARTS
from in_image import EOAPI, SERVED, argocd
from programs import TOP

from cmp.argocd.versions import HELM

if TYPE_CHECKING:
    from images import InImage

PLUGIN = "/home/argocd/cmp-server/config/plugin.yaml"

# Prints the modules that a render may load and that have no bytecode, or some that is compared with its source first.
WITHOUT_BYTECODE = """
import sys, click, jsonpatch, yaml, cmp.cli.commands, cmp.cli.generate, cmp.render.pipeline
for name, module in sorted(sys.modules.items()):
    if module.__spec__ and module.__spec__.has_location and module.__spec__.origin.endswith(".py"):
        try:
            with open(module.__spec__.cached, "rb") as compiled:
                assert compiled.read(8)[4] == 1
        except (OSError, AssertionError):
            print(name)
"""


def test_it_renders_as_argo_cds_user_on_a_read_only_root(in_image: "InImage") -> None:
    run = in_image("swell", "generate", app=EOAPI, environment=argocd())
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("---\n")
    kinds = [document["kind"] for document in yaml.safe_load_all(run.stdout)]
    assert "PostgresCluster" in kinds
    assert "Deployment" in kinds
    assert run.stderr.count("\n") == 1


def test_its_entry_point_starts_argo_cds_server_and_one_that_renders(in_image: "InImage", tmp_path: Path) -> None:
    (tmp_path / "argocd-cmp-server").write_text(SERVED)
    (tmp_path / "argocd-cmp-server").chmod(0o755)
    tmp_path.chmod(0o755)
    mounts = {"/var/run/argocd": tmp_path}
    run = in_image("swell", "sidecar", app=EOAPI, environment=argocd(), mounts=mounts)
    assert run.returncode == 3, run.stdout + run.stderr
    folder, size = run.stdout.split()
    assert folder == "drwx------"
    assert int(size) > 1000
    assert [line.partition(":")[0] for line in run.stderr.splitlines()] == ["swell", "swell"]
    assert "without the server" not in run.stderr
    assert in_image("head", "-1", "/opt/swell/bin/swell-alone").stdout == "#!/opt/swell/bin/python3 -IS\n"
    assert in_image("head", "-c", "4", "/opt/swell/bin/swell").stdout == "\x7fELF"


def test_the_user_is_999_and_can_write_to_nothing_but_tmp(in_image: "InImage") -> None:
    assert in_image("id", "-u").stdout == "999\n"
    assert in_image("touch", "/tmp/file").returncode == 0  # noqa: S108
    for folder in ("/", "/home/argocd", "/opt/swell", "/var/tmp"):  # noqa: S108
        assert "Read-only file system" in in_image("touch", f"{folder}/file").stderr
    assert in_image("sh", "-c", "find / -xdev -writable 2>/dev/null").stdout == "/tmp\n"  # noqa: S108


def test_a_render_leaves_nothing_behind_in_the_repository_or_in_tmp(in_image: "InImage") -> None:
    script = "find . >/tmp/before && swell generate >/dev/null && find . | diff /tmp/before - && ls /tmp"
    run = in_image("sh", "-c", script, app=EOAPI, environment=argocd())
    assert run.stdout.split() == ["_cmp_server", "before", "swell-renders-999"]


def test_a_tmp_that_cannot_be_written_to_is_named_in_the_first_line(in_image: "InImage") -> None:
    run = in_image("swell", "generate", app=EOAPI, environment=argocd(), tmp="read-only")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("swell: ")
    assert "/tmp" in run.stderr.splitlines()[0]  # noqa: S108
    assert "Traceback" not in run.stderr


def test_nothing_that_builds_or_installs_is_left(in_image: "InImage") -> None:
    tools = ["pip", "pip3", "hatchling", "gcc", "cc", "ld", "make"]
    assert in_image("sh", "-c", f"command -v {' '.join(tools)}").stdout == ""
    assert in_image("find", "/", "-xdev", "-perm", "/6000", "-path", "*ssh*").stdout == ""
    names = ["-name", "pip", "-o", "-name", "pip[-0-9]*", "-o", "-name", "ensurepip"]
    assert in_image("find", "/", "-xdev", *names).stdout == ""
    assert "No module named pip" in in_image("python3", "-m", "pip").stderr


def test_every_module_has_bytecode_that_needs_no_look_at_its_source(in_image: "InImage") -> None:
    run = in_image("python3", "-c", WITHOUT_BYTECODE)
    assert (run.stdout, run.stderr) == ("", "")


def test_argocd_cmp_server_finds_its_configuration_and_its_mounts(in_image: "InImage") -> None:
    assert in_image("cat", PLUGIN).stdout == (TOP / "plugin.yaml").read_text()
    lending = in_image("cat", "/opt/swell/git-credentials/plugin.yaml").stdout
    assert yaml.safe_load(lending)["spec"]["provideGitCreds"] is True
    assert lending.replace("provideGitCreds: true", "provideGitCreds: false") == (TOP / "plugin.yaml").read_text()
    assert in_image("ls", "/var/run/argocd", "/home/argocd/cmp-server/plugins").returncode == 0


def test_the_environment_is_utf_8_and_keeps_helm_in_tmp(in_image: "InImage") -> None:
    environment = dict(line.split("=", 1) for line in in_image("env").stdout.splitlines())
    assert environment["LANG"] == "C.UTF-8"
    assert {value.split("/")[1] for name, value in environment.items() if name.startswith("HELM_")} == {"tmp"}


def test_the_helm_of_each_argo_cd_is_there_under_its_version_and_the_newest_one_serves_unasked(
    in_image: "InImage",
) -> None:
    *names, resident = in_image("ls", "/opt/swell/helm").stdout.split()
    assert names == [f"helm-v{version}" for version in HELM.values()]
    assert resident == f"swell-{names[-1]}"
    for name in names:
        told = in_image(f"/opt/swell/helm/{name}", "version", "--template", "{{.Version}}")
        assert f"helm-{told.stdout}" == name
    assert in_image("readlink", "-f", "/opt/swell/bin/helm").stdout == f"/opt/swell/helm/{names[-1]}\n"
    said = [in_image(f"/opt/swell/helm/{name}", "version").stdout for name in (names[-1], resident)]
    assert said[0] == said[1] != ""


def test_an_application_chooses_its_helm_and_is_told_which_there_are(in_image: "InImage", tmp_path: Path) -> None:
    shutil.copytree(CHARTS / "told", tmp_path / "told")
    (tmp_path / "told/templates/helm.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: helm}\n"
        "data: {version: {{ .Capabilities.HelmVersion.Version }}}\n"
    )
    there = [f"v{version}" for version in HELM.values()]
    for asked, version in (("v3", there[0]), ('"4.2"', there[1]), ("v4.3", there[2]), ("v4", there[2])):
        (tmp_path / "told/swell.yaml").write_text(f"apiVersion: swell/v1\nhelm: {{version: {asked}}}\n")
        run = in_image("swell", "generate", app=tmp_path / "told", environment=argocd("told"))
        assert f"data: {{version: {version}}}\n" in run.stdout, run.stderr
    (tmp_path / "told/swell.yaml").write_text("apiVersion: swell/v1\nhelm: {version: v2}\n")
    run = in_image("swell", "generate", app=tmp_path / "told", environment=argocd("told"))
    assert (run.returncode, run.stdout) == (2, "")
    assert f"here: in /opt/swell/helm are {', '.join(there)}\n" in run.stderr


# Asks Debian with lists of its own, since the image keeps none and its root can't be written to.
ASK_DEBIAN = """
mkdir -p /tmp/lists/partial /tmp/cache/archives/partial
own="-o Dir::State::Lists=/tmp/lists -o Dir::Cache=/tmp/cache -o APT::Sandbox::User= -o Acquire::Retries=0"
apt-get $own -qq -o Acquire::http::Timeout=20 update || exit 3
apt-get $own -qq --simulate dist-upgrade | sed -n 's/^Inst //p'
"""


def test_debian_has_nothing_newer_than_the_packages_of_the_image(in_image: "InImage") -> None:
    asked = in_image("sh", "-c", ASK_DEBIAN, network=True)
    if asked.returncode:
        pytest.skip(f"Debian can't be asked: {(asked.stderr.strip().splitlines() or ['no answer'])[0][:200]}")

    assert asked.stdout.splitlines() == [], "build the image again on a newer base (make image, or BASE)"
