"""`swell doctor` on this machine, with one thing broken at a time."""

import os
import subprocess
import time
from pathlib import Path

import pytest
from programs import SWELL, helm
from servers import certificate, git_backend, serving
from terms import repository

SECRET = "hunter2-hunter2"  # noqa: S105  (planted)
LOGIN = f"reader:{SECRET}"
KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2-hunter2\n-----END OPENSSH PRIVATE KEY-----\n"
APP = "apiVersion: swell/v1\nlock: floating\nsources: {{web: {{git: '{url}', revision: {revision}}}}}\n"


def doctor(home: Path, *arguments: str, **environ: str) -> tuple[int, str]:
    """Run it with an empty home; return how it ended and what it said, in which no secret may be."""
    (home / "home").mkdir(exist_ok=True)
    (home / "app").mkdir(exist_ok=True)
    (home / "app/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    env = {"PATH": os.environ["PATH"], "HOME": str(home / "home"), "SWELL_HELM": str(helm())} | environ
    run = subprocess.run(
        [SWELL, "doctor", home / "app", *arguments], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.stderr == ""
    assert SECRET not in run.stdout
    return run.returncode, run.stdout


def wrong(home: Path, *arguments: str, **environ: str) -> tuple[str, str]:
    """Return what is the one thing wrong, and its cure."""
    status, told = doctor(home, *arguments, **environ)
    lines = told.splitlines()
    (ill,) = [number for number, line in enumerate(lines) if line.startswith("wrong")]
    assert status == 1
    assert lines[ill + 1].startswith("  cure: ")
    return " ".join(lines[ill].split()[1:]), lines[ill + 1]


def test_a_laptop_that_is_set_up_right_is_told_so_line_by_line(tmp_path: Path) -> None:
    status, told = doctor(tmp_path)
    assert status == 0
    assert [line.split()[:2] for line in told.splitlines()] == [
        ["ok", thing]
        for thing in (
            "variables",
            "temporary",
            "helm",
            "helms",
            "helms",
            "git",
            "ssh",
            "store",
            "policy",
            "load",
            "app",
        )
    ]
    assert told.splitlines()[-1] == "ok     app          chart ., no swell.yaml, no sources"


def test_a_folder_that_is_not_there_is_no_answer(tmp_path: Path) -> None:
    run = subprocess.run([SWELL, "doctor", tmp_path / "no"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout) == (2, "")


def test_an_application_without_a_chart_is_told_as_a_render_tells_it(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "web").mkdir()
    (tmp_path / "web/swell.yaml").write_text("apiVersion: swell/v1\nchart: /nope\n")
    for folder in (tmp_path / "docs", tmp_path / "web"):
        said = {}
        for command in ("doctor", "generate"):
            run = subprocess.run([SWELL, command, folder], capture_output=True, text=True, check=False, cwd=tmp_path)
            said[command] = (run.returncode, run.stdout + run.stderr)
        message, _, fix = said["generate"][1].removeprefix("swell: ").partition(". Nothing was applied")
        assert (said["generate"][0], said["doctor"][0]) == (2, 1)
        assert f"wrong  {folder.name:<11}  {message}" in said["doctor"][1]
        assert fix.splitlines()[-1] in said["doctor"][1].splitlines()


def test_a_working_directory_that_nobody_called_an_application_need_not_be_one(tmp_path: Path) -> None:
    (tmp_path / "chart").mkdir()
    (tmp_path / "chart/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    told = [
        subprocess.run([SWELL, "doctor"], capture_output=True, text=True, check=False, cwd=folder).stdout.splitlines()[
            -1
        ]
        for folder in (tmp_path, tmp_path / "chart")
    ]
    assert told[0].split()[1] == "load"
    assert told[1] == "ok     chart        chart ., no swell.yaml, no sources"


def test_a_chart_in_a_source_is_named_and_not_pulled(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    app = "apiVersion: swell/v1\nlock: floating\nchart: $web/chart\n"
    sources = f"sources: {{web: {{git: https://git.example.com/web.git, revision: '{'0' * 40}'}}}}\n"
    (tmp_path / "app/swell.yaml").write_text(app + sources)
    assert "ok     app          chart $web/chart, swell.yaml, 1 source\n" in doctor(tmp_path)[1]


@pytest.mark.parametrize("command", ["doctor", "values", "lock", "parameters"])
def test_a_rendered_stream_is_refused_where_it_says_nothing(command: str) -> None:
    run = subprocess.run([SWELL, command, "-"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("swell: - is a rendered stream, which says nothing here.")


@pytest.mark.parametrize(("variable", "text", "found", "fix"), [
    ("TMPDIR", "/proc", "temporary can't write to /proc", "let TMPDIR name a folder that can be written to"),
    ("SWELL_HELM", "/nowhere/helm", "helm SWELL_HELM is /nowhere/helm", "correct it"),
    ("SWELL_HELMS", "/nowhere", "helms SWELL_HELMS is /nowhere, which holds none", "helm-v3"),
    ("SWELL_STORE", "/proc/store", "store can't write to /proc/store", "SWELL_STORE"),
    ("SWELL_STORE", "store", "store SWELL_STORE must be an absolute path", "/var/cache/swell"),
    ("SWELL_STORE_BYTES", "900000000000000", "its volume", "SWELL_STORE_BYTES"),
    ("SWELL_STORE_BYTES", "2Gi", "store SWELL_STORE_BYTES must be a whole number", "2 GiB are 2147483648"),
    ("SWELL_CREDENTIALS", "/nowhere", "credentials SWELL_CREDENTIALS is /nowhere: No such file", "mount a folder"),
    ("SWELL_RENDERS", "two", "load SWELL_RENDERS must be", "such as 2"),
    ("SWELL_TIMEOUT", "50s", "load SWELL_TIMEOUT must be", "such as 50, without a unit"),
])  # fmt: skip
def test_a_variable_that_leads_nowhere_is_named_with_its_cure(
    variable: str, text: str, found: str, fix: str, tmp_path: Path
) -> None:
    told = wrong(tmp_path, **{variable: text})
    assert found in told[0]
    assert fix in told[1]


def test_a_store_in_a_temporary_folder_that_can_t_be_written_has_the_cure_of_that_folder(tmp_path: Path) -> None:
    status, told = doctor(tmp_path, TMPDIR="/proc", HOME="")
    assert status == 1
    assert "wrong  store        can't write to /proc/swell-store-" in told
    assert told.count("  cure: let TMPDIR name a folder that can be written to, or unset it\n") == 2


def test_a_source_that_can_t_be_asked_for_want_of_a_temporary_folder_is_told_so(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", {"a": "b"})
    with serving(git_backend(tmp_path / "git")) as site:
        declare(tmp_path, f"{site.url}/web/.git", f"'{commit[:9]}'")
        told = doctor(tmp_path, TMPDIR="/proc", SWELL_LOCAL_SOURCES="true")[1]
    assert "wrong  $web         can't write a temporary folder to /proc: " in told


def test_a_variable_that_swell_does_not_know_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    assert wrong(tmp_path, SWELL_POLCY="/etc/swell/policy.yaml") == (
        "variables there is no variable SWELL_POLCY",
        "  cure: did you mean SWELL_POLICY?",
    )
    assert "the variables are SWELL_CREDENTIALS, " in wrong(tmp_path, SWELL_X="")[1]
    status, told = doctor(tmp_path, SWELL_POLCY="", SWELL_RENDER="1")
    assert (status, told.count("wrong  variables")) == (1, 2)


def test_the_known_variables_that_are_set_are_listed_and_those_for_services_left_alone(tmp_path: Path) -> None:
    swell = {"SWELL_SERVICE_HOST": "10.0.0.1", "SWELL_SERVICE_PORT_HTTP": "80", "SWELL_PORT_80_TCP_ADDR": "10.0.0.1"}
    docs = {"SWELL_DOCS_SERVICE_HOST": "10.0.0.2", "SWELL_DOCS_PORT": "tcp://10.0.0.2:80"}
    status, told = doctor(tmp_path, SWELL_RENDERS="1", SWELL_ENVIRONMENT="prod", **swell, **docs)
    assert status == 0
    assert "ok     variables    SWELL_ENVIRONMENT, SWELL_HELM, SWELL_RENDERS\n" in told


def test_a_policy_that_there_is_not_does_not_look_like_one_that_holds(tmp_path: Path) -> None:
    assert (
        "ok     policy       none: applications may take any source, and nothing is enforced\n" in doctor(tmp_path)[1]
    )


def test_an_old_helm_one_that_says_nothing_and_one_under_a_wrong_name_are_told_apart(tmp_path: Path) -> None:
    for name, does in {"old": "echo v3.9.4", "mute": "exit 1", "slow": "sleep 60"}.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    assert wrong(tmp_path, SWELL_HELM=str(tmp_path / "old")) == (
        f"helm {tmp_path}/old is v3.9.4, too old",
        "  cure: install Helm 3.16 or newer",
    )
    for name in ("mute", "slow"):
        assert "does not say which version it is" in wrong(tmp_path, SWELL_HELM=str(tmp_path / name))[0]
    (tmp_path / "helms").mkdir()
    (tmp_path / "helms/helm-v4").symlink_to(helm("v3"))
    assert "helm-v4 is v3." in wrong(tmp_path, SWELL_HELMS=str(tmp_path / "helms"))[0]


@pytest.mark.parametrize(("files", "found", "fix"), [
    ({"username": "reader"}, "has a username and no password", "add the file password"),
    ({"pasword": SECRET}, "holds pasword, and nothing that is looked for", "password"),
    ({}, "is empty", "username"),
    ({"password": " \n"}, "password is empty", "remove it"),
    ({"password": f"{SECRET}\nmore\n"}, "password has more than one line", "the word itself"),
    ({"ssh-privatekey": "ssh-ed25519 AAAA hunter2-hunter2"}, "ssh-privatekey is no private key", "ssh-keygen"),
    ({"ssh-privatekey": KEY.rstrip()}, "ssh-privatekey lacks its last line break", "end it with one"),
    ({"ca.crt": SECRET}, "ca.crt holds no certificate", "PEM"),
    ({"known_hosts": "git.example.com"}, "known_hosts holds lines that know no host", "ssh-keyscan"),
    ({"known_hosts": "github.com ssh-ed25519 A"}, "knows other hosts, and not git.", "`ssh-keyscan git.example.com`"),
    ({"known_hosts": "@revoked git.example.com ssh-ed25519 A"}, "knows other hosts", "`ssh-keyscan git.example.com`"),
    ({"ssh-privatekey": KEY}, "ssh-privatekey can't be read by ssh", "without .pub"),
])  # fmt: skip
def test_credentials_that_can_t_be_used_are_named_and_never_shown(
    files: dict[str, str], found: str, fix: str, tmp_path: Path
) -> None:
    host = tmp_path / "credentials/git.example.com"
    host.mkdir(parents=True)
    for name, text in files.items():
        (host / name).write_text(text)
        (host / name).chmod(0o400)
    told = wrong(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert f"{host}" in told[0]
    assert found in told[0]
    assert fix in told[1]


def test_a_key_that_others_may_read_is_told_since_ssh_would_not_take_it(tmp_path: Path) -> None:
    host = tmp_path / "credentials/git.example.com"
    host.mkdir(parents=True)
    (host / "ssh-privatekey").write_text(KEY)
    (host / "ssh-privatekey").chmod(0o644)
    assert "may be read by others" in wrong(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))[0]


@pytest.mark.parametrize(("passphrase", "found", "fix"), [
    ("", "has an ssh-privatekey and no known_hosts", "what `ssh-keyscan git.example.com` prints"),
    (SECRET, "ssh-privatekey has a passphrase", "take one without: `ssh-keygen -p -N ''`"),
], ids=["no known_hosts", "passphrase"])  # fmt: skip
def test_a_key_that_ssh_could_do_nothing_with_is_told(passphrase: str, found: str, fix: str, tmp_path: Path) -> None:
    new_key(tmp_path / "credentials/git.example.com/ssh-privatekey", passphrase)
    told = wrong(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert found in told[0]
    assert fix in told[1]


@pytest.mark.parametrize(
    "names", ["git.example.com,10.0.0.1", "[git.example.com]:2222", "*.example.com", "@cert-authority *.example.com"]
)
def test_a_host_is_known_by_any_of_its_names_and_at_any_port(names: str, tmp_path: Path) -> None:
    host = tmp_path / "credentials/git.example.com"
    new_key(host / "ssh-privatekey")
    public = (host / "ssh-privatekey.pub").read_text()
    (host / "known_hosts").write_text(f"# ours\n{names} {public}")
    assert doctor(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))[0] == 0
    if "@" not in names:
        subprocess.run(["ssh-keygen", "-q", "-H", "-f", host / "known_hosts"], check=True, capture_output=True)
        assert doctor(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))[0] == 0


def test_a_large_bundle_of_authorities_is_taken_as_a_pull_takes_it(tmp_path: Path) -> None:
    host = tmp_path / "credentials/git.example.com"
    host.mkdir(parents=True)
    certificate(host)
    text = (host / "ca.crt").read_bytes()
    (host / "ca.crt").write_bytes("# Geräte\n".encode("latin-1") + b"# a bundle\n" * 9000 + text)
    assert doctor(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))[0] == 0


def test_credentials_that_are_well_are_listed_by_host_and_file(tmp_path: Path) -> None:
    host = tmp_path / "credentials/git.example.com"
    host.mkdir(parents=True)
    certificate(host)
    new_key(host / "ssh-privatekey")
    for name, text in {"username": "reader\n", "password": SECRET}.items():
        (host / name).write_text(text)
        (host / name).chmod(0o400)
    (host / "known_hosts").write_text("git.example.com " + (host / "ssh-privatekey.pub").read_text())
    status, told = doctor(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert status == 0
    assert "git.example.com: ca.crt, known_hosts, password, ssh-privatekey, username\n" in told


def test_the_policy_is_read_and_a_broken_one_told(tmp_path: Path) -> None:
    policy = tmp_path / "policy.yaml"
    policy.write_text("apiVersion: swell/v1\nsources: {allow: ['https://git.example.com/*']}\n")
    status, told = doctor(tmp_path, "--policy", str(policy))
    assert status == 0
    assert f"{policy}: 0 rules, sources https://git.example.com/*\n" in told
    policy.write_text("apiVersion: swell/v1\nlimit: {}\n")
    assert wrong(tmp_path, SWELL_POLICY=str(policy)) == (
        "policy policy.yaml:2: limit: unknown key; did you mean `limits`?",
        "  cure: correct that",
    )


def new_key(path: Path, passphrase: str = "") -> None:
    """Make an ssh key, and its public half beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", path], check=True)


def declare(home: Path, url: str, revision: str = "main") -> None:
    (home / "app").mkdir(exist_ok=True)
    (home / "app/swell.yaml").write_text(APP.format(url=url, revision=revision))


def test_the_sources_of_an_application_are_asked_with_its_credentials(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", {"a": "b"})
    with serving(git_backend(tmp_path / "git"), login=LOGIN) as site:
        url = f"{site.url}/web/.git"
        declare(tmp_path, url)
        told = wrong(tmp_path, SWELL_LOCAL_SOURCES="true")
        assert told[0] == f"$web {site.host} wants credentials, and there are none for it"
        host = tmp_path / "credentials" / site.host
        host.mkdir(parents=True)
        (host / "username").write_text("reader")
        (host / "password").write_text(SECRET)
        mounted = {"SWELL_LOCAL_SOURCES": "true", "SWELL_CREDENTIALS": str(tmp_path / "credentials")}
        assert f"$web         {url} has main\n" in doctor(tmp_path, **mounted)[1]
        declare(tmp_path, url, "mian")
        assert "no branch, tag or commit mian" in wrong(tmp_path, **mounted)[0]
        declare(tmp_path, url, commit)
        site.asked.clear()
        assert doctor(tmp_path, **mounted)[0] == 0
        assert site.asked
        policy = tmp_path / "policy.yaml"
        policy.write_text("apiVersion: swell/v1\nsources: {allow: ['https://git.example.com/*']}\n")
        told = wrong(tmp_path, "--policy", str(policy), **mounted)
        assert f"the policy does not allow {url}" in told[0]
        assert "policy.yaml" in told[1]


def test_a_host_that_does_not_answer_is_given_up_within_seconds(tmp_path: Path) -> None:
    with serving(git_backend(tmp_path), moods=("hang",) * 9) as site:
        declare(tmp_path, f"{site.url}/web/.git")
        begun = time.monotonic()
        assert "of the 10 s it has" in wrong(tmp_path, SWELL_LOCAL_SOURCES="true")[0]
        assert time.monotonic() - begun < 15


def test_a_helm_that_the_application_asks_for_and_nobody_has_is_told(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/swell.yaml").write_text("apiVersion: swell/v1\nhelm: {version: v2}\n")
    assert "no Helm v2 is here" in wrong(tmp_path)[0]
