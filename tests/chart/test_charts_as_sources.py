"""A chart from a Helm repository or a registry as a whole: `chart: $web`."""

import shutil
from typing import Any

import pytest
import yaml
from programs import without_network
from umbrella import Umbrella, chart, documents


def web(umbrella: Umbrella, kind: str, asked: str) -> dict[str, str]:
    """Return the source of the chart web."""
    if kind == "oci":
        return {"oci": f"oci://{umbrella.host}/charts/web", "revision": asked}
    return {"helm": umbrella.site.url, "chart": "web", "version": asked}


def publish(umbrella: Umbrella, version: str) -> None:
    """Put the chart web into the Helm repository and the registry; it depends on the chart queue."""
    umbrella.publish("web", version)
    umbrella.push("web", version)


def swell_yaml(umbrella: Umbrella, source: dict[str, str], **more: Any) -> None:
    umbrella.app.mkdir(exist_ok=True)
    said = {"apiVersion": "swell/v1", "sources": {"web": source}, "chart": "$web", "values": {"mine": 1}, **more}
    (umbrella.app / "swell.yaml").write_text(yaml.safe_dump(said))


def versions(found: list[Any]) -> list[str]:
    return [one["data"]["version"] for one in found]


@pytest.mark.parametrize("kind", ["oci", "helm"])
def test_floating_locked_and_vendored(kind: str, umbrella: Umbrella) -> None:
    publish(umbrella, "1.0.0")
    swell_yaml(umbrella, web(umbrella, kind, "^1.0.0"))
    first = umbrella.rendered()
    assert versions(first) == ["1.0.0"]
    assert first[0]["data"]["values"] == '{"mine":1,"port":3}'

    umbrella.run("lock")
    publish(umbrella, "1.1.0")
    assert umbrella.rendered() == first
    assert documents(umbrella.run("generate", before=without_network())[0]) == first
    assert umbrella.run("lock", "--update", "web")[0].split()[-1] == "1.1.0"
    assert versions(umbrella.rendered()) == ["1.1.0"]
    assert "web@1.1.0" in umbrella.run("why", "port")[0]

    umbrella.run("lock", "--vendor")
    shutil.rmtree(umbrella.folder / "store")
    assert versions(documents(umbrella.run("generate", before=without_network())[0])) == ["1.1.0"]
    umbrella.run("lock", "--check")
    (umbrella.app / "swell.lock").unlink()
    publish(umbrella, "1.2.0")
    swell_yaml(umbrella, web(umbrella, kind, "^1.0.0"), lock="floating")
    assert versions(umbrella.rendered()) == ["1.2.0"]


@pytest.mark.parametrize("kind", ["oci", "helm"])
def test_a_version_in_full_needs_no_lock(kind: str, umbrella: Umbrella) -> None:
    publish(umbrella, "1.0.0")
    swell_yaml(umbrella, web(umbrella, kind, "1.0.0"))

    first = umbrella.rendered()
    assert versions(first) == ["1.0.0"]
    if kind == "helm":  # a tag may move, and a version does not
        assert documents(umbrella.run("generate", before=without_network())[0]) == first


@pytest.mark.parametrize("kind", ["oci", "helm"])
def test_what_such_a_chart_depends_on_comes_with_it(kind: str, umbrella: Umbrella) -> None:
    made = chart(umbrella.folder / "made/web", "web", "1.0.0", more={"dependencies": [umbrella.queue()]})
    umbrella.helm("dependency", "update", str(made))
    umbrella.package(made)
    umbrella.push("web", "1.0.0")
    swell_yaml(umbrella, web(umbrella, kind, "1.0.0"))

    assert versions(umbrella.rendered()) == ["1.1.0", "1.0.0"]


@pytest.mark.parametrize("kind", ["oci", "helm"])
def test_a_chart_that_was_replaced_is_refused(kind: str, umbrella: Umbrella) -> None:
    publish(umbrella, "1.0.0")
    swell_yaml(umbrella, web(umbrella, kind, "1.0.0"))
    umbrella.run("lock")
    chart(umbrella.folder / "made/web", "web", "1.0.0")
    (umbrella.folder / "made/web/templates/more.yaml").write_text("# more\n")
    umbrella.package(umbrella.folder / "made/web")
    umbrella.push("web", "1.0.0")

    if kind == "helm":
        assert "is not what is pinned" in umbrella.run("generate", status=2)[1]
    else:  # the registry still has what the digest means
        umbrella.rendered()
