"""What is mounted for hosts."""

from pathlib import Path

import pytest
from servers import certificate
from setups import KEY, SECRET, new_key, setup, well, wrong

HOST = "credentials/git.example.com"


def put(folder: Path, files: dict[str, str]) -> None:
    """Write files that their owner alone may read."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o400)


@pytest.mark.parametrize(("files", "found", "fix"), [
    ({"username": "reader"}, "has a username and no password", "add the file password"),
    ({"pasword": SECRET}, "holds pasword, and nothing that is looked for", "password"),
    ({}, "is empty", "username"),
    ({"password": " \n"}, "password is empty", "remove it"),
    ({"password": f"{SECRET}\nmore\n"}, "password has more than one line", "the word itself"),
    ({"ssh-privatekey": f"ssh-ed25519 AAAA {SECRET}"}, "ssh-privatekey is no private key", "ssh-keygen"),
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
    put(tmp_path / HOST, files)
    ill = wrong(setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials")))
    assert ill.thing == "credentials"
    assert f"{tmp_path / HOST}" in ill.text
    assert found in ill.text
    assert fix in ill.fix


def test_a_variable_that_leads_nowhere_is_named_with_its_fix(tmp_path: Path) -> None:
    ill = wrong(setup(tmp_path, SWELL_CREDENTIALS="/nowhere"))
    assert ill.thing == "credentials"
    assert "SWELL_CREDENTIALS is /nowhere: No such file" in ill.text
    assert "mount a folder" in ill.fix


def test_a_large_bundle_of_authorities_is_taken_as_a_pull_takes_it(tmp_path: Path) -> None:
    host = tmp_path / HOST
    host.mkdir(parents=True)
    certificate(host)
    text = (host / "ca.crt").read_bytes()
    (host / "ca.crt").write_bytes("# Geräte\n".encode("latin-1") + b"# a bundle\n" * 9000 + text)
    machine = setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert well(machine, "credentials") == ["git.example.com: ca.crt"]


def test_credentials_that_are_well_are_listed_by_host_and_file(tmp_path: Path) -> None:
    host = tmp_path / HOST
    host.mkdir(parents=True)
    certificate(host)
    new_key(host / "ssh-privatekey")
    put(host, {"username": "reader\n", "password": SECRET})
    (host / "known_hosts").write_text("git.example.com " + (host / "ssh-privatekey.pub").read_text())
    machine = setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert well(machine, "credentials") == ["git.example.com: ca.crt, known_hosts, password, ssh-privatekey, username"]
