"""What `swell lock` writes, it writes where it belongs, and several at once spare each other."""

import pytest
import yaml
from three import Three


@pytest.mark.parametrize("name", ["", "area.yaml"])
def test_copies_are_written_through_no_link(name: str, three: Three) -> None:
    victim = three.folder / "victim"
    victim.mkdir()
    kept = victim / "kept.txt"
    kept.write_text("kept")
    if name:
        (three.top / ".swell").mkdir()
        (three.top / ".swell" / name).symlink_to(kept)
        three.run("lock", "--vendor")
        assert not (three.top / ".swell" / name).is_symlink()
    else:
        (three.top / ".swell").symlink_to(victim)
        for more in ([], ["--vendor"]):
            error = three.run("lock", *more, status=2)[1]
            assert error.startswith("swell: .swell is a link")
    assert [path.name for path in victim.iterdir()] == ["kept.txt"]
    assert kept.read_text() == "kept"


def test_a_lock_with_the_other_name_keeps_it(three: Three) -> None:
    three.run("lock")
    (three.top / "swell.lock").rename(three.top / "swell.lock.yaml")
    pinned = three.render()
    three.configuration(20)
    assert three.render() == pinned
    three.run("lock", "--check")
    three.run("lock", "--update")
    assert not (three.top / "swell.lock").exists()
    assert three.render() != pinned


def test_two_locks_side_by_side_are_refused(three: Three) -> None:
    three.run("lock")
    (three.top / "swell.lock.yaml").write_text((three.top / "swell.lock").read_text())
    for command, app in ((("lock",), ""), (("lock", "--check"), ""), (("generate", "-e", "prod"), "bank-bitso")):
        out, error = three.run(*command, app=app, status=2)
        assert not out
        assert "swell.yaml: it has two locks: swell.lock and swell.lock.yaml lie beside it" in error


@pytest.mark.parametrize("name", ["..", "../..", "a/b", "", "-x", "prod.yaml"])
def test_an_environment_in_a_lock_leads_nowhere_else(name: str, three: Three) -> None:
    three.run("lock")
    lock = three.top / "swell.lock"
    said = yaml.safe_load(lock.read_text())
    lock.write_text(yaml.safe_dump({**said, "environments": {name: said["sources"]}}))
    before = sorted(three.top.rglob("*"))

    for arguments in (("lock", "--vendor"), ("lock", "--check"), ("lock", "--update")):
        out, error = three.run(*arguments, status=2)
        assert not out
        assert f"swell: swell.lock: environments: {name!r} can't be an environment's name" in error
    assert "can't be an environment's name" in three.run("generate", "-e", "prod", app="bank-bitso", status=2)[1]
    assert sorted(three.top.rglob("*")) == before


def test_several_that_copy_at_once_spare_each_other(three: Three) -> None:
    three.run("lock")
    started = [three.start("lock", "--vendor") for _ in range(8)]
    ended = [(process.communicate(timeout=120), process.returncode) for process in started]

    assert all(status == 0 for _, status in ended), ended
    assert sorted(path.name for path in (three.top / ".swell").iterdir()) == [
        "area",
        "area.yaml",
        "config",
        "config.yaml",
    ]
    three.run("lock", "--check")
