"""Which version a range means: Helm 4 is asked. Helm 3 wants prereleases named on both sides of a range."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from registries import run_helm, tar
from servers import Site, files, serving

from cmp.sources.pull.semver_ranges import chosen

VERSIONS = (
    "0.0.1", "0.0.2", "0.1.0", "0.1.5", "0.2.0", "1.0.0", "1.0.1-alpha.1", "1.0.1", "1.2.0", "1.2.3", "1.2.4-rc.1",
    "1.2.4-rc.2", "1.2.4-rc.10", "1.10.0", "2.0.0-beta", "2.0.0", "2.1.0", "3.0.0-alpha", "v4.0.0", "10.2.1+build.7",
    "latest", "11", "1.x", "12.0.0-01", "99999999999999999999.0.0",
)  # fmt: skip
RANGES = (
    "", "*", "x", "1", "1.2", "1.x", "1.2.x", "1.2.*", "=1.2.3", "=1.2", "v1.2.3", "1.2.3", "4.0.0", "v4.0.0", "9.9.9",
    "~1", "~1.2", "~1.2.3", "~>1.2", "~0", "~0.0.0", "~1.x", "~1.2.4-rc.1", "^0", "^0.0", "^0.0.1", "^0.1", "^0.1.0",
    "^1", "^1.2", "^1.2.3", "^1.x", "^2.0.0-beta", ">1", ">1.2", ">1.2.3", ">1.x", ">99", ">=1.2", ">=1.x",
    "=>1.2.3 =<2", "<1.2", "<1.x", "<2", "<=1", "<=1.2", "<=1.2.3", ">=1.0.0 <1.3.0", ">=1.0.0, <1.3.0",
    ">= 1.0.0, < 1.3.0",
    ">=1.0.0,<1.3.0", "1.0 - 1.9", "1.0.0 - 1.2.3", "1 - 2", "^0.1 || ^1.0", "<0.1 || =2.0.0", "!=10.2.1",
    "!=10.x, !=4",
    ">=1.2.4-0, <1.3", ">1.2.4-rc.1 <1.2.5", "*-0", ">0.0.0-0", ">=3.0.0-0 <4.0.0-0", "10.2.1", "10.2.1+build.7",
    "latest", "1.2.3.4", "~", "==1", ">=1 ||", "1..2", "12.0.0-01", ">=12.0.0-0", ">=12.0.0-01",
    "^99999999999999999999",
    "1.2.3 - 2.0.0, !=1.5", "1.2.3 - 2.0.0, !=2.0", "1.2 - 2, 1.9.x", "1.2 - 2, 1.10.x", "1.0 - 1.1 || 1.2 - 2",
    "!=1.2, 1.0.0 - 1.2.9", "1.2.3 - 2.0.0 !=2.0.0", "1 - 2 - 3", "^1.2.3 - 2", "1.2 -2", "1.2- 2", "1-2",
    " 1.2 - 2 , <1.9", ">= 1.0 , <1.9", "<1.9,, >1", ",1", "1,", "1 , 2", "<2 >1.0 !=1.10.0", "! =1", "> =1", "1 2",
    "!=1.2-0 <1.10", "!=10.2, <99-0", ">*", "<*", ">=*", "<=*", "^*", "~*", "!=*", "=*", "=*-z", "~*-0", "1|2", "|",
    "<1.2.3-01", "~1.2.3-01, <2", "!=1.2.3-0.01", "1.2.3-01 || 2.x", "1 - 2.0.0-00", "^1.2.3-0a", "^1.2.3-a.0",
    "!=0.1||1 - 2", ">3.x||1.0 - 1.2.3", "1 - 2||!=1", "1.0.0||1.2.3 - 1.9", "1.0.0 ||1.2.3 - 1.9",
    "1.0.0|| 1.2.3 - 1.9",
    "01.2", "1.02.3", "v1 - v2", "1.x - 2.x", "11", "v11", "11.0.0",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a repository with all versions of one chart."""
    folder = tmp_path_factory.mktemp("repository")
    offers = []
    for version in VERSIONS:
        offers.append({"apiVersion": "v2", "name": "web", "version": version, "urls": [f"web-{version}.tgz"]})
        chart = f"apiVersion: v2\nname: web\nversion: {version}\n"
        (folder / f"web-{version}.tgz").write_bytes(tar(("web/Chart.yaml", chart.encode())))
    (folder / "index.yaml").write_text(yaml.safe_dump({"apiVersion": "v1", "entries": {"web": offers}}))
    with serving(files(folder)) as site:
        yield site


@pytest.mark.parametrize("asked", dict.fromkeys(RANGES))
def test_the_chosen_version_is_helms(asked: str, site: Site, tmp_path: Path) -> None:
    try:
        shown = run_helm(tmp_path, "show", "chart", "web", "--repo", site.url, f"--version={asked}")
        theirs = next(
            line.removeprefix("version: ").strip('"') for line in shown.splitlines() if line.startswith("version: ")
        )
    except AssertionError as problem:
        theirs = None if "chart" in str(problem) or "constraint" in str(problem) else str(problem)
    assert chosen(asked, VERSIONS) == theirs
