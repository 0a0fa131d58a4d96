"""Locks of files that lie below the folder that was named."""

import shutil

import yaml
from served import git
from three import Three


def moved_below(three: Three) -> None:
    """Let two applications declare the sources, and the top none."""
    text = (three.top / "swell.yaml").read_text()
    for app in ("bank-bitso", "moneyflow-api"):
        (three.top / "apps" / app / "swell.yaml").write_text(text)
    (three.top / "swell.yaml").unlink()


def test_every_file_below_that_declares_sources_is_locked(three: Three) -> None:
    moved_below(three)

    three.run("lock", ".", "--check", status=1)
    assert "area  " in three.run("lock", ".")[0]
    three.run("lock", ".", "--check")
    three.area(9)
    three.run("lock", ".", "--update", "--env", "stage")
    locks = [three.top / "apps" / app / "swell.lock" for app in ("bank-bitso", "moneyflow-api")]
    assert all("stage" in yaml.safe_load(lock.read_text())["environments"] for lock in locks)
    assert "replicas: 9" in three.render(environment="stage")
    three.run("lock", "--promote", "stage", "prod")
    assert all("prod" in yaml.safe_load(lock.read_text())["environments"] for lock in locks)


def test_a_check_names_the_lock_that_is_out_of_date(three: Three) -> None:
    moved_below(three)
    three.run("lock")
    (three.top / "apps/moneyflow-api/swell.lock").unlink()

    assert "apps/moneyflow-api/swell.lock: it is missing" in three.run("lock", "--check", status=1)[0]


def test_copies_lie_beside_each_lock(three: Three) -> None:
    moved_below(three)
    first = three.render()
    three.run("lock", "--vendor")
    three.run("lock", "--check")
    three.forge.stop()
    shutil.rmtree(three.folder / "store")

    assert three.render() == first


def test_a_folder_without_sources_says_so_and_another_repository_inside_is_left_alone(three: Three) -> None:
    moved_below(three)
    for app in ("bank-bitso", "moneyflow-api"):
        git(three.folder, "init", "--quiet", str(three.top / "apps" / app))

    assert three.run("lock", ".", "--check")[0] == "nothing to lock: no file here declares `sources`\n"


def test_a_lock_that_fails_behind_others_leaves_stdout_empty(three: Three) -> None:
    moved_below(three)
    file = three.top / "apps/moneyflow-api/swell.yaml"
    file.write_text(file.read_text().replace("be-sms.git, revision: master", "be-sms.git, revision: nowhere"))

    out, error = three.run("lock", status=2)
    assert "nowhere" in error
    assert (three.top / "apps/bank-bitso/swell.lock").exists()
    assert out == ""
