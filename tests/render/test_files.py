import os
import shutil
import subprocess
from pathlib import Path

import pytest
from programs import SWELL, helm

OBJECT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {}}}\n"


def written(folder: Path, *names: str, output: str = "out", status: int = 0, under: tuple[str, ...] = ()) -> str:
    """Write objects of these names with the real program, started by another one, and return what it says."""
    stream = "---\n".join(OBJECT.format(name) for name in names)
    argv = [*under, str(SWELL), "generate", "-", "--name=web", "--output", output]
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(folder)}
    run = subprocess.run(argv, cwd=folder, env=env, input=stream, capture_output=True, text=True, check=False)
    assert run.returncode == status, run.stderr
    return run.stderr


def names(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def test_a_link_in_the_folder_is_replaced_and_nothing_is_written_through_it(tmp_path: Path) -> None:
    written(tmp_path, "one", "two")
    victim = tmp_path / "victim"
    victim.write_text("untouched")
    (tmp_path / "out/configmap-one.yaml").unlink()
    (tmp_path / "out/configmap-one.yaml").symlink_to(victim)

    written(tmp_path, "one", "three")

    assert victim.read_text() == "untouched"
    assert names(tmp_path / "out") == [".swell", "configmap-one.yaml", "configmap-three.yaml"]
    assert not any((tmp_path / "out" / name).is_symlink() for name in names(tmp_path / "out"))


@pytest.mark.parametrize("mark", ["link", "folder"])
def test_a_folder_that_is_a_link_or_whose_mark_is_one_is_refused(mark: str, tmp_path: Path) -> None:
    written(tmp_path, "one")
    if mark == "folder":
        (tmp_path / "out").rename(tmp_path / "real")
        (tmp_path / "out").symlink_to("real")
    else:
        (tmp_path / "out/.swell").rename(tmp_path / "mark")
        (tmp_path / "out/.swell").symlink_to(tmp_path / "mark")
    before = names(tmp_path / "out")

    assert "is a link" in (said := written(tmp_path, "two", status=2)) or "did not write" in said
    assert names(tmp_path / "out") == before


@pytest.mark.parametrize("length", [200, 250, 253])
def test_a_long_name_is_cut_and_leaves_no_half_of_the_files(length: int, tmp_path: Path) -> None:
    long = "a" * (length - 1)

    written(tmp_path, "one", f"{long}b", f"{long}c")

    assert len(names(tmp_path / "out")) == 4
    assert max(map(len, names(tmp_path / "out"))) <= 255
    text = "".join((tmp_path / "out" / name).read_text() for name in names(tmp_path / "out"))
    assert f"{long}b" in text
    assert f"{long}c" in text


def test_where_it_can_not_be_written_all_stays_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, "one")
    before = (tmp_path / "out/configmap-one.yaml").read_text()
    small = ["sh", "-c", 'ulimit -f 1; exec "$@"', "sh", str(SWELL), "generate", "-", "--name=web", "-o", "out"]
    big = OBJECT.format("one") + "data:\n" + "".join(f"  k{number}: {'x' * 90}\n" for number in range(200))
    env = {"PATH": os.environ["PATH"], "SWELL_HELM": str(helm()), "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(small, cwd=tmp_path, env=env, input=big, capture_output=True, text=True, check=False)

    assert run.returncode != 0
    assert (tmp_path / "out/configmap-one.yaml").read_text() == before
    assert names(tmp_path / "out") == [".swell", "configmap-one.yaml"]


def test_nothing_is_written_into_a_folder_that_a_link_of_the_checkout_leads_to(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "checkout/.git").mkdir(parents=True)
    (tmp_path / "checkout/link").symlink_to("../outside")
    told = written(tmp_path / "checkout", "one", output="link/out", status=2)
    assert told.startswith("swell: link/out leads out of the repository.")
    assert not list((tmp_path / "outside").iterdir())


def test_files_that_were_added_since_stay_and_links_among_them_stay_links(tmp_path: Path) -> None:
    written(tmp_path, "one")
    (tmp_path / "out/README.md").write_text("mine")
    (tmp_path / "out/more").mkdir()
    (tmp_path / "out/more/deep.txt").write_text("deep")
    (tmp_path / "out/link").symlink_to("/nowhere")
    (tmp_path / "out").chmod(0o750)

    written(tmp_path, "two")

    assert names(tmp_path / "out") == [".swell", "README.md", "configmap-two.yaml", "link", "more"]
    assert (tmp_path / "out/more/deep.txt").read_text() == "deep"
    assert (tmp_path / "out/link").readlink() == Path("/nowhere")
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o750
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize("folder", [False, True])
def test_a_file_of_ones_own_that_has_a_new_objects_name_is_not_replaced(folder: bool, tmp_path: Path) -> None:  # noqa: FBT001
    written(tmp_path, "one")
    mine = tmp_path / "out/configmap-two.yaml"
    inside = mine / "inside.txt" if folder else mine
    inside.parent.mkdir(exist_ok=True)
    inside.write_text("mine")

    (tmp_path / "out/configmap-three.yaml").symlink_to(inside)

    for name in ("two", "three"):
        said = written(tmp_path, name, status=2)
        assert said.startswith(f"swell: out/configmap-{name}.yaml is no file that Swell wrote")
    assert inside.read_text() == "mine"
    assert names(tmp_path / "out") == [".swell", *(f"configmap-{name}.yaml" for name in ("one", "three", "two"))]
    assert names(tmp_path) == ["out"]


def test_the_working_directory_is_not_replaced(tmp_path: Path) -> None:
    assert "name a folder in it" in written(tmp_path, "one", output=".", status=2)
    assert names(tmp_path) == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is missing")
@pytest.mark.parametrize("call", ["mkdir 2", "mkdir 3", "rename 1", "rename 2", "unlinkat 1", "unlinkat 3", "rmdir 1"])
def test_what_a_killed_run_left_is_put_back_or_removed_by_the_next(call: str, tmp_path: Path) -> None:
    written(tmp_path, "one")
    (tmp_path / "out/README.md").write_text("mine")
    name, number = call.split()
    kill = f"inject={name}:signal=SIGKILL:when={number}"
    written(tmp_path, "two", status=-9, under=("strace", "-qqo", "/dev/null", "-e", f"trace={name}", "-e", kill))

    written(tmp_path, "three")

    assert names(tmp_path) == ["out"]
    assert names(tmp_path / "out") == [".swell", "README.md", "configmap-three.yaml"]
