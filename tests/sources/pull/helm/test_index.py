"""Which indexes Helm reads, and which version it then takes: each Helm here is asked."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from programs import HELM_VERSIONS, helm
from registries import tar
from servers import Site, files, serving
from terms import terms

from cmp.errors import PullError
from cmp.sources.model import Source
from cmp.sources.pull.pull import resolve

ITEM = {"apiVersion": "v2", "name": "web", "version": "1.1.0", "urls": "[web-1.1.0.tgz]"}


def index(item: str = "", *, top: str = "apiVersion: v1\n", more: str = "", **fields: str | None) -> str:
    """Return an index of one chart in two versions, of which the newer has other fields."""
    said = "\n    ".join(f"{name}: {value}" for name, value in (ITEM | fields).items() if value is not None)
    older = "  - {name: web, version: 1.0.0, urls: [web-1.0.0.tgz]}\n"
    return f"{top}entries:\n  web:\n  - {said}\n{item}{older}{more}"


INDEXES = {
    "as it should be": index(),
    "a comment behind a version": index(version="1.1.0 # the newest"),
    "a version in a block": index(version=">-\n      1.1.0"),
    "names that are quoted": index(item='    "home": x\n', **{"'icon'": "x", "name": '"web"'}),
    "a name that is another": index(name="wob"),
    "fields that Helm no longer has": index(engine="gotpl", tillerVersion="'2'", url="x", checksum="x"),
    "a version that is null": index(version="~"),
    "an empty item": index(item="  - {}\n"),
    "a version without a name": index(name=None),
    "a version with an empty name": index(name='""'),
    "a name that is a path": index(name="../web"),
    "no version": index(version=None),
    "the version latest": index(version="latest"),
    "a version with a blank": index(version='" 1.1.0"'),
    "a prerelease with a leading zero": index(version="1.1.0-01"),
    "a type that is none": index(type="odd"),
    "a description that speaks of versions": index(description="|\n      version: 9.9.9\n      - version: 8\n"),
    "a second document": index(more="---\nfoo: []\n"),
    "no apiVersion": index(top=""),
    "an empty apiVersion": index(top="apiVersion: ''\n"),
    "an unknown field": index(foo="1"),
    "an unknown field of the whole": index(top="apiVersion: v1\nfoo: 1\n"),
    "a chart that is there twice": index(more="  web:\n  - {name: web, version: 1.0.0, urls: [web-1.0.0.tgz]}\n"),
    "a field that is there twice": index(item="    version: 1.0.1\n"),
    "a field twice in another chart": index(more="  other:\n    - name: other\n      name: other\n"),
    "an unknown field in another chart": index(more="  other:\n  - name: other\n    foo: 1\n"),
    "another chart that is cut off": index(more="  other:\n  - {name: [x\n"),
    "a tab in another chart": index(more="  other:\n\t- name: x\n"),
    "a version that is an alias of nothing": index(version="*x"),
    "a version that is a number": index(version="1.1"),
    "a version that is a number with more behind it": index(version="1.1 # x"),
    "a name that is a number": index(name="1"),
    "a time that is none": index(more="generated: now\n"),
    "a time of a version that is none": index(created="now"),
    "a day instead of a time": index(created='"2026-01-01"'),
    "an escape that Go does not know": index(description='"a\\/b"'),
    "an escape that Go does not know in another chart": index(more='  other:\n  - name: "a\\/b"\n'),
    "a backslash before a slash": index(description='"a\\\\/b"'),
    "entries that are a list": "apiVersion: v1\nentries: [web]\n",
}
AS_JSON = {
    "as it should be": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["web-1.1.0.tgz"]}]}},
    "unknown fields": {"apiVersion": "v1", "foo": 1, "entries": {"web": [{**ITEM, "urls": ["x"], "foo": 1}]}},
    "an escaped slash": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["a/b"]}]}},
    "no apiVersion": {"entries": {"web": [{**ITEM, "urls": ["x"]}]}},
    "a number as apiVersion": {"apiVersion": 1, "entries": {"web": [{**ITEM, "urls": ["x"]}]}},
    "a version without a name": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["x"], "name": ""}]}},
    "the version latest": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["x"], "version": "latest"}]}},
    "a number as version": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["x"], "version": 1}]}},
    "a time that is none": {"apiVersion": "v1", "generated": "now", "entries": {"web": [{**ITEM, "urls": ["x"]}]}},
    "a number as a time": {"apiVersion": "v1", "generated": 1, "entries": {"web": [{**ITEM, "urls": ["x"]}]}},
    "a time of a version that is none": {
        "apiVersion": "v1",
        "entries": {"web": [{**ITEM, "urls": ["x"], "created": "x"}]},
    },
    "a chart that is none": {"apiVersion": "v1", "entries": {"web": "x"}},
    "another chart that is none": {"apiVersion": "v1", "entries": {"web": [{**ITEM, "urls": ["x"]}], "other": "x"}},
}
TEXTS = {
    **INDEXES,
    **{f"JSON, {name}": json.dumps(said).replace("a/b", "a\\/b") for name, said in AS_JSON.items()},
}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    (tmp_path / "site").mkdir()
    with serving(files(tmp_path / "site")) as site:
        yield site


def helms(site: Site, home: Path, version: str) -> str | None:
    """Return the version that a Helm takes, None where it takes none."""
    command = [helm(version), "show", "chart", "web", "--repo", site.url]
    variables = {"PATH": os.defpath, "HOME": str(home), "HELM_CACHE_HOME": str(home / "cache")}
    ran = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)
    return str(yaml.safe_load(ran.stdout)["version"]) if ran.returncode == 0 else None


@pytest.mark.parametrize("version", HELM_VERSIONS)
@pytest.mark.parametrize("name", TEXTS)
def test_the_version_that_an_index_gives_is_the_one_that_helm_takes(
    name: str, version: str, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "site/index.yaml").write_text(TEXTS[name])
    for number in ("1.0.0", "1.1.0"):
        chart = tar(("web/Chart.yaml", f"apiVersion: v2\nname: web\nversion: {number}\n".encode()))
        for place in (f"web-{number}.tgz", "x", "a/b"):
            (tmp_path / "site" / place).parent.mkdir(exist_ok=True)
            (tmp_path / "site" / place).write_bytes(chart)
    (tmp_path / "home").mkdir()
    try:
        ours = resolve(Source(alias="shop", kind="helm", location=site.url, name="web"), terms(tmp_path)).version
    except PullError:
        ours = None
    taken = helms(site, tmp_path / "home", version)
    assert ours == (taken if taken in (None, "1.0.0") else "1.1.0")


def test_an_index_that_helm_can_not_read_is_told_with_the_reason_and_the_fix(site: Site, tmp_path: Path) -> None:
    said = {
        index(top=""): "it has no apiVersion",
        index(foo="1"): "the key foo of the chart web is unknown",
        index(more="  other:\n  - {name: [x\n"): "line 11 is not YAML: did not find expected ',' or ']'",
        index(version="1.1"): "the name, version or type of a version is no text but float",
        "<html>no</html>": "it has no entries, in YAML's block style or JSON",
        "{entries: {web: []}}": "it is neither JSON nor in YAML's block style",
        '{"apiVersion": "v1", "entries": {"web": [], "other": "x"}}': "a chart in it is no list of versions",
        '{"apiVersion": "v1", "entries": {"web": [1]}}': "a chart in it is no list of versions",
        '{"apiVersion": "v1", "generated": 1, "entries": {"web": []}}': "a time in it is none of RFC 3339",
    }
    for text, reason in said.items():
        (tmp_path / "site/index.yaml").write_text(text)
        with pytest.raises(PullError) as caught:
            resolve(Source(alias="shop", kind="helm", location=site.url, name="web"), terms(tmp_path))
        assert str(caught.value) == f"shop: {site.url}/index.yaml is no index of charts that can be read: {reason}"
        assert caught.value.fix == "ask who runs it to do `helm repo index`, or take the chart from another source"


def test_a_long_index_of_helms_own_is_read_by_lines_alone(site: Site, tmp_path: Path) -> None:
    offers = [{**ITEM, "version": f"1.{minor}.0", "urls": [f"web-1.{minor}.0.tgz"]} for minor in range(2_000)]
    index = {"apiVersion": "v1", "entries": {"web": offers}, "generated": "2026-01-01T00:00:00Z"}
    (tmp_path / "site/index.yaml").write_text(yaml.safe_dump(index))
    (tmp_path / "site/web-1.1999.0.tgz").write_bytes(tar(("web/Chart.yaml", b"")))
    source = Source(alias="shop", kind="helm", location=site.url, name="web", asked="^1")
    assert resolve(source, terms(tmp_path)).version == "1.1999.0"
