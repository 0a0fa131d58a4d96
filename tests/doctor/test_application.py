"""What one application needs of a machine."""

from pathlib import Path

import pytest
from servers import git_backend, serving
from setups import LOGIN, ONE_HOST, SECRET, declare, setup, told, well, wrong
from terms import repository

from cmp.doctor.application import reached
from cmp.doctor.model import Result
from cmp.errors import SwellError
from cmp.render.inputs import gather
from cmp.render.run import LazySession, helm_runtime
from cmp.sources.declaration import Declared
from cmp.sources.model import Source
from cmp.system.process import Deadline


@pytest.mark.parametrize("said", ["", "apiVersion: swell/v1\nchart: /nope\n"], ids=["none", "one that is not there"])
def test_an_application_without_a_chart_is_told_as_a_render_tells_it(said: str, tmp_path: Path) -> None:
    (tmp_path / "web").mkdir()
    if said:
        (tmp_path / "web/swell.yaml").write_text(said)
    machine = setup(tmp_path, folder=tmp_path / "web")

    session = LazySession(helm_runtime(machine.settings))
    with pytest.raises(SwellError) as raised:
        gather(machine.request, render=session.begin, session=session)

    ill = wrong(machine)
    assert ill.thing == "web"
    assert str(raised.value) in ill.text
    assert ill.fix == raised.value.fix != ""


def test_sources_that_do_not_answer_keep_nothing_waiting_beyond_a_time_for_all(tmp_path: Path) -> None:
    source = Source(alias="a", kind="git", location="https://a.invalid/b.git", asked="main")
    declared = Declared(source=source, where="swell.yaml:1")
    machine = setup(tmp_path, folder=tmp_path).replace(deadline=Deadline.after(0))
    (late,) = reached(machine, [declared] * 1000)
    assert late.text == "1000 sources not asked: SWELL_TIMEOUT is 0 s, and all before took them"
    assert late.fix


def test_a_working_directory_that_is_not_named_as_an_application_need_not_be_one(tmp_path: Path) -> None:
    (tmp_path / "chart").mkdir()
    (tmp_path / "chart/Chart.yaml").write_text("apiVersion: v2\nname: web\nversion: 1.0.0\n")
    without, with_chart = (
        told(setup(tmp_path, folder=folder, named=False)) for folder in (tmp_path, tmp_path / "chart")
    )
    assert without[-1].thing == "load"
    assert with_chart[-1] == Result(thing="chart", text="chart ., no swell.yaml, no sources")


def test_a_chart_in_a_source_is_named_and_not_pulled(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    app = "apiVersion: swell/v1\nlock: floating\nchart: $web/chart\n"
    sources = f"sources: {{web: {{git: https://git.example.com/web.git, revision: '{'0' * 40}'}}}}\n"
    (tmp_path / "app/swell.yaml").write_text(app + sources)
    found = told(setup(tmp_path))
    assert Result(thing="app", text="chart $web/chart, swell.yaml, 1 source") in found


def test_a_source_that_can_t_be_asked_for_want_of_a_temporary_folder_is_told_so(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", {"a": "b"})
    with serving(git_backend(tmp_path / "git")) as site:
        declare(tmp_path, f"{site.url}/web/.git", f"'{commit[:9]}'")
        found = told(setup(tmp_path, TMPDIR="/proc", SWELL_LOCAL_SOURCES="true"))
    (asked,) = (result for result in found if result.thing == "$web")
    assert asked.fix
    assert asked.text.startswith("can't write a temporary folder to /proc: ")


def test_the_sources_of_an_application_are_asked_with_its_credentials(tmp_path: Path) -> None:
    commit = repository(tmp_path / "git/web", {"a": "b"})
    with serving(git_backend(tmp_path / "git"), login=LOGIN) as site:
        url = f"{site.url}/web/.git"
        declare(tmp_path, url)
        ill = wrong(setup(tmp_path, SWELL_LOCAL_SOURCES="true"))
        assert (ill.thing, ill.text) == ("$web", f"{site.host} wants credentials, and there are none for it")
        host = tmp_path / "credentials" / site.host
        host.mkdir(parents=True)
        (host / "username").write_text("reader")
        (host / "password").write_text(SECRET)
        mounted = {"SWELL_LOCAL_SOURCES": "true", "SWELL_CREDENTIALS": str(tmp_path / "credentials")}
        machine = setup(tmp_path, **mounted)
        assert well(machine, "$web") == [f"{url} has main"]
        declare(tmp_path, url, "mian")
        assert "no branch, tag or commit mian" in wrong(machine).text
        declare(tmp_path, url, commit)
        site.asked.clear()
        assert well(machine, "$web")
        assert site.asked
        policy = tmp_path / "policy.yaml"
        policy.write_text(ONE_HOST)
        ill = wrong(setup(tmp_path, SWELL_POLICY=str(policy), **mounted))
        assert f"the policy does not allow {url}" in ill.text
        assert "policy.yaml" in f"{ill.text} {ill.fix}"


def test_a_host_that_does_not_answer_is_given_up_at_the_deadline_of_doctor(tmp_path: Path) -> None:
    with serving(git_backend(tmp_path), moods=("hang",) * 9) as site:
        declare(tmp_path, f"{site.url}/web/.git")
        assert "of the 10 s it has" in wrong(setup(tmp_path, SWELL_LOCAL_SOURCES="true")).text


def test_a_helm_that_the_application_asks_for_and_the_machine_lacks_is_told(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/swell.yaml").write_text("apiVersion: swell/v1\nhelm: {version: v2}\n")
    assert "no Helm v2 is here" in wrong(setup(tmp_path)).text
