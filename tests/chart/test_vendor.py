"""What charts depend on, committed with them: then no render needs a network."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import yaml
from programs import without_network
from servers import git_backend, serving
from umbrella import Umbrella, chart, documents

HERE = ("generate",)


def offline(umbrella: Umbrella) -> list[object]:
    """Return what is rendered without a network, and without what was pulled before."""
    shutil.rmtree(umbrella.folder / "store", ignore_errors=True)
    return documents(umbrella.run(*HERE, before=without_network())[0])


def charts(umbrella: Umbrella) -> list[str]:
    return sorted(path.name for path in (umbrella.app / "charts").iterdir())


def test_a_chart_of_the_repository_has_them_in_its_charts_folder(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.cache(), umbrella.beside())
    umbrella.lock()
    first = umbrella.rendered()

    assert umbrella.run("lock", "--vendor")[0] == "app/charts: now as its lock says\n"
    assert charts(umbrella) == ["cache-2.0.0.tgz", "queue-1.1.0.tgz"]
    assert offline(umbrella) == first
    assert "nothing to lock" in umbrella.run("lock", "--vendor")[0]

    umbrella.publish("queue", "1.2.0")
    umbrella.helm("dependency", "update", str(umbrella.app), "--plain-http")
    shutil.rmtree(umbrella.app / "charts")
    umbrella.run("lock", "--vendor")
    assert charts(umbrella) == ["cache-2.0.0.tgz", "queue-1.2.0.tgz"]
    assert offline(umbrella) == umbrella.natively()


def test_a_lock_is_checked_against_what_was_vendored_for_it(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue("1.0.0"), umbrella.cache())
    umbrella.lock()
    assert "nothing to lock" in umbrella.run("lock", "--check")[0]  # nothing is vendored, so nothing is out of date
    umbrella.run("lock", "--vendor")
    assert "nothing to lock" in umbrella.run("lock", "--check")[0]

    umbrella.write(umbrella.queue("1.1.0"), umbrella.cache())
    shutil.move(umbrella.app / "charts", umbrella.folder / "charts")
    umbrella.lock()
    shutil.rmtree(umbrella.app / "charts", ignore_errors=True)
    shutil.move(umbrella.folder / "charts", umbrella.app / "charts")
    told = umbrella.run("lock", "--check", status=1)[0]
    assert told.startswith("app/charts: queue is 1.0.0, and app/Chart.lock says 1.1.0\nfix: run `swell lock --vendor`")
    umbrella.run("lock", "--vendor")
    umbrella.run("lock", "--check")


def test_what_is_vendored_moves_with_the_lock_and_what_else_lies_there_stays(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue("1.0.0"), {"name": "own", "version": "*"})
    chart(umbrella.app / "charts/own", "own", "1.0.0")
    umbrella.run("lock", "--vendor")
    (umbrella.app / "charts/README.md").write_text("why\n")
    umbrella.write(umbrella.queue("1.1.0"), {"name": "own", "version": "*"})
    umbrella.run("lock", "--vendor")

    assert charts(umbrella) == ["README.md", "own", "queue-1.1.0.tgz"]


def test_several_at_once_fill_a_charts_folder_in_turn(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue("1.0.0"), umbrella.cache())
    with ThreadPoolExecutor(8) as pool:
        for _ in pool.map(lambda _: umbrella.run("lock", "--vendor"), range(8)):
            pass

    assert charts(umbrella) == ["cache-2.0.0.tgz", "queue-1.0.0.tgz"]
    assert not list(umbrella.app.glob(".charts-*"))


def test_what_a_link_in_the_chart_leads_to_elsewhere_is_not_copied(umbrella: Umbrella) -> None:
    (umbrella.folder / "outside").mkdir()
    (umbrella.folder / "outside/secret.txt").write_text("secret")
    umbrella.write(umbrella.queue("1.0.0"))
    (umbrella.app / "charts").mkdir()
    (umbrella.app / "charts/linked").symlink_to(umbrella.folder / "outside")

    assert "leads out of the repository" in umbrella.run("lock", "--vendor", status=2)[1]
    assert charts(umbrella) == ["linked"]


def test_a_chart_that_swell_yaml_names_is_filled_from_wherever_the_lock_is_made(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue("1.0.0"))
    (umbrella.top / "apps/web").mkdir(parents=True)
    (umbrella.top / "apps/web/swell.yaml").write_text("apiVersion: swell/v1\nchart: /app\n")
    umbrella.run("lock", "--vendor", str(umbrella.top))

    assert charts(umbrella) == ["queue-1.0.0.tgz"]


def test_a_copy_of_a_chart_in_a_source_has_them_too(umbrella: Umbrella) -> None:
    umbrella.write(umbrella.queue(), umbrella.cache(), umbrella.beside())
    umbrella.lock()
    first = umbrella.rendered()
    repositories = umbrella.commit("charts", umbrella.top)
    for folder in (umbrella.top / "beside", umbrella.app):
        shutil.rmtree(folder)
    umbrella.app.mkdir()

    with serving(git_backend(repositories)) as forge:
        there = {"git": f"{forge.url}/charts.git", "revision": "main"}
        said = {"apiVersion": "swell/v1", "chart": "$there/app", "sources": {"there": there}}
        (umbrella.app / "swell.yaml").write_text(yaml.safe_dump(said))
        assert umbrella.rendered() == first
        umbrella.run("lock")
        assert umbrella.rendered() == first
    assert documents(umbrella.run(*HERE, before=without_network())[0]) == first
    with serving(git_backend(repositories)) as forge:
        text = (umbrella.app / "swell.yaml").read_text()
        (umbrella.app / "swell.yaml").write_text(text.replace(there["git"], f"{forge.url}/charts.git"))
        umbrella.run("lock", "--vendor")
    assert {path.name for path in umbrella.app.glob(".swell/there/*/charts/*")} == {
        *("beside-0.1.0.tgz", "cache-2.0.0.tgz", "queue-1.1.0.tgz")
    }
    assert offline(umbrella) == first
    umbrella.run("lock", "--check")
