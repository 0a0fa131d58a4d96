"""Keys that ssh would take, and hosts that it would know."""

import subprocess
from pathlib import Path

import pytest
from setups import KEY, SECRET, new_key, setup, well, wrong

HOST = "credentials/git.example.com"


def test_a_key_that_others_may_read_is_told_since_ssh_would_not_take_it(tmp_path: Path) -> None:
    host = tmp_path / HOST
    host.mkdir(parents=True)
    (host / "ssh-privatekey").write_text(KEY)
    (host / "ssh-privatekey").chmod(0o644)
    assert "may be read by others" in wrong(setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))).text


@pytest.mark.parametrize(("passphrase", "found", "fix"), [
    ("", "has an ssh-privatekey and no known_hosts", "what `ssh-keyscan git.example.com` prints"),
    (SECRET, "ssh-privatekey has a passphrase", "take one without: `ssh-keygen -p -N ''`"),
], ids=["no known_hosts", "passphrase"])  # fmt: skip
def test_a_key_that_ssh_could_do_nothing_with_is_told(passphrase: str, found: str, fix: str, tmp_path: Path) -> None:
    new_key(tmp_path / HOST / "ssh-privatekey", passphrase)
    ill = wrong(setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials")))
    assert found in ill.text
    assert fix in ill.fix


@pytest.mark.parametrize(
    "names", ["git.example.com,10.0.0.1", "[git.example.com]:2222", "*.example.com", "@cert-authority *.example.com"]
)
def test_a_host_is_known_by_any_of_its_names_and_at_any_port(names: str, tmp_path: Path) -> None:
    host = tmp_path / HOST
    new_key(host / "ssh-privatekey")
    public = (host / "ssh-privatekey.pub").read_text()
    (host / "known_hosts").write_text(f"# ours\n{names} {public}")
    machine = setup(tmp_path, SWELL_CREDENTIALS=str(tmp_path / "credentials"))
    assert well(machine, "credentials") == ["git.example.com: known_hosts, ssh-privatekey"]
    if "@" not in names:
        subprocess.run(["ssh-keygen", "-q", "-H", "-f", host / "known_hosts"], check=True, capture_output=True)
        (host / "known_hosts.old").unlink()
        assert well(machine, "credentials") == ["git.example.com: known_hosts, ssh-privatekey"]
