"""What a resident Helm prints is what `helm` prints, whichever render it is, and nothing of a render is left."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import CHARTS, GOLDEN
from helm_server import HELM, PROGRAM, HelmServer, helm_server, programs
from nasty import CHART, NASTY
from programs import SWELL, TOP, helm

from cmp.argocd.versions import HELM as SHIPPED
from cmp.argocd.versions import NEWEST
from cmp.helm.runtime import UNANSWERED
from cmp.system import process
from cmp.system.process import Deadline, Finished

USUAL = ("--namespace=shop", "--kube-version=1.34.2", "--api-versions=v1", "--api-versions=apps/v1", "--include-crds")
ENDLESS = "{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}"
URN = '{"properties": {"a": {"$ref": "urn:example:NAME"}}}'  # of two of them Helm warns in any order
NAMED = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
Call = tuple[tuple[str, ...], tuple[bytes, ...]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HelmServer]:
    with helm_server(tmp_path_factory.mktemp("resident") / "places") as made:
        yield made


def chart(folder: Path, files: dict[str, str]) -> str:
    """Write a chart, and return its path as Swell gives it to Helm."""
    for name, text in {"Chart.yaml": CHART, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return f"{folder}/"


def calls(folder: Path) -> Iterator[Call]:
    """Yield calls with every chart there is, and with what goes wrong."""
    for found in sorted(path.parent for top in (GOLDEN, CHARTS, TOP / "examples") for path in top.rglob("Chart.yaml")):
        yield ("template", "web", f"{found}/", *USUAL), ()
    for number, files in enumerate(NASTY.values()):
        yield ("template", "web", chart(folder / f"nasty-{number}", files), *USUAL, "--skip-tests"), ()
    yield ("template", "web", f"{folder}/missing/", *USUAL), ()
    for name in ("one", "two"):
        schema = {"values.schema.json": URN.replace("NAME", name)}
        yield ("template", "web", chart(folder / f"urn-{name}", schema), *USUAL), ()
    old = chart(folder / "old", {"Chart.yaml": f"{CHART}deprecated: true\n"})
    yield ("template", "web", old, *USUAL), ()
    yield ("template", "web", old, "--kube-version=no.1"), ()
    yield ("template", "Not A Name", old), ()
    yield ("template", "web", chart(folder / "library", {"Chart.yaml": f"{CHART}type: library\n"})), ()
    newer = {"Chart.yaml": f"{CHART}kubeVersion: '>=9'\n"}
    yield ("template", "web", chart(folder / "newer", newer), *USUAL), ()
    wanting = {
        "Chart.yaml": f"{CHART}dependencies: [{{name: gone, version: 1.x, repository: 'https://example.com'}}]\n"
    }
    yield ("template", "web", chart(folder / "wanting", wanting), *USUAL), ()
    linked = chart(folder / "linked", {"templates/a.yaml": "{{ .Files.Get"})
    yield ("template", "web", linked, *USUAL), ()
    os.symlink("a.yaml", f"{linked}templates/b.yaml")
    Path(linked, "templates/a.yaml").write_text('a: {{ required "a is needed" .Values.a }}')
    yield from values(linked)


def values(path: str) -> Iterator[Call]:
    """Yield calls with files of values, good and bad."""
    files = ("--values=/dev/fd/512", "--values=/dev/fd/513", "--set-file=b=/dev/fd/514")
    yield ("template", "web", path, *files, "--set=c=1", "--set=d={x,y}"), (b"a: 1", b"a: {b: 2}", b"text\n")
    yield ("template", "web", path, *files), (b"a: 1", b"a: [1", b"")
    yield ("template", "web", path, *files), (b"- 1", b"", b"")
    yield ("template", "web", path, "--set=a[=1"), ()
    yield ("template", "web", path, "--skip-schema-validation", "--values=/dev/fd/600"), ()
    yield ("template", "web", path, "--set-file=a=/nowhere"), ()


def masked(ended: Finished, one: Finished, other: Finished) -> Finished:
    """Return how a render ended, but in lines in which two renders by `helm` differ what the first said."""
    lines = ended.stdout.splitlines(keepends=True)
    ones, others = one.stdout.splitlines(keepends=True), other.stdout.splitlines(keepends=True)
    if len(lines) == len(ones) == len(others):
        said = [mine if a == b else a for mine, a, b in zip(lines, ones, others, strict=True)]
        return ended.replace(stdout=b"".join(said))
    return ended


def test_every_chart_and_every_error_is_printed_as_helm_prints_it_in_any_order(
    server: HelmServer, tmp_path: Path
) -> None:
    every = list(calls(tmp_path))
    expected = [(server.bare(*call, files=files), server.bare(*call, files=files)) for call, files in every]
    assert {ended.status for ended, _ in expected} == {0, 1}
    assert sum(one != other for one, other in expected) < len(every) / 10
    for seed in range(2):
        numbers = list(range(len(every)))
        random.Random(seed).shuffle(numbers)  # noqa: S311
        for number in numbers:
            call, files = every[number]
            assert masked(server.asked(*call, files=files), *expected[number]) == expected[number][0], call
    assert len(server.pids()) == 1


def test_it_is_made_of_the_helm_that_the_newest_argo_cd_ships() -> None:
    assert f"helm.sh/helm/v4 v{SHIPPED[NEWEST]}\n" in (TOP / "swell-helm/go.mod").read_text()


def test_it_says_of_itself_what_helm_says() -> None:
    programs()
    said = [subprocess.run([program, "version"], capture_output=True, check=True).stdout for program in (HELM, PROGRAM)]
    assert said[0] == said[1]


def test_beside_another_helm_each_render_is_left_to_that_one(tmp_path: Path) -> None:
    (tmp_path / "beside").mkdir()
    program, beside = tmp_path / "beside/swell-helm-v4.3.1", tmp_path / "beside/helm-v4.3.1"
    path = chart(
        tmp_path / "web", {"templates/a.yaml": f"{NAMED}data: {{v: {{{{ .Capabilities.HelmVersion.Version }}}}}}"}
    )
    with helm_server(tmp_path / f"swell-renders-{os.getuid()}") as server:
        shutil.copy2(PROGRAM, program)
        for other, status in ((helm("v4"), UNANSWERED), (helm("v3"), UNANSWERED), (HELM, 0), (helm("v4"), UNANSWERED)):
            shutil.copy2(other, tmp_path / "new")
            (tmp_path / "new").rename(beside)
            asked = [server._replace(program=program).asked("template", "web", path) for _ in range(2)]
            assert [ended.status for ended in asked] == [status, status], other
            expected = swell(server, other, path, SWELL_HELM_SERVER="off")
            assert swell(server, beside, path) == expected, other
        beside.write_text("#!/bin/sh\nexit 1\n")
        assert server._replace(program=program).asked("template", "web", path).status == UNANSWERED


def swell(server: HelmServer, helm: Path, chart: str, **variables: str) -> str:
    """Return what `swell generate` prints with a Helm."""
    env = server.variables | {"SWELL_HELM": str(helm), "TMPDIR": str(server.folder.parent)} | variables
    return subprocess.run([SWELL, "generate", chart], env=env, capture_output=True, check=True, text=True).stdout


def test_the_five_hundredth_render_is_the_first(server: HelmServer) -> None:
    call = ("template", "web", f"{CHARTS / 'shop'}/", *USUAL)
    expected = server.bare(*call)
    assert {repr(server.asked(*call)) for _ in range(500)} == {repr(expected)}


def test_within_a_thousand_renders_the_same_process_has_begun_anew(tmp_path: Path) -> None:
    call = ("template", "web", chart(tmp_path / "web", {"templates/a.yaml": f"{NAMED}data: {{a: b}}"}))
    with helm_server(tmp_path / "places") as own:
        expected = own.asked(*call)
        (pid,) = own.pids()
        program = started(pid)
        assert {repr(own.asked(*call)) for _ in range(1000)} == {repr(expected)}
        assert own.pids() == [pid]
        assert started(pid) != program


def started(pid: int) -> bytes:
    """Return what is another one each time that a process starts a program: where the kernel has put its data."""
    return Path(f"/proc/{pid}/auxv").read_bytes()


def test_what_helm_is_not_called_with_is_left_to_helm(server: HelmServer, tmp_path: Path) -> None:
    path = chart(tmp_path, {})
    for call in (
        ("template", "web", path, "--debug"),
        ("template", "web", path, "--output-dir=/nowhere"),
        ("template", "web", "stable/web"),
        ("template", path),
        ("lint", "web", path),
        ("template", "web", path, '--api-versions=a"b'),
    ):
        assert server.asked(*call) == Finished(status=UNANSWERED, stdout=b"", stderr=b""), call


def test_repositories_that_helm_might_speak_of_are_left_to_helm(server: HelmServer, tmp_path: Path) -> None:
    home = server.folder / "home"
    file = home / ".config/helm/repositories.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("")
    try:
        assert server.asked("template", "web", chart(tmp_path, {})).status == UNANSWERED
    finally:
        file.unlink()
    assert server.asked("template", "web", chart(tmp_path, {})).status == 0


def test_another_environment_gets_a_process_that_was_started_with_it(server: HelmServer, tmp_path: Path) -> None:
    call = ("template", "web", chart(tmp_path, {"templates/zone.yaml": 'zone: {{ date "MST" now }}'}))
    assert b"zone: UTC" in server.asked(*call).stdout
    east = HelmServer(server.folder, server.variables | {"TZ": "Asia/Tokyo"})
    assert east.asked(*call).status == UNANSWERED
    assert b"zone: JST" in east.asked(*call).stdout
    assert server.asked(*call).status == UNANSWERED
    assert b"zone: UTC" in server.asked(*call).stdout


def test_a_render_that_is_no_longer_wanted_ends_and_the_process_is_good_for_the_next(
    server: HelmServer, tmp_path: Path
) -> None:
    call = ("template", "web", f"{CHARTS / 'shop'}/", *USUAL)
    expected, pids = server.asked(*call), server.pids()
    running = server.ask("template", "web", chart(tmp_path, {"templates/endless.yaml": ENDLESS}))
    time.sleep(0.2)

    process.stop(running)

    assert server.asked(*call) == expected
    assert server.pids() == pids


def test_what_is_asked_at_once_is_rendered_by_several(server: HelmServer) -> None:
    call = ("template", "web", f"{CHARTS / 'shop'}/", *USUAL)
    running = [server.ask(*call, places=3) for _ in range(3)]
    ended = [process.finish(one, deadline=Deadline.after(50)) for one in running]
    assert ended == [server.asked(*call)] * 3
    assert len(server.pids()) == 3


def test_a_process_that_was_killed_is_told_apart_from_a_failure_and_replaced(
    server: HelmServer, tmp_path: Path
) -> None:
    running = server.ask("template", "web", chart(tmp_path, {"templates/endless.yaml": ENDLESS}))
    time.sleep(0.2)
    before = server.pids()
    os.kill(before[0], 9)
    assert process.finish(running, deadline=Deadline.after(50)).status == UNANSWERED
    os.waitpid(before[0], 0)

    assert server.asked("template", "web", f"{CHARTS / 'shop'}/", *USUAL).status == 0
    assert server.pids()[0] != before[0]


def test_only_its_user_may_reach_it(server: HelmServer) -> None:
    assert server.folder.stat().st_mode & 0o077 == 0


def test_it_ends_when_its_socket_is_gone(tmp_path: Path) -> None:
    with helm_server(tmp_path / "places") as made:
        assert made.asked("template", "web", f"{CHARTS / 'shop'}/").status == 0
        (pid,) = made.pids()
        for socket in made.folder.glob("helm-*-0"):
            socket.unlink()
        assert os.waitpid(pid, 0) == (pid, 0)
